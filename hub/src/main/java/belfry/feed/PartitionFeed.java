package belfry.feed;

import belfry.event.Entry;
import belfry.event.Position;
import belfry.format.Dialects;
import belfry.journal.Damaged;
import belfry.journal.Expired;
import belfry.journal.Journal;
import belfry.journal.Reader;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** The ring and the router of one partition, and the thread that reads the journal into them. */
final class PartitionFeed implements Runnable {
  private static final System.Logger LOG = System.getLogger(PartitionFeed.class.getName());
  private static final int BATCH = 1024;

  /** How long the journal is waited for before the closing flag is looked at again. */
  private static final Duration WAIT = Duration.ofMillis(50);

  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);

  private final Journal journal;
  private final int partition;
  private final Dialects dialects;
  private final Ring ring;
  private final Router router;
  private final Thread thread;
  private volatile boolean closing;

  PartitionFeed(
      Journal journal, Journal.Partition partition, Dialects dialects, Feed.Bounds bounds) {
    this.journal = journal;
    this.partition = partition.number();
    this.dialects = dialects;
    this.ring = new Ring(partition.end(), bounds.slots(), bounds.bytesMax());
    this.router = new Router(partition.end());
    this.thread = Thread.ofPlatform().daemon().name("feed-" + this.partition).unstarted(this);
  }

  int partition() {
    return partition;
  }

  Ring ring() {
    return ring;
  }

  Router router() {
    return router;
  }

  void start() {
    thread.start();
  }

  @Override
  public void run() {
    while (!closing) {
      try (Reader reader = journal.open(new Position(partition, ring.next()))) {
        while (!closing) {
          readOn(reader);
        }
      } catch (Expired e) {
        log("feed was overtaken by retention", e);
        skipTo(e.oldest().offset());
      } catch (IOException | RuntimeException e) {
        log("feed cannot read the journal, will retry", e);
        LockSupport.parkNanos(PAUSE_AFTER_FAILURE.toNanos());
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void readOn(Reader reader) throws IOException, Expired, InterruptedException {
    List<Entry> entries;
    try {
      entries = reader.poll(BATCH, WAIT);
    } catch (Damaged e) {
      log("feed skips what cannot be read", e);
      skipTo(reader.next());
      return;
    }
    long first = ring.head();
    long next = reader.next();
    List<Reading> readings = readings(entries, ring);
    ring.append(readings, next);
    router.route(readings, first, next);
  }

  private void log(String what, Exception e) {
    LOG.log(Level.ERROR, what + ", partition=" + partition + " error=" + e.getMessage());
  }

  private void skipTo(long offset) {
    ring.skipTo(offset);
    router.wakeAll();
  }

  /** Decodes lazily, and charges the target ring. */
  List<Reading> readings(List<Entry> entries, Ring target) {
    var readings = new ArrayList<Reading>(entries.size());
    for (Entry entry : entries) {
      readings.add(new Reading(entry, dialects, target.weight()));
    }
    return readings;
  }

  /** Lets the thread end soon. */
  void stop() {
    closing = true;
  }

  /** Waits until the thread has ended; readers still have what is in the ring. */
  void close() {
    stop();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    router.wakeAll();
  }
}
