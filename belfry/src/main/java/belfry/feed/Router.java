package belfry.feed;

import java.util.ArrayList;
import java.util.List;

/**
 * Who of one partition's readers wants what: holds the interest of every reader and wakes those
 * that sleep and are concerned.
 *
 * <p>Design: a reader that has read everything goes to sleep here and has no position of its own
 * any more: its position is the router's, so it costs nothing until an entry comes that it wants.
 * Readers that are awake look for themselves and are passed over. {@link #route} is called by the
 * feed's thread after the readings are in the ring; the reader, after it says that it sleeps, looks
 * at the ring again. One of the two sees the other, so nothing is missed between them.
 */
final class Router {
  private volatile List<PartitionReader> readers = List.of();
  private volatile long routedOffset;
  private volatile long routedSequence;

  Router(long from) {
    routedOffset = from;
  }

  synchronized void add(PartitionReader reader) {
    var more = new ArrayList<>(readers);
    more.add(reader);
    readers = more;
  }

  synchronized void remove(PartitionReader reader) {
    var less = new ArrayList<>(readers);
    less.remove(reader);
    readers = less;
  }

  /**
   * Wakes the sleepers among the readers that want one of these.
   *
   * @param first the ring's number of the first reading
   * @param nextOffset the first offset after them
   */
  void route(List<Reading> readings, long first, long nextOffset) {
    for (PartitionReader reader : readers) {
      if (reader.asleep()) {
        wake(reader, readings, first);
      }
    }
    routedSequence = first + readings.size();
    routedOffset = nextOffset;
  }

  private static void wake(PartitionReader reader, List<Reading> readings, long first) {
    for (int i = 0; i < readings.size(); i++) {
      if (reader.concerns(readings.get(i))) {
        reader.wake(first + i, readings.get(i).offset());
        return;
      }
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
  void wakeAll() {
    readers.forEach(PartitionReader::nudge);
  }

  int size() {
    return readers.size();
  }
}
