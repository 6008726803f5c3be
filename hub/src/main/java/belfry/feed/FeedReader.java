package belfry.feed;

import belfry.event.Entry;
import belfry.journal.Expired;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A reader with a position in the feed. It may stop looking for as long as it likes: it holds no
 * entries and delays nobody. Used by one thread, but {@link #close} and {@link #wake} may come from
 * any.
 */
public final class FeedReader implements AutoCloseable {
  private static final Comparator<Reading> ORDER =
      Comparator.comparing(Reading::entry, Entry.ORDER);

  private final Feed feed;
  private final List<PartitionReader> readers;
  private final Signal signal;
  private int turn;
  private volatile boolean closed;
  private volatile boolean woken;

  FeedReader(Feed feed, List<PartitionReader> readers, Signal signal) {
    this.feed = feed;
    this.readers = readers;
    this.signal = signal;
    for (PartitionReader reader : readers) {
      reader.feed().router().add(reader);
    }
  }

  /**
   * The next entries that are wanted, at most {@code max}, in the order of each partition; over
   * partitions by recorded time as far as they are there at once. Waits up to {@code wait} for the
   * first.
   *
   * @return empty if none came in time, or the feed or this reader was closed, or {@link #wake} was
   *     called
   * @throws Expired if what it should read next is gone by retention
   * @throws IOException if it cannot be read; the reader stands behind it afterwards
   */
  public List<Reading> poll(int max, Duration wait)
      throws IOException, Expired, InterruptedException {
    long deadline = System.nanoTime() + wait.toNanos();
    try {
      while (true) {
        signal.clear();
        var wanted = new ArrayList<Reading>();
        boolean more = advance(wanted, max);
        if (!wanted.isEmpty()) {
          if (readers.size() > 1) {
            wanted.sort(ORDER);
          }
          return wanted;
        }
        if (closed || woken || feed.closed()) {
          woken = false;
          return List.of();
        }
        if (!more) {
          rest(deadline);
        }
        if (!signal.raised() && System.nanoTime() - deadline >= 0) {
          return List.of();
        }
      }
    } finally {
      readers.forEach(PartitionReader::pause);
    }
  }

  private boolean advance(List<Reading> wanted, int max) throws IOException, Expired {
    boolean more = false;
    turn++;
    for (int i = 0; i < readers.size(); i++) {
      int room = max - wanted.size();
      if (room > 0) {
        more |= readers.get(Math.floorMod(turn + i, readers.size())).advance(wanted, room);
      }
    }
    return more;
  }

  private void rest(long deadline) throws InterruptedException {
    boolean quiet = true;
    for (PartitionReader reader : readers) {
      quiet &= reader.sleep();
    }
    try {
      if (quiet) {
        signal.await(deadline);
      } else {
        signal.raise();
      }
    } finally {
      readers.forEach(PartitionReader::rise);
    }
  }

  /** For each partition the first offset that it has not passed. */
  public SortedMap<Integer, Long> next() {
    var next = new TreeMap<Integer, Long>();
    for (PartitionReader reader : readers) {
      next.put(reader.partition(), reader.position());
    }
    return next;
  }

  /** How many offsets it is behind what the feed has read, over all partitions. */
  public long behind() {
    long behind = 0;
    for (PartitionReader reader : readers) {
      behind += Math.max(0, reader.feed().ring().next() - reader.position());
    }
    return behind;
  }

  /** Lets a {@link #poll} that waits, or the next one, return early. */
  public void wake() {
    woken = true;
    signal.raise();
  }

  /** Whether it has passed everything before these offsets. */
  public boolean passed(SortedMap<Integer, Long> ends) {
    return readers.stream()
        .allMatch(reader -> reader.position() >= ends.getOrDefault(reader.partition(), 0L));
  }

  @Override
  public void close() {
    closed = true;
    for (PartitionReader reader : readers) {
      reader.feed().router().remove(reader);
    }
    signal.raise();
  }
}
