package belfry.delivery;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * When a failed entry is tried again, and when no more. Pure: time and chance are arguments.
 *
 * <p>The first attempts are made inline: only the entry's ordering key waits, in memory. After
 * {@link #INLINE_ATTEMPTS}, or if the next attempt would be later than {@link #INLINE_TIME} after
 * the first, the key is deferred.
 *
 * @param delays before the second attempt, the third, and so on; the last one is repeated
 * @param jitter how much of a delay is added at most by chance, 0 to 1
 * @param attemptsMax attempts of one entry, 1 or more
 * @param totalMax no attempt is made later than this after the first
 */
public record RetryPolicy(
    List<Duration> delays, double jitter, int attemptsMax, Duration totalMax) {
  /** Attempts before a key is deferred. */
  public static final int INLINE_ATTEMPTS = 3;

  /** Time from the first attempt after which a key is deferred. */
  public static final Duration INLINE_TIME = Duration.ofSeconds(30);

  /** The longest Retry-After that is obeyed to the second; a longer one counts as this. */
  public static final Duration RETRY_AFTER_MAX = Duration.ofHours(24);

  /** Most attempts that a policy may ask for. */
  public static final int ATTEMPTS_MAX = 1_000;

  /**
   * The schedule of Standard Webhooks 1.0.0: now, 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h,
   * 24 h; some 75.6 h, and up to a tenth more by chance.
   */
  public static final RetryPolicy STANDARD =
      new RetryPolicy(
          List.of(
              Duration.ofSeconds(5),
              Duration.ofMinutes(5),
              Duration.ofMinutes(30),
              Duration.ofHours(2),
              Duration.ofHours(5),
              Duration.ofHours(10),
              Duration.ofHours(14),
              Duration.ofHours(20),
              Duration.ofHours(24)),
          0.1,
          10,
          Duration.ofHours(96));

  public RetryPolicy {
    delays = List.copyOf(delays);
    requireNonNull(totalMax, "totalMax");
    if (delays.isEmpty() || delays.stream().anyMatch(Duration::isNegative)) {
      throw new IllegalArgumentException("delays: " + delays + " (expected: one or more, 0 s up)");
    }
    if (!(jitter >= 0 && jitter <= 1)) {
      throw new IllegalArgumentException("jitter: " + jitter + " (expected: 0 to 1)");
    }
    if (attemptsMax < 1 || attemptsMax > ATTEMPTS_MAX) {
      throw new IllegalArgumentException(
          "attemptsMax: " + attemptsMax + " (expected: 1 to " + ATTEMPTS_MAX + ")");
    }
    if (totalMax.isNegative()) {
      throw new IllegalArgumentException("totalMax: " + totalMax + " (expected: 0 s or more)");
    }
  }

  /** What to do about an entry that failed. */
  sealed interface Verdict {
    /** Try again at that time; only its key waits, in memory. */
    record Inline(Instant at) implements Verdict {}

    /** Put the key aside and try again at that time. */
    record Defer(Instant at) implements Verdict {}

    /** The schedule has ended. */
    record GiveUp() implements Verdict {}
  }

  /**
   * @param attempts made so far, 1 or more
   * @param first when the first was made
   * @param after what the other side asked for
   * @param chance 0 up to 1
   */
  Verdict afterFailure(
      int attempts, Instant first, Instant now, Optional<Duration> after, double chance) {
    if (attempts >= attemptsMax) {
      return new Verdict.GiveUp();
    }
    Duration delay = delays.get(Math.min(attempts, delays.size()) - 1);
    delay = delay.plusMillis((long) (delay.toMillis() * jitter * chance));
    Duration asked = after.map(RetryPolicy::obeyed).orElse(Duration.ZERO);
    Instant at = now.plus(delay.compareTo(asked) < 0 ? asked : delay);
    if (at.isAfter(first.plus(totalMax))) {
      return new Verdict.GiveUp();
    }
    return attempts < INLINE_ATTEMPTS && !at.isAfter(first.plus(INLINE_TIME))
        ? new Verdict.Inline(at)
        : new Verdict.Defer(at);
  }

  /** How long a destination that asks for a pause is left alone. */
  static Duration obeyed(Duration after) {
    return after.compareTo(RETRY_AFTER_MAX) > 0 ? RETRY_AFTER_MAX : after;
  }
}
