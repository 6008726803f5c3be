package belfry.gluster;

/** What of the events log is wanted: {@code log-level} in the words of Python's logging. */
enum LogLevel {
  DEBUG,
  INFO,
  WARNING,
  ERROR,
  CRITICAL;

  /** The level of a word; what is none is taken for INFO, the default. */
  static LogLevel of(String word) {
    return switch (word) {
      case "DEBUG" -> DEBUG;
      // NOTSET asks the logger above, and that one is at WARNING.
      case "WARN", "WARNING", "NOTSET" -> WARNING;
      case "ERROR" -> ERROR;
      case "CRITICAL", "FATAL" -> CRITICAL;
      default -> INFO;
    };
  }

  /** Whether a line of another level is to be written. */
  boolean lets(LogLevel line) {
    return line.compareTo(this) >= 0;
  }
}
