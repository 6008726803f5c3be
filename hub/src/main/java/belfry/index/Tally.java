package belfry.index;

import belfry.filter.Field;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Counts that grow: by bucket, and by value and bucket. Not thread-safe. */
final class Tally {
  private final Buckets buckets;
  private final Optional<Field> field;
  private final long[] totals;
  private final Map<String, Map<Integer, Long>> counts = new HashMap<>();
  private final Map<String, Long> sums = new HashMap<>();

  Tally(Buckets buckets, Optional<Field> field) {
    this.buckets = buckets;
    this.field = field;
    totals = new long[buckets.count()];
  }

  Buckets buckets() {
    return buckets;
  }

  Optional<Field> field() {
    return field;
  }

  void add(int bucket, long more) {
    totals[bucket] += more;
  }

  /** Notes how often a value occurs, over all buckets; decides which values are kept. */
  void addSum(String value, long more) {
    sums.merge(value, more, Long::sum);
  }

  void add(String value, int bucket, long more) {
    counts.computeIfAbsent(value, key -> new HashMap<>()).merge(bucket, more, Long::sum);
  }

  /** The most frequent values, at most {@link Histogram#VALUES_MAX}; ties by value. */
  Set<String> kept() {
    return sums.entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(Histogram.VALUES_MAX)
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  Histogram histogram(boolean partial) {
    Set<String> kept = kept();
    List<Histogram.Bucket> out = new ArrayList<>(totals.length);
    for (int i = 0; i < totals.length; i++) {
      var values = new TreeMap<String, Long>();
      for (String value : kept) {
        long each = counts.getOrDefault(value, Map.of()).getOrDefault(i, 0L);
        if (each > 0) {
          values.put(value, each);
        }
      }
      Instant start = Place.instant(buckets.start(i));
      out.add(new Histogram.Bucket(start, totals[i], values));
    }
    return new Histogram(out, Duration.ofNanos(buckets.stepNanos()), partial);
  }
}
