package belfry.sink.log;

import belfry.event.Severity;
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
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Set;

/** The log of the program, a line for each entry, at the level of its severity. */
public final class LogKind implements SinkKind {
  /**
   * Of the family of loggers whose lines go to standard error and are not journaled: an entry that
   * is logged would else be an entry again.
   */
  static final String LOGGER = "belfry.self.log-sink";

  private final System.Logger logger;

  public LogKind() {
    this(System.getLogger(LOGGER));
  }

  LogKind(System.Logger logger) {
    this.logger = logger;
  }

  @Override
  public String name() {
    return "log";
  }

  @Override
  public Destination read(JsonValue settings, Means means) throws InvalidSink {
    LineSettings lines = LineSettings.read(settings, means);
    Encoder encoder = lines.encoder(means.dialects());
    return new LineDestination(lines, () -> new LogSink(encoder, logger));
  }

  @Override
  public Set<String> secrets(JsonValue settings) {
    return Set.of();
  }

  private record LogSink(Encoder encoder, System.Logger logger) implements Sink {
    @Override
    public Outcome deliver(List<Decoded> entries) throws InterruptedException {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      for (Decoded entry : entries) {
        Level level = level(entry.entry().event().severity());
        logger.log(level, () -> Lines.of(encoder, List.of(entry)).text().stripTrailing());
      }
      return new Outcome.Delivered();
    }

    private static Level level(Severity severity) {
      return severity.compareTo(Severity.ERROR) >= 0
          ? Level.ERROR
          : severity.compareTo(Severity.WARN) >= 0
              ? Level.WARNING
              : severity.compareTo(Severity.INFO) >= 0 ? Level.INFO : Level.DEBUG;
    }

    @Override
    public void close() {}
  }
}
