package belfry.source;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long a source waits for its next run. */
final class BackOff {
  /** Shortest wait. */
  static final Duration DELAY_MIN = Duration.ofMillis(100);

  /** Longest wait. */
  static final Duration DELAY_MAX = Duration.ofSeconds(60);

  /** A run of this length was a good one: the next failure waits as the first. */
  static final Duration RAN_WELL = Duration.ofSeconds(60);

  private final RandomGenerator random;
  private int failures;

  BackOff(RandomGenerator random) {
    this.random = random;
  }

  /**
   * Doubles with each failure, from {@link #DELAY_MIN} to {@link #DELAY_MAX}; half of it is chance,
   * so that what failed together does not come back together.
   *
   * @param ran how long the run took that failed
   */
  Duration afterFailure(Duration ran) {
    failures = ran.compareTo(RAN_WELL) >= 0 ? 0 : failures;
    long most = DELAY_MIN.toNanos() * 2;
    for (int i = 0; i < failures && most < DELAY_MAX.toNanos(); i++) {
      most *= 2;
    }
    most = Math.min(most, DELAY_MAX.toNanos());
    failures++;
    return Duration.ofNanos(most / 2 + random.nextLong(most / 2 + 1));
  }

  /** What intake asked for and up to a quarter more, within the same bounds. */
  Duration afterBusy(Duration asked) {
    long least = Math.clamp(asked.toNanos(), DELAY_MIN.toNanos(), DELAY_MAX.toNanos());
    long delay = least + random.nextLong(least / 4 + 1);
    return Duration.ofNanos(Math.min(delay, DELAY_MAX.toNanos()));
  }
}
