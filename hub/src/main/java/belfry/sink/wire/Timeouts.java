package belfry.sink.wire;

import belfry.sink.InvalidSink;
import belfry.sink.Members;
import java.time.Duration;

/**
 * How long to wait.
 *
 * @param connect for the addresses of a name, and for each connection
 * @param attempt from the first step to the last byte of the answer, everything included
 */
public record Timeouts(Duration connect, Duration attempt) {
  /** Standard Webhooks asks for 15 to 30 s. */
  public static final Timeouts USUAL = new Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(15));

  static final Duration MIN = Duration.ofMillis(10);
  static final Duration MAX = Duration.ofMinutes(2);

  /** Reads {@code connectTimeout} and {@code timeout}. */
  public static Timeouts read(Members members) throws InvalidSink {
    return new Timeouts(
        members.duration("connectTimeout", USUAL.connect, MIN, MAX),
        members.duration("timeout", USUAL.attempt, MIN, MAX));
  }
}
