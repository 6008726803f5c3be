package belfry.sink.file;

import belfry.format.json.JsonValue;
import belfry.sink.Batching;
import belfry.sink.Destination;
import belfry.sink.InvalidSink;
import belfry.sink.LineSettings;
import belfry.sink.Means;
import belfry.sink.Sink;
import belfry.sink.SinkKind;
import java.util.Set;

/** Destinations that are files; their settings are {@link FileSettings}. */
public final class FileKind implements SinkKind {
  /** Most entries of one write. */
  static final int BATCH_MAX = 1000;

  @Override
  public String name() {
    return "file";
  }

  @Override
  public Destination read(JsonValue settings, Means means) throws InvalidSink {
    return new FileDestination(FileSettings.read(settings, means), means);
  }

  @Override
  public Set<String> secrets(JsonValue settings) {
    return Set.of();
  }

  private record FileDestination(FileSettings settings, Means means) implements Destination {
    @Override
    public Batching batching() {
      return new Batching(BATCH_MAX);
    }

    @Override
    public Sink open() {
      return new FileSink(
          settings, new LineSettings(settings.format()).encoder(means.dialects()), means.clock());
    }

    @Override
    public String toString() {
      return settings.toString();
    }
  }
}
