package belfry.delivery;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The threads of one dispatcher: virtual ones that all run the same loop. At most one of them
 * waits, for entries or for a time; one that has nothing to deliver while another waits ends. One
 * that gets something while nobody waits has another one started, which then waits.
 *
 * <p>A wake-up is kept until the lane that waits has seen it: others that look meanwhile do not use
 * it up. A lane is interrupted only while it is in its sink, and only when a stop has waited long
 * enough. Thread-safe: all is guarded by the dispatcher's lock, which also guards its line.
 */
final class Lanes {
  private static final long INTERRUPTED_WAIT_NANOS = Duration.ofMillis(100).toNanos();
  private static final System.Logger LOG = System.getLogger(Lanes.class.getName());

  private final ReentrantLock lock;
  private final Condition changed;
  private final String name;
  private final int max;
  private final Runnable loop;
  private final Set<Thread> inSink = new HashSet<>();
  private boolean waiting;
  private boolean woken;
  private boolean stopping;
  private int running;

  /**
   * @param max most lanes
   * @param loop what each does; it calls {@link #ended} last
   */
  Lanes(ReentrantLock lock, String name, int max, Runnable loop) {
    this.lock = lock;
    this.changed = lock.newCondition();
    this.name = name;
    this.max = max;
    this.loop = loop;
  }

  void start() {
    lock.lock();
    try {
      running++;
      Thread.ofVirtual().name("delivery-" + name).start(loop);
    } finally {
      lock.unlock();
    }
  }

  /** What the calling lane does next; a step that waits is given to one lane only. */
  Step next(Supplier<Step> line) {
    lock.lock();
    try {
      if (stopping) {
        return new Step.Stop();
      }
      Step step = line.get();
      if (step instanceof Step.Deliver) {
        if (!waiting && running < max) {
          start();
        }
        return step;
      }
      if (waiting || step instanceof Step.Stop) {
        return new Step.Stop();
      }
      waiting = true;
      woken = false;
      return step;
    } finally {
      lock.unlock();
    }
  }

  /** The calling lane, which was told to, waits for a time. */
  void rest(Duration time) {
    lock.lock();
    try {
      long nanos = time.toNanos();
      while (!stopping && !woken && nanos > 0) {
        nanos = changed.awaitNanos(nanos);
      }
    } catch (InterruptedException e) {
      LOG.log(System.Logger.Level.DEBUG, "rest interrupted: " + name);
    } finally {
      waiting = false;
      lock.unlock();
    }
  }

  /** The calling lane has waited for entries. */
  void read() {
    lock.lock();
    try {
      waiting = false;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Wakes the lane that waits for a time.
   *
   * @return whether one waits, perhaps for entries
   */
  boolean wake() {
    lock.lock();
    try {
      woken = true;
      changed.signalAll();
      return waiting;
    } finally {
      lock.unlock();
    }
  }

  /** The calling lane goes into its sink; false if no attempt is to be begun any more. */
  boolean enterSink() {
    lock.lock();
    try {
      return !stopping && inSink.add(Thread.currentThread());
    } finally {
      lock.unlock();
    }
  }

  /** The calling lane is back from its sink, and no interrupt of it reaches further. */
  void leaveSink() {
    lock.lock();
    try {
      inSink.remove(Thread.currentThread());
      if (Thread.interrupted()) {
        LOG.log(System.Logger.Level.DEBUG, "attempt was late: " + name);
      }
    } finally {
      lock.unlock();
    }
  }

  /** The calling lane ends. */
  void ended() {
    lock.lock();
    try {
      running--;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** No attempt is begun any more. */
  void stop() {
    lock.lock();
    try {
      stopping = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until all have ended; interrupts those in their sink at the deadline, and waits on.
   *
   * @param deadline by {@link System#nanoTime}
   */
  void awaitEnd(long deadline) {
    lock.lock();
    try {
      while (running > 0) {
        if (System.nanoTime() - deadline >= 0) {
          inSink.forEach(Thread::interrupt);
        }
        long left = Math.max(deadline - System.nanoTime(), INTERRUPTED_WAIT_NANOS);
        changed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }
}
