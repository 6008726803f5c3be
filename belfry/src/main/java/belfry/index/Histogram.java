package belfry.index;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;

/**
 * Counts by time and by the values of one field.
 *
 * @param buckets in time order, without holes
 * @param step length of a bucket
 * @param partial whether the index was too far behind and newer entries may be missing
 */
public record Histogram(List<Bucket> buckets, Duration step, boolean partial) {

  /**
   * One step of time.
   *
   * @param start inclusive
   * @param total all matching entries
   * @param counts by value of the field; without a field, empty
   */
  public record Bucket(Instant start, long total, SortedMap<String, Long> counts) {}
}
