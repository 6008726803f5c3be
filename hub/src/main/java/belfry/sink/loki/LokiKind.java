package belfry.sink.loki;

import belfry.format.json.JsonValue;
import belfry.sink.Batching;
import belfry.sink.Destination;
import belfry.sink.InvalidSink;
import belfry.sink.Means;
import belfry.sink.Sink;
import belfry.sink.SinkKind;
import java.util.Set;

/** Destinations that are servers of Loki; their settings are {@link LokiSettings}. */
public final class LokiKind implements SinkKind {
  public static final String NAME = "loki";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Destination read(JsonValue settings, Means means) throws InvalidSink {
    return new Loki(LokiSettings.read(settings, means), means);
  }

  @Override
  public Set<String> secrets(JsonValue settings) {
    return Set.of("/password", "/tls/key");
  }

  private record Loki(LokiSettings settings, Means means) implements Destination {
    @Override
    public Batching batching() {
      return new Batching(settings.batchMax());
    }

    @Override
    public Sink open() {
      return new LokiSink(settings, means);
    }

    @Override
    public String toString() {
      return settings.toString();
    }
  }
}
