package belfry.index;

import belfry.event.Position;
import belfry.feed.Reading;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;

/** An index that keeps every entry and asks the filter about each: what the contract means. */
final class MemoryIndex implements Index {
  private final TreeMap<Place, Reading> added = new TreeMap<>();
  private final SortedMap<Integer, Long> next = new TreeMap<>();
  private volatile Memory searchable = new Memory(new TreeMap<>(), new TreeMap<>());

  @Override
  public synchronized long next(int partition) {
    return next.getOrDefault(partition, 0L);
  }

  @Override
  public synchronized void add(List<Reading> readings) {
    for (Reading reading : readings) {
      Position position = reading.entry().position();
      if (position.offset() >= next(position.partition())) {
        added.put(Place.of(reading.entry()), reading);
        next.put(position.partition(), position.offset() + 1);
      }
    }
  }

  @Override
  public synchronized void refresh() {
    searchable = new Memory(new TreeMap<>(added), new TreeMap<>(next));
  }

  @Override
  public void awaitRefresh(Duration wait) {
    refresh();
  }

  @Override
  public synchronized void expire(Position oldest) {
    added
        .keySet()
        .removeIf(
            place -> place.partition() == oldest.partition() && place.offset() < oldest.offset());
  }

  @Override
  public void suspect() {
    throw new AssertionError("a map cannot be damaged");
  }

  @Override
  public Snapshot snapshot() {
    return searchable;
  }

  @Override
  public void close() {}

  private record Memory(TreeMap<Place, Reading> entries, SortedMap<Integer, Long> ends)
      implements Snapshot {
    @Override
    public long to(int partition) {
      return ends.getOrDefault(partition, 0L);
    }

    @Override
    public Candidates candidates(Selection selection, Query.Order order, int max, Cancel cancel) {
      NavigableMap<Place, Reading> ordered =
          order == Query.Order.NEWEST_FIRST ? entries.descendingMap() : entries;
      var places = new ArrayList<Place>();
      ordered.forEach(
          (place, reading) -> {
            if (selection.contains(reading)) {
              places.add(place);
            }
          });
      boolean more = places.size() > max;
      return new Candidates(more ? places.subList(0, max) : places, true, more);
    }

    @Override
    public boolean count(Selection selection, Tally tally, Cancel cancel) {
      entries.forEach(
          (place, reading) -> {
            if (selection.contains(reading)) {
              int bucket = tally.buckets().of(place.recordedNanos());
              tally.add(bucket, 1);
              var values = new HashSet<String>();
              tally.field().ifPresent(f -> f.visitor(values::add).accept(reading));
              values.forEach(value -> tally.addSum(value, 1));
              values.forEach(value -> tally.add(value, bucket, 1));
            }
          });
      return true;
    }

    @Override
    public void close() {}
  }
}
