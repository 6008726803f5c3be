package belfry.feed;

import belfry.journal.Journal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The scans for all who are behind the ring: few, whatever the number of laggards. A laggard joins
 * a scan whose window it is in, starts one if there is room, or waits in line. Thread-safe.
 */
final class CatchUp {
  /** Most scans at a time, over all partitions. */
  static final int SCANS_MAX = 4;

  private final Journal journal;
  private final List<Scan> scans = new ArrayList<>();
  private final Set<PartitionReader> waiting = new LinkedHashSet<>();
  private volatile boolean closed;

  CatchUp(Journal journal) {
    this.journal = journal;
  }

  /**
   * A scan to follow.
   *
   * @return null if there is none now; the reader's signal is raised when it should ask again
   */
  synchronized @Nullable Scan join(PartitionReader reader) {
    for (Scan scan : scans) {
      if (scan.serves(reader.partition(), reader.position())) {
        waiting.remove(reader);
        return scan;
      }
    }
    boolean first = waiting.isEmpty() || waiting.iterator().next() == reader;
    if (closed || scans.size() >= SCANS_MAX || !first) {
      waiting.add(reader);
      return null;
    }
    waiting.remove(reader);
    var scan = new Scan(reader.feed(), this, journal, reader.position());
    scans.add(scan);
    Thread.ofPlatform().daemon().name("feed-scan-" + reader.partition()).start(scan);
    raiseFirst();
    return scan;
  }

  /** The reader wants no scan any more. */
  synchronized void leave(PartitionReader reader) {
    if (waiting.remove(reader)) {
      raiseFirst();
    }
  }

  private void raiseFirst() {
    if (!waiting.isEmpty() && scans.size() < SCANS_MAX) {
      waiting.iterator().next().nudge();
    }
  }

  /** A scan has moved on: whoever waits and is in its window now may join. */
  synchronized void progressed(Scan scan) {
    for (PartitionReader reader : waiting) {
      if (scan.serves(reader.partition(), reader.position())) {
        reader.nudge();
      }
    }
  }

  synchronized void ended(Scan scan) {
    scans.remove(scan);
    raiseFirst();
  }

  /** Whether somebody waits for a scan to end. */
  synchronized boolean crowded() {
    return !waiting.isEmpty();
  }

  boolean closed() {
    return closed;
  }

  /** Lets the scans end. */
  synchronized void close() {
    closed = true;
    for (Scan scan : scans) {
      scan.stop();
    }
  }

  /** For gauges. */
  synchronized int running() {
    return scans.size();
  }
}
