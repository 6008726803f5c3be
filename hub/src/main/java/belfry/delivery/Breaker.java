package belfry.delivery;

import java.time.Duration;
import java.time.Instant;

/**
 * Whether a destination is worth an attempt: a run of failures opens it, and then only a probe now
 * and then finds out whether to close it again. While it is open the subscription reads nothing.
 */
sealed interface Breaker {
  /** Failures in a row that open it. */
  int FAILURES_MAX = 5;

  /** How long it is open the first time; doubled each time the probe fails. */
  Duration OPEN_FIRST = Duration.ofSeconds(5);

  /** The longest it is open before the next probe. */
  Duration OPEN_MAX = Duration.ofMinutes(5);

  /** After an attempt that the destination answered with yes or no. */
  Breaker answered();

  /** After an attempt that failed. */
  Breaker failed(Instant now);

  /** Attempts are made. */
  record Closed(int failures) implements Breaker {
    @Override
    public Breaker answered() {
      return failures == 0 ? this : CLOSED;
    }

    @Override
    public Breaker failed(Instant now) {
      return failures + 1 < FAILURES_MAX
          ? new Closed(failures + 1)
          : new Open(now.plus(OPEN_FIRST), OPEN_FIRST);
    }
  }

  /**
   * None is made.
   *
   * @param until when a probe may be made
   * @param open how long it was open this time
   */
  record Open(Instant until, Duration open) implements Breaker {
    /** One attempt decides. */
    HalfOpen probe() {
      return new HalfOpen(open);
    }

    /** An attempt that was under way when it opened. */
    @Override
    public Breaker answered() {
      return CLOSED;
    }

    @Override
    public Breaker failed(Instant now) {
      return this;
    }
  }

  /** One attempt is made. */
  record HalfOpen(Duration open) implements Breaker {
    @Override
    public Breaker answered() {
      return CLOSED;
    }

    @Override
    public Breaker failed(Instant now) {
      Duration twice = open.multipliedBy(2);
      Duration next = twice.compareTo(OPEN_MAX) < 0 ? twice : OPEN_MAX;
      return new Open(now.plus(next), next);
    }
  }

  /** Nothing has failed. */
  Closed CLOSED = new Closed(0);
}
