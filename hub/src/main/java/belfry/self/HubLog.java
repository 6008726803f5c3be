package belfry.self;

import java.io.PrintStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/**
 * The one backend of the log: a line each on standard error, and from info up to the hubs of this
 * process, which journal it. What this package logs goes to standard error only.
 */
public final class HubLog extends Handler {
  private static final String OWN = HubLog.class.getPackageName();

  // Held here, because the platform forgets the level of a logger that nobody holds.
  private static final Logger JETTY = Logger.getLogger("org.eclipse.jetty");

  /** Advice for indexes of vectors, of which there are none. */
  private static final Logger VECTORS =
      Logger.getLogger("org.apache.lucene.internal.vectorization");

  private static final HubLog BACKEND = new HubLog(System.err);

  private final PrintStream out;
  private final SimpleFormatter formatter = new SimpleFormatter();
  private final Set<OwnEvents> hubs = new CopyOnWriteArraySet<>();

  HubLog(PrintStream out) {
    this.out = out;
  }

  /** Becomes the only backend, from a level on: debug, info, warning or error. */
  public static void install(String level) {
    LogManager.getLogManager().reset();
    Logger root = Logger.getLogger("");
    root.addHandler(BACKEND);
    root.setLevel(level(level));
    JETTY.setLevel(Level.WARNING);
    VECTORS.setLevel(Level.SEVERE);
  }

  /** Journals lines through this hub until {@link #detach}. */
  public static void attach(OwnEvents hub) {
    BACKEND.hubs.add(hub);
  }

  public static void detach(OwnEvents hub) {
    BACKEND.hubs.remove(hub);
  }

  private static Level level(String name) {
    return switch (name) {
      case "debug" -> Level.FINE;
      case "warning" -> Level.WARNING;
      case "error" -> Level.SEVERE;
      default -> Level.INFO;
    };
  }

  private static String word(Level level) {
    if (level.intValue() >= Level.SEVERE.intValue()) {
      return "error";
    }
    if (level.intValue() >= Level.WARNING.intValue()) {
      return "warning";
    }
    return level.intValue() >= Level.INFO.intValue() ? "info" : "debug";
  }

  @Override
  public void publish(LogRecord record) {
    String logger = String.valueOf(record.getLoggerName());
    String message = formatter.formatMessage(record);
    Throwable cause = record.getThrown();
    String line = cause == null ? message : message + ": " + cause;
    String level = word(record.getLevel());
    Instant time = record.getInstant().truncatedTo(ChronoUnit.MILLIS);
    out.println(time + " " + level.toUpperCase(Locale.ROOT) + " " + logger + " " + line);
    if (cause != null) {
      cause.printStackTrace(out);
    }
    if (record.getLevel().intValue() >= Level.INFO.intValue() && !logger.startsWith(OWN)) {
      hubs.forEach(hub -> hub.log(level, logger, line));
    }
  }

  @Override
  public void flush() {
    out.flush();
  }

  @Override
  public void close() {
    flush();
  }
}
