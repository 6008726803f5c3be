package belfry;

import belfry.format.Dialect;
import belfry.format.Dialects;
import belfry.format.lxd.LxdDialect;
import belfry.format.oslo.OsloDialect;
import java.util.List;

/** All dialects. A new one is one line here. */
public final class Formats {
  private static final List<Dialect> ALL = List.of(new LxdDialect(), new OsloDialect());

  private Formats() {}

  public static Dialects all() {
    return new Dialects(ALL);
  }
}
