package belfry.feed;

import belfry.event.Event;
import belfry.filter.Field;
import belfry.filter.Key;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who of one partition's readers wants what: holds the interest of every reader and wakes those
 * that sleep and are concerned.
 *
 * <p>Design: a reader that has read everything goes to sleep here and has no position of its own
 * any more: its position is the router's, so it costs nothing until an entry comes that it may
 * want. Readers are found by the one equality that their filter cannot do without ({@link Key});
 * those without one stand in a residual list and are asked one by one. Readers that are awake look
 * for themselves and are passed over. {@link #route} is called by the feed's thread after the
 * readings are in the ring; the reader, after it says that it sleeps, looks at the ring again. One
 * of the two sees the other, so nothing is missed between them.
 */
final class Router {
  private static final PartitionReader[] NOBODY = {};

  /** Arrays are replaced, never changed: {@link #route} reads them without a lock. */
  private final Map<Field, Map<String, PartitionReader[]>> keyed = new EnumMap<>(Field.class);

  private volatile PartitionReader[] residual = NOBODY;
  private volatile int size;
  private volatile long routedOffset;
  private volatile long routedSequence;

  Router(long from) {
    routedOffset = from;
    for (Field field : List.of(Field.PROJECT, Field.TYPE, Field.SOURCE, Field.SYSTEM)) {
      keyed.put(field, new ConcurrentHashMap<>());
    }
  }

  synchronized void add(PartitionReader reader) {
    Optional<Key> key = key(reader);
    if (key.isPresent()) {
      Map<String, PartitionReader[]> readers = of(key.get().field());
      key.get().values().forEach(value -> readers.merge(value, only(reader), Router::joined));
    } else {
      residual = joined(residual, only(reader));
    }
    size++;
  }

  synchronized void remove(PartitionReader reader) {
    Optional<Key> key = key(reader);
    if (key.isPresent()) {
      Map<String, PartitionReader[]> readers = of(key.get().field());
      for (String value : key.get().values()) {
        readers.computeIfPresent(
            value,
            (same, all) -> {
              PartitionReader[] left = without(all, reader);
              return left.length == 0 ? null : left;
            });
      }
    } else {
      residual = without(residual, reader);
    }
    size--;
  }

  private Optional<Key> key(PartitionReader reader) {
    return reader.key().filter(key -> keyed.containsKey(key.field()));
  }

  private Map<String, PartitionReader[]> of(Field field) {
    return keyed.getOrDefault(field, Map.of());
  }

  private static PartitionReader[] only(PartitionReader reader) {
    return new PartitionReader[] {reader};
  }

  private static PartitionReader[] joined(PartitionReader[] some, PartitionReader[] more) {
    PartitionReader[] all = Arrays.copyOf(some, some.length + more.length);
    System.arraycopy(more, 0, all, some.length, more.length);
    return all;
  }

  private static PartitionReader[] without(PartitionReader[] all, PartitionReader reader) {
    return Arrays.stream(all).filter(other -> other != reader).toArray(PartitionReader[]::new);
  }

  /**
   * Wakes the sleepers among the readers that want one of these.
   *
   * @param first the ring's number of the first reading
   * @param nextOffset the first offset after them
   */
  void route(List<Reading> readings, long first, long nextOffset) {
    for (PartitionReader reader : residual) {
      for (int i = 0; i < readings.size() && reader.asleep(); i++) {
        offer(reader, readings.get(i), first + i);
      }
    }
    keyed.forEach(
        (field, readers) -> {
          if (!readers.isEmpty()) {
            for (int i = 0; i < readings.size(); i++) {
              Reading reading = readings.get(i);
              String value = value(field, reading.entry().event());
              for (PartitionReader reader : readers.getOrDefault(value, NOBODY)) {
                offer(reader, reading, first + i);
              }
            }
          }
        });
    routedSequence = first + readings.size();
    routedOffset = nextOffset;
  }

  private static String value(Field field, Event event) {
    return switch (field) {
      case PROJECT -> event.project();
      case TYPE -> event.type();
      case SOURCE -> event.source();
      case SYSTEM -> event.system();
      default -> throw new IllegalArgumentException("field: " + field + " (expected: a key's)");
    };
  }

  private static void offer(PartitionReader reader, Reading reading, long sequence) {
    if (reader.asleep() && reader.concerns(reading)) {
      reader.wake(sequence, reading.offset());
    }
  }

  /** Everybody who sleeps has no interest in anything before this offset. */
  long routedOffset() {
    return routedOffset;
  }

  /** As {@link #routedOffset}, as the ring's number. Read it after the offset. */
  long routedSequence() {
    return routedSequence;
  }

  /** Wakes all, whatever they want: the feed is closing. */
  synchronized void wakeAll() {
    for (PartitionReader reader : residual) {
      reader.nudge();
    }
    for (Map<String, PartitionReader[]> readers : keyed.values()) {
      readers.values().forEach(some -> Arrays.stream(some).forEach(PartitionReader::nudge));
    }
  }

  /** For gauges. */
  int size() {
    return size;
  }
}
