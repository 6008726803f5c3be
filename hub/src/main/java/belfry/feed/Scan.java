package belfry.feed;

import belfry.event.Entry;
import belfry.event.Position;
import belfry.journal.Expired;
import belfry.journal.Journal;
import belfry.journal.Reader;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Reads a part of the journal once for all who have fallen off the ring there: a small ring that
 * moves on whenever one of its followers wants more. Who is too slow for it falls off it as well
 * and asks again. Ends when nobody wanted more for a while, when others waited long enough, or when
 * the journal cannot be read; a scan that ended holds no readings.
 */
final class Scan implements Runnable {
  /** Most bytes that one scan keeps for its followers. */
  static final long BYTES_MAX = 8L << 20;

  /** Most readings that one scan keeps for its followers. */
  static final int SLOTS = 1 << 13;

  /** How long a scan waits for its followers to want more. */
  static final Duration IDLE_MAX = Duration.ofSeconds(1);

  /** How many entries a scan reads before it makes room for readers that wait for one. */
  static final long SLICE = 1 << 16;

  private static final int BATCH = 512;

  private final PartitionFeed feed;
  private final CatchUp catchUp;
  private final Journal journal;
  private final long from;
  private final Signal demand = new Signal();
  private final Queue<Signal> followers = new ConcurrentLinkedQueue<>();
  private volatile @Nullable Ring ring;
  private volatile @Nullable Exception failure;
  private volatile long failedAt;
  private volatile long resumesAt;
  private volatile boolean ended;

  Scan(PartitionFeed feed, CatchUp catchUp, Journal journal, long from) {
    this.feed = feed;
    this.catchUp = catchUp;
    this.journal = journal;
    this.from = from;
    this.ring = new Ring(from, SLOTS, BYTES_MAX);
  }

  int partition() {
    return feed.partition();
  }

  /** Its window; null once it has ended. */
  @Nullable Ring ring() {
    return ring;
  }

  /** Whether a reader at this offset may follow. */
  boolean serves(int partition, long offset) {
    Ring window = ring;
    return window != null
        && partition == feed.partition()
        && offset >= window.floor()
        && offset <= window.next() + BATCH;
  }

  /**
   * Asks for the next entries; {@code follower} is raised when they are there.
   *
   * @return true if the scan has ended and the follower has to look elsewhere
   */
  boolean more(Signal follower) {
    followers.add(follower);
    demand.raise();
    return ended;
  }

  /** Lets it end soon. */
  void stop() {
    demand.raise();
  }

  /** Where reading goes on behind what could not be read. */
  long resumesAt() {
    return resumesAt;
  }

  /** Throws what this scan failed with, if the reader at {@code position} cannot get past it. */
  void check(long position) throws IOException, Expired {
    if (position < failedAt) {
      return;
    }
    switch (failure) {
      case null -> {}
      case Expired expired when position < expired.oldest().offset() -> throw expired;
      case Expired expired -> {}
      case IOException io -> throw io;
      case RuntimeException bug -> throw bug;
      case Exception other -> throw new IllegalStateException(other);
    }
  }

  @Override
  public void run() {
    try (Reader reader = journal.open(new Position(feed.partition(), from))) {
      try {
        follow(reader);
      } finally {
        resumesAt = reader.next();
      }
    } catch (Exception e) {
      Ring window = ring;
      failedAt = window == null ? from : window.next();
      failure = e;
    } finally {
      ended = true;
      ring = null;
      catchUp.ended(this);
      raiseFollowers();
    }
  }

  private void follow(Reader reader) throws IOException, Expired, InterruptedException {
    long read = 0;
    while (!catchUp.closed() && !(read >= SLICE && catchUp.crowded())) {
      Ring window = ring;
      if (window == null) {
        return;
      }
      List<Entry> entries = reader.poll(BATCH, Duration.ZERO);
      demand.clear();
      window.append(feed.readings(entries, window), reader.next());
      read += entries.size();
      catchUp.progressed(this);
      raiseFollowers();
      demand.await(System.nanoTime() + IDLE_MAX.toNanos());
      if (!demand.raised()) {
        return;
      }
    }
  }

  private void raiseFollowers() {
    for (Signal follower = followers.poll(); follower != null; follower = followers.poll()) {
      follower.raise();
    }
  }
}
