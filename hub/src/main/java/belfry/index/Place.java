package belfry.index;

import belfry.event.Entry;
import belfry.event.Position;
import java.time.Instant;
import java.util.Comparator;

/**
 * Where an entry stands in the order everywhere: recorded time, then partition, then offset. What
 * the index is sorted by and what a page ends at.
 *
 * @param recordedNanos recorded time in nanoseconds since 1970
 * @param partition 0 or more
 * @param offset 0 or more
 */
record Place(long recordedNanos, int partition, long offset) implements Comparable<Place> {
  private static final Comparator<Place> ORDER =
      Comparator.comparingLong(Place::recordedNanos)
          .thenComparingInt(Place::partition)
          .thenComparingLong(Place::offset);

  /** Before everything. */
  static final Place FIRST = new Place(Long.MIN_VALUE, 0, 0);

  /** After everything. */
  static final Place LAST = new Place(Long.MAX_VALUE, Integer.MAX_VALUE, Long.MAX_VALUE);

  private static final long NANOS = 1_000_000_000L;

  static Place of(Entry entry) {
    Position position = entry.position();
    return new Place(nanos(entry.recordedTime()), position.partition(), position.offset());
  }

  /** Before everything that is recorded at or after {@code time}. */
  static Place before(Instant time) {
    return new Place(nanos(time), 0, 0);
  }

  Position position() {
    return new Position(partition, offset);
  }

  /** The first place that can follow this one. */
  Place next() {
    return new Place(recordedNanos, partition, offset + 1);
  }

  /** Nanoseconds since 1970; the ends of the range (the years 1677 and 2262) hold all beyond. */
  static long nanos(Instant time) {
    long seconds = time.getEpochSecond();
    if (seconds >= Long.MAX_VALUE / NANOS) {
      return Long.MAX_VALUE;
    }
    if (seconds <= Long.MIN_VALUE / NANOS) {
      return Long.MIN_VALUE;
    }
    return seconds * NANOS + time.getNano();
  }

  static Instant instant(long nanos) {
    return Instant.ofEpochSecond(Math.floorDiv(nanos, NANOS), Math.floorMod(nanos, NANOS));
  }

  @Override
  public int compareTo(Place other) {
    return ORDER.compare(this, other);
  }
}
