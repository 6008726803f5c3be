package belfry.index;

import belfry.event.Position;
import belfry.feed.Feed;
import belfry.feed.FeedReader;
import belfry.feed.Reading;
import belfry.journal.Damaged;
import belfry.journal.Expired;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Looks at what the index does not cover yet, from its end to the journal's end as it was at the
 * start, so that everybody reads their writes.
 */
final class TailScan {
  private static final int BATCH_MAX = 1000;
  private static final Duration WAIT = Duration.ofMillis(100);

  /** Polls without an entry, of {@link #WAIT} each, before the feed counts as stopped. */
  private static final int IDLE_MAX = 50;

  private final Feed feed;
  private final SortedMap<Integer, Long> from = new TreeMap<>();
  private final SortedMap<Integer, Long> ends;

  /** From the end of a snapshot to these ends. */
  TailScan(Feed feed, Index.Snapshot snapshot, SortedMap<Integer, Long> ends) {
    this.feed = feed;
    this.ends = ends;
    SortedMap<Integer, Long> oldest = feed.oldest();
    ends.forEach(
        (partition, end) ->
            from.put(
                partition, Math.max(oldest.getOrDefault(partition, 0L), snapshot.to(partition))));
  }

  /** How many offsets there are to look at. */
  long size() {
    long size = 0;
    for (Map.Entry<Integer, Long> end : ends.entrySet()) {
      size += Math.max(0, end.getValue() - from.getOrDefault(end.getKey(), 0L));
    }
    return size;
  }

  /** What becomes of an entry of the selection; false to see no more of its partition. */
  interface Use {
    boolean apply(Place place, Reading reading);
  }

  /** Hands out the entries of a selection, partition by partition, in order. */
  void run(Selection selection, Cancel cancel, Use use) throws IOException, InterruptedException {
    for (Map.Entry<Integer, Long> end : ends.entrySet()) {
      var at = new Position(end.getKey(), from.getOrDefault(end.getKey(), 0L));
      while (at.offset() < end.getValue()) {
        at = run(at, end.getValue(), selection, cancel, use);
      }
    }
  }

  /** Returns where to go on; behind the end if there is nothing more to see. */
  private Position run(Position at, long end, Selection selection, Cancel cancel, Use use)
      throws IOException, InterruptedException {
    var last = new Position(at.partition(), end);
    var ends = new TreeMap<Integer, Long>(Map.of(at.partition(), end));
    try (FeedReader reader = feed.reader(at)) {
      int idle = 0;
      while (!reader.passed(ends)) {
        cancel.check();
        List<Reading> readings = poll(reader);
        idle = readings.isEmpty() ? idle + 1 : 0;
        if (idle > IDLE_MAX) {
          throw new IOException("feed: stuck before " + last + " (expected: to read up to there)");
        }
        for (Reading reading : readings) {
          Place place = Place.of(reading.entry());
          boolean behind = place.offset() >= end || place.compareTo(selection.range().to()) >= 0;
          if (behind || (selection.contains(reading) && !use.apply(place, reading))) {
            return last;
          }
        }
      }
      return last;
    } catch (Expired e) {
      return e.oldest();
    }
  }

  /** What is damaged in the journal is passed over; the journal reports it. */
  private static List<Reading> poll(FeedReader reader)
      throws IOException, Expired, InterruptedException {
    try {
      return reader.poll(BATCH_MAX, WAIT);
    } catch (Damaged e) {
      return List.of();
    }
  }
}
