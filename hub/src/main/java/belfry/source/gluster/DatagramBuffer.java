package belfry.source.gluster;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Datagrams that were read and not yet handed over, in order, bounded by bytes. It belongs to the
 * source and outlives its runs. Thread-safe.
 */
final class DatagramBuffer {
  /** What a datagram is counted for beside its bytes: about what its objects take. */
  static final int OVERHEAD_BYTES = 128;

  private final long bytesMax;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition filled = lock.newCondition();
  private final ArrayDeque<Arrived> waiting = new ArrayDeque<>();
  private long bytes;

  DatagramBuffer(long bytesMax) {
    this.bytesMax = bytesMax;
  }

  /** Whether there was room. */
  boolean offer(Arrived datagram) {
    int size = size(datagram);
    lock.lock();
    try {
      if (bytes + size > bytesMax) {
        return false;
      }
      bytes += size;
      waiting.add(datagram);
      filled.signal();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until there is something, at most {@code wait}. */
  void await(Duration wait) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = wait.toNanos();
      while (waiting.isEmpty() && left > 0) {
        left = filled.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Waits so long, whatever comes meanwhile. */
  void pause(Duration time) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = time.toNanos();
      while (left > 0) {
        left = filled.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Takes the oldest: at most {@code max}, and no more once they have {@code bytesFull} bytes. */
  List<Arrived> take(int max, int bytesFull) {
    lock.lock();
    try {
      var taken = new ArrayList<Arrived>(Math.min(max, waiting.size()));
      int full = 0;
      while (!waiting.isEmpty() && taken.size() < max && full < bytesFull) {
        Arrived datagram = waiting.remove();
        bytes -= size(datagram);
        full += datagram.bytes().size();
        taken.add(datagram);
      }
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /** When the one arrived that waits longest. */
  Optional<Instant> oldest() {
    lock.lock();
    try {
      return Optional.ofNullable(waiting.peek()).map(Arrived::received);
    } finally {
      lock.unlock();
    }
  }

  int count() {
    lock.lock();
    try {
      return waiting.size();
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

  /** Whether waiting on could soon cost something. */
  boolean halfFull() {
    return bytes() > bytesMax / 2;
  }

  private static int size(Arrived datagram) {
    return datagram.bytes().size() + OVERHEAD_BYTES;
  }
}
