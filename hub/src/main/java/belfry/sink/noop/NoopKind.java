package belfry.sink.noop;

import belfry.format.Decoded;
import belfry.format.json.JsonValue;
import belfry.sink.Batching;
import belfry.sink.Destination;
import belfry.sink.InvalidSink;
import belfry.sink.Means;
import belfry.sink.Members;
import belfry.sink.Outcome;
import belfry.sink.Sink;
import belfry.sink.SinkKind;
import java.util.List;
import java.util.Set;

/** Takes everything and does nothing, as oslo's driver of this name. Has no settings. */
public final class NoopKind implements SinkKind {
  /** Most entries of one attempt. */
  static final int BATCH_MAX = 1000;

  @Override
  public String name() {
    return "noop";
  }

  @Override
  public Destination read(JsonValue settings, Means means) throws InvalidSink {
    Members.of(settings).end();
    return new NoopDestination();
  }

  @Override
  public Set<String> secrets(JsonValue settings) {
    return Set.of();
  }

  private record NoopDestination() implements Destination {
    @Override
    public Batching batching() {
      return new Batching(BATCH_MAX);
    }

    @Override
    public Sink open() {
      return new NoopSink();
    }
  }

  private record NoopSink() implements Sink {
    @Override
    public Outcome deliver(List<Decoded> entries) throws InterruptedException {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      return new Outcome.Delivered();
    }

    @Override
    public void close() {}
  }
}
