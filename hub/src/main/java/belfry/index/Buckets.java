package belfry.index;

import java.time.Duration;
import java.time.Instant;

/**
 * Equal steps of time.
 *
 * @param sinceNanos start of the first, in nanoseconds since 1970
 * @param stepNanos length of each
 * @param count how many
 */
record Buckets(long sinceNanos, long stepNanos, int count) {

  /**
   * As many as it takes to cover a range; the last one may reach beyond it.
   *
   * @throws IllegalArgumentException if that is more than {@link Histogram#BUCKETS_MAX} or the
   *     range or the step is empty
   */
  static Buckets of(Instant since, Instant until, Duration step) {
    if (step.isZero() || step.isNegative()) {
      throw new IllegalArgumentException("step: " + step + " (expected: more than 0)");
    }
    long from = Place.nanos(since);
    long length = Place.nanos(until) - from;
    if (length <= 0) {
      throw new IllegalArgumentException(
          "until: " + until + " (expected: later than since, which is " + since + ")");
    }
    long nanos = step.compareTo(Duration.ofDays(100_000)) > 0 ? length : step.toNanos();
    long count = Math.ceilDiv(length, nanos);
    if (count > Histogram.BUCKETS_MAX) {
      throw new IllegalArgumentException(
          "step: "
              + count
              + " buckets (expected: at most "
              + Histogram.BUCKETS_MAX
              + ", take a longer step or a shorter range)");
    }
    return new Buckets(from, nanos, (int) count);
  }

  /** The bucket of a time within the range. */
  int of(long recordedNanos) {
    return (int) Math.min((recordedNanos - sinceNanos) / stepNanos, count - 1);
  }

  /** The start of a bucket, in nanoseconds since 1970. */
  long start(int bucket) {
    return sinceNanos + bucket * stepNanos;
  }
}
