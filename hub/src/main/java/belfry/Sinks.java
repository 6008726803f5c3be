package belfry;

import belfry.sink.Kinds;
import belfry.sink.SinkKind;
import belfry.sink.file.FileKind;
import belfry.sink.log.LogKind;
import belfry.sink.loki.LokiKind;
import belfry.sink.noop.NoopKind;
import belfry.sink.stdout.StdoutKind;
import belfry.sink.webhook.WebhookKind;
import java.util.List;

/** All kinds of destinations. A new one is one line here. */
public final class Sinks {
  private static final List<SinkKind> ALL =
      List.of(
          new WebhookKind(),
          new LokiKind(),
          new FileKind(),
          new LogKind(),
          new StdoutKind(),
          new NoopKind());

  private Sinks() {}

  public static Kinds all() {
    return new Kinds(ALL);
  }
}
