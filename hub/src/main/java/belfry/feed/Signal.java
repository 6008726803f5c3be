package belfry.feed;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Wakes one thread. A signal that is raised while the thread is awake is kept, however often it was
 * raised, so none is lost and none is repeated.
 */
final class Signal {
  private volatile boolean raised;
  private volatile @Nullable Thread waiting;

  /** Wakes the thread, or keeps it from falling asleep the next time. */
  void raise() {
    if (!raised) {
      raised = true;
      Thread thread = waiting;
      if (thread != null) {
        LockSupport.unpark(thread);
      }
    }
  }

  /** Forgets that it was raised. What happened before is visible afterwards. */
  void clear() {
    raised = false;
  }

  boolean raised() {
    return raised;
  }

  /** Waits until it is raised or {@code deadline} by {@link System#nanoTime} has passed. */
  void await(long deadline) throws InterruptedException {
    waiting = Thread.currentThread();
    try {
      while (!raised) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          return;
        }
        LockSupport.parkNanos(this, Math.min(left, TimeUnit.DAYS.toNanos(1)));
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
      }
    } finally {
      waiting = null;
    }
  }
}
