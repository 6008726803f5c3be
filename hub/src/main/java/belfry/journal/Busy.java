package belfry.journal;

import java.time.Duration;

/** Too much waits to be written: nothing was taken, try again later. Over HTTP a 429. */
public final class Busy extends Exception {
  private static final long serialVersionUID = 1L;

  private final Duration after;

  public Busy(String message, Duration after) {
    super(message);
    this.after = after;
  }

  /** When to try again. */
  public Duration after() {
    return after;
  }
}
