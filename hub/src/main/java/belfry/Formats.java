package belfry;

import belfry.format.Dialect;
import belfry.format.Dialects;
import belfry.format.cloudevents.CloudEventsDialect;
import belfry.format.cloudru.CloudruDialect;
import belfry.format.gluster.GlusterDialect;
import belfry.format.hub.HubDialect;
import belfry.format.lxd.LxdDialect;
import belfry.format.oslo.OsloDialect;
import belfry.format.raw.RawDialect;
import java.util.List;

/** All dialects. A new one is one line here. */
public final class Formats {
  /**
   * Version of what the dialects read out of data. Raise it when one of them reads something else:
   * the next start builds a new index beside the old one.
   */
  static final int FACETS_VERSION = 1;

  private static final List<Dialect> ALL =
      List.of(
          new LxdDialect(),
          new GlusterDialect(),
          new OsloDialect(),
          new CloudruDialect(),
          new CloudEventsDialect(),
          new HubDialect(),
          new RawDialect());

  private Formats() {}

  public static Dialects all() {
    return new Dialects(ALL);
  }
}
