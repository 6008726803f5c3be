package belfry.event;

import java.util.Locale;
import java.util.Optional;

/**
 * How much an event matters, by what the sender or the rules of its dialect say. Independent of
 * Cloud.ru's event_level, which is derived from the status and cannot say "succeeded but
 * dangerous".
 */
public enum Severity {
  TRACE(1),
  DEBUG(5),
  INFO(9),
  WARN(13),
  ERROR(17),
  CRITICAL(21);

  private final int number;

  Severity(int number) {
    this.number = number;
  }

  /** The OpenTelemetry severity number (logs data model, SeverityNumber); 1 to 24. */
  public int number() {
    return number;
  }

  /** The severity with this OpenTelemetry number, rounded down to the first of its range. */
  public static Severity of(int number) {
    Severity found = TRACE;
    for (Severity severity : values()) {
      if (severity.number <= number) {
        found = severity;
      }
    }
    return found;
  }

  /** Reads the level words of logrus, syslog, oslo and OpenTelemetry, in any case. */
  public static Optional<Severity> parse(String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "trace" -> Optional.of(TRACE);
      case "debug", "dbug" -> Optional.of(DEBUG);
      case "info", "notice", "audit", "sample" -> Optional.of(INFO);
      case "warn", "warning" -> Optional.of(WARN);
      case "error", "err" -> Optional.of(ERROR);
      case "critical", "crit", "fatal", "panic", "alert", "emerg", "emergency" ->
          Optional.of(CRITICAL);
      default -> Optional.empty();
    };
  }
}
