package belfry.index;

import static java.util.Objects.requireNonNull;

import belfry.filter.Field;
import belfry.filter.Filter;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Counts by time and by the values of one field.
 *
 * @param buckets in time order, without holes
 * @param step length of a bucket
 * @param partial whether newer entries may be missing because the index was too far behind, or
 *     older ones because more candidates than {@link Search#VERIFIED_MAX} had to be looked at
 */
public record Histogram(List<Bucket> buckets, Duration step, boolean partial) {

  /** Most buckets in one histogram. */
  public static final int BUCKETS_MAX = 2000;

  /** Most values that are counted apart, the most frequent ones; totals hold all. */
  public static final int VALUES_MAX = 100;

  public Histogram {
    buckets = List.copyOf(buckets);
  }

  /**
   * One step of time.
   *
   * @param start inclusive
   * @param total all matching entries
   * @param counts by value of the field; without a field, empty. An entry without a value is in no
   *     count, one with several values is in several
   */
  public record Bucket(Instant start, long total, SortedMap<String, Long> counts) {
    public Bucket {
      counts = Collections.unmodifiableSortedMap(new TreeMap<>(counts));
    }
  }

  /**
   * What to count.
   *
   * @param filter which events
   * @param since recorded at or after this time; the start of the first bucket
   * @param until recorded before this time
   * @param step length of a bucket, at most {@value #BUCKETS_MAX} of them
   * @param field by whose values to count apart
   */
  public record Request(
      Filter filter, Instant since, Instant until, Duration step, Optional<Field> field) {
    public Request {
      requireNonNull(filter, "filter");
      requireNonNull(field, "field");
      Buckets.of(since, until, step);
    }
  }
}
