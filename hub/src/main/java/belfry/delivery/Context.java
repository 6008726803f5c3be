package belfry.delivery;

import belfry.feed.Feed;
import belfry.format.Dialects;
import belfry.journal.Journal;
import belfry.metrics.Counter;
import belfry.metrics.Metrics;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * What all subscriptions work with.
 *
 * @param journal of the events
 * @param feed of that journal
 * @param dialects of its entries
 * @param clock for schedules
 * @param random for jitter; thread-safe
 */
public record Context(
    Journal journal,
    Feed feed,
    Dialects dialects,
    Destinations destinations,
    Notices notices,
    InstantSource clock,
    RandomGenerator random,
    Metrics metrics) {

  /** By partition the first offset from a start on. */
  SortedMap<Integer, Long> offsets(Start start) throws IOException {
    var offsets = new TreeMap<Integer, Long>();
    switch (start) {
      case Start.Now() -> offsets.putAll(feed.ends());
      case Start.Oldest() -> offsets.putAll(feed.oldest());
      case Start.At(var cursor) -> {
        for (int partition : feed.partitions()) {
          offsets.put(partition, cursor.next(partition));
        }
      }
      case Start.Since(var time) -> {
        for (int partition : feed.partitions()) {
          offsets.put(partition, journal.find(partition, time).offset());
        }
      }
    }
    return offsets;
  }

  void count(Attempt.Result result, int entries) {
    var labels = Map.of("result", result.name().toLowerCase(Locale.ROOT));
    metrics
        .counter("belfry_delivery_attempts_total", "Attempts, by what became of them.", labels)
        .add();
    if (result == Attempt.Result.DELIVERED) {
      metrics
          .counter("belfry_delivery_delivered_total", "Entries that a destination took.")
          .add(entries);
    }
  }

  /** Counts what only a bug of ours can cause. */
  Counter failures() {
    return metrics.counter("belfry_delivery_failures_total", "Deliveries that failed by a bug.");
  }
}
