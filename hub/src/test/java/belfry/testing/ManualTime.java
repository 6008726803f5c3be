package belfry.testing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Time that passes only when it is told to. Thread-safe. */
public final class ManualTime implements InstantSource {
  private volatile Instant now;

  public ManualTime(Instant start) {
    now = start;
  }

  @Override
  public Instant instant() {
    return now;
  }

  /** Lets time pass. */
  public synchronized void pass(Duration duration) {
    now = now.plus(duration);
  }

  /** Lets time pass up to an instant, unless that is past. */
  public synchronized void passTo(Instant instant) {
    now = instant.isAfter(now) ? instant : now;
  }
}
