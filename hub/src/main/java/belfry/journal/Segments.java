package belfry.journal;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * The segments of the partition, what of them is hidden, and how far they are durable: everything
 * that committer, maintenance and readers share. Thread-safe.
 */
final class Segments {
  private final ConcurrentSkipListMap<Long, Segment> byFirst = new ConcurrentSkipListMap<>();
  private final Set<Long> hidden = ConcurrentHashMap.newKeySet();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition advanced = lock.newCondition();
  private volatile long end;
  private volatile boolean closed;

  /** Adds one, or puts it in the place of the one with the same first offset. */
  void put(Segment segment) {
    Segment old = byFirst.put(segment.first(), segment);
    if (old != null) {
      old.retire();
    }
  }

  /** The oldest one is gone. */
  void remove(Segment segment) {
    byFirst.remove(segment.first(), segment);
    segment.retire();
  }

  Collection<Segment> all() {
    return byFirst.values();
  }

  /** The one that is written: nothing else ever has a larger first offset. */
  Segment last() {
    return byFirst.lastEntry().getValue();
  }

  /** The one that holds this offset, or the next one that holds anything. */
  Optional<Segment> at(long offset) {
    Map.Entry<Long, Segment> floor = byFirst.floorEntry(offset);
    if (floor != null && floor.getValue().holds(offset)) {
      return Optional.of(floor.getValue());
    }
    for (Segment segment : byFirst.tailMap(offset, true).values()) {
      if (segment.end().offset() > segment.first()) {
        return Optional.of(segment);
      }
    }
    return Optional.empty();
  }

  /** The first one whose newest entry was recorded at or after this time. */
  Optional<Segment> at(Instant time) {
    for (Segment segment : byFirst.values()) {
      if (segment.end().offset() > segment.first() && !segment.newest().isBefore(time)) {
        return Optional.of(segment);
      }
    }
    return Optional.empty();
  }

  /** The lost range that this offset is in. */
  Optional<Lost> lostAt(long offset) {
    Map.Entry<Long, Segment> floor = byFirst.floorEntry(offset);
    return floor == null ? Optional.empty() : floor.getValue().lostAt(offset);
  }

  long oldest() {
    Map.Entry<Long, Segment> first = byFirst.firstEntry();
    return first == null ? end : first.getKey();
  }

  /** The offset after the newest durable entry. */
  long end() {
    return end;
  }

  boolean isClosed() {
    return closed;
  }

  /** More is durable: wakes the readers that wait. */
  void advance(long newEnd) {
    end = newEnd;
    wake();
  }

  void close() {
    closed = true;
    wake();
  }

  private void wake() {
    lock.lock();
    try {
      advanced.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Wakes readers so that they look whether they were closed. */
  void nudge() {
    wake();
  }

  /**
   * Waits until something behind {@code offset} is durable, or the reader has left; returns the
   * nanoseconds that are left.
   */
  long await(long offset, long nanos, BooleanSupplier left) throws InterruptedException {
    lock.lock();
    try {
      long rest = nanos;
      while (end <= offset && !closed && !left.getAsBoolean() && rest > 0) {
        rest = advanced.awaitNanos(rest);
      }
      return rest;
    } finally {
      lock.unlock();
    }
  }

  void hide(long offset) {
    hidden.add(offset);
  }

  boolean isHidden(long offset) {
    return !hidden.isEmpty() && hidden.contains(offset);
  }

  /** Hidden offsets, in no order. */
  Set<Long> hidden() {
    return Set.copyOf(hidden);
  }

  int hiddenCount() {
    return hidden.size();
  }

  /** They are tombstones on disk now. */
  void unhide(Collection<Long> offsets) {
    hidden.removeAll(offsets);
  }

  static String name(int partition, long first, String state) {
    return "%04x-%016x.%s".formatted(partition, first, state);
  }

  static Path path(Path home, int partition, long first, boolean sealed) {
    return home.resolve(name(partition, first, sealed ? "sealed" : "open"));
  }

  /** A stretch as the journal's interface says it. */
  List<Journal.Segment> summaries() {
    return byFirst.values().stream().filter(Segment::isSealed).map(Segment::summary).toList();
  }
}
