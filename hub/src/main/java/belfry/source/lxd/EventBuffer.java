package belfry.source.lxd;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Events that were read and not yet handed over, bounded by bytes. It belongs to the source and
 * outlives its runs. Thread-safe.
 *
 * <p>Design: LXD sends each event to each listener on a thread of its own, so they arrive in
 * disorder. When one has waited for so long it is let go, with all that waited for half of that, so
 * that they make a batch, and all that happened before them go first. One that comes too late even
 * for that goes at once, and says so.
 */
final class EventBuffer {
  /** What an event is counted for beside its bytes: about what its objects take. */
  static final int OVERHEAD_BYTES = 192;

  /** How an event stands to those that arrived before it. */
  enum Order {
    /** As it arrived. */
    ARRIVED,
    /** It was put before some that arrived earlier and happened later. */
    RESTORED,
    /** One that happened later was already handed over. */
    LATE
  }

  /** An event that is let go. */
  record Ordered(Frame frame, Order order) {}

  private record Waiting(Frame frame, long arrived, long number, boolean behind) {}

  private static final Comparator<Waiting> BY_TIME =
      Comparator.comparing((Waiting waiting) -> waiting.frame().time())
          .thenComparingLong(Waiting::number);

  private final long bytesMax;
  private final long waitNanos;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition filled = lock.newCondition();
  private final Deque<Waiting> byArrival = new ArrayDeque<>();
  private final Queue<Waiting> byTime = new PriorityQueue<>(BY_TIME);
  private long bytes;
  private long number;
  private Instant newest = Instant.MIN;

  /** All that happened up to then may go. */
  private Instant due = Instant.MIN;

  private Instant gone = Instant.MIN;

  EventBuffer(long bytesMax, Duration wait) {
    this.bytesMax = bytesMax;
    waitNanos = wait.toNanos();
  }

  /**
   * Whether there was room.
   *
   * @param nanos of {@link System#nanoTime}
   */
  boolean offer(Frame frame, long nanos) {
    lock.lock();
    try {
      if (bytes + size(frame) > bytesMax) {
        return false;
      }
      bytes += size(frame);
      var waiting = new Waiting(frame, nanos, number++, frame.time().isBefore(newest));
      newest = waiting.behind() ? newest : frame.time();
      byArrival.add(waiting);
      byTime.add(waiting);
      filled.signal();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until one may go, at most {@code wait}. */
  void await(Duration wait) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long end = System.nanoTime() + wait.toNanos();
      while (true) {
        long now = System.nanoTime();
        age(now);
        long left = byArrival.isEmpty() ? end - now : Math.min(end - now, untilDue(now));
        if (mayGo() || end - now <= 0) {
          return;
        }
        filled.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  private long untilDue(long now) {
    return byArrival.element().arrived() + waitNanos - now;
  }

  /** From now on all that is there may go: nothing earlier can come any more. */
  void release() {
    lock.lock();
    try {
      byArrival.forEach(waiting -> due = later(due, waiting.frame().time()));
      byArrival.clear();
      filled.signal();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes those that may go, in order of their time: at most {@code max}, and no more once they
   * have {@code bytesFull} bytes.
   */
  List<Ordered> take(int max, int bytesFull, long nanos) {
    lock.lock();
    try {
      age(nanos);
      var taken = new ArrayList<Ordered>();
      int full = 0;
      while (taken.size() < max && full < bytesFull && mayGo()) {
        Waiting next = byTime.remove();
        bytes -= size(next.frame());
        full += next.frame().bytes().size();
        taken.add(new Ordered(next.frame(), order(next)));
        gone = later(gone, next.frame().time());
      }
      return taken;
    } finally {
      lock.unlock();
    }
  }

  private Order order(Waiting next) {
    if (!next.behind()) {
      return Order.ARRIVED;
    }
    return next.frame().time().isBefore(gone) ? Order.LATE : Order.RESTORED;
  }

  private boolean mayGo() {
    return !byTime.isEmpty() && !byTime.element().frame().time().isAfter(due);
  }

  private void age(long nanos) {
    if (waited(nanos, waitNanos)) {
      while (waited(nanos, waitNanos / 2)) {
        due = later(due, byArrival.remove().frame().time());
      }
    }
  }

  private boolean waited(long nanos, long time) {
    return !byArrival.isEmpty() && nanos - byArrival.element().arrived() >= time;
  }

  private static Instant later(Instant one, Instant other) {
    return one.isBefore(other) ? other : one;
  }

  int count() {
    lock.lock();
    try {
      return byTime.size();
    } finally {
      lock.unlock();
    }
  }

  /** With what their objects take. */
  long bytes() {
    lock.lock();
    try {
      return bytes;
    } finally {
      lock.unlock();
    }
  }

  private static int size(Frame frame) {
    return frame.bytes().size() + OVERHEAD_BYTES;
  }
}
