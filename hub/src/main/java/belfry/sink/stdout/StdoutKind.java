package belfry.sink.stdout;

import belfry.format.Decoded;
import belfry.format.Encoder;
import belfry.format.json.JsonValue;
import belfry.sink.Destination;
import belfry.sink.InvalidSink;
import belfry.sink.LineDestination;
import belfry.sink.LineSettings;
import belfry.sink.Lines;
import belfry.sink.Means;
import belfry.sink.Outcome;
import belfry.sink.Sink;
import belfry.sink.SinkKind;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Standard output, a line for each entry. A reader that has gone away is a Retry. */
public final class StdoutKind implements SinkKind {
  private final PrintStream out;

  /** For the standard output of this process. */
  public StdoutKind() {
    this(System.out);
  }

  StdoutKind(PrintStream out) {
    this.out = out;
  }

  @Override
  public String name() {
    return "stdout";
  }

  @Override
  public Destination read(JsonValue settings, Means means) throws InvalidSink {
    LineSettings lines = LineSettings.read(settings, means);
    Encoder encoder = lines.encoder(means.dialects());
    return new LineDestination(lines, () -> new StdoutSink(encoder, out));
  }

  @Override
  public Set<String> secrets(JsonValue settings) {
    return Set.of();
  }

  private record StdoutSink(Encoder encoder, PrintStream out) implements Sink {
    @Override
    public Outcome deliver(List<Decoded> entries) throws InterruptedException {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      byte[] lines = Lines.of(encoder, entries).toBytes();
      out.write(lines, 0, lines.length);
      return out.checkError()
          ? new Outcome.Retry("standard output is closed or full", Optional.empty())
          : new Outcome.Delivered();
    }

    @Override
    public void close() {}
  }
}
