package belfry.sink.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channel;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Closes a connection when its exchange takes too long, and when it lies idle.
 *
 * <p>One clock for every way to be slow: a peer that does not accept the connection, that does not
 * read, that drips a byte at a time, that never ends its handshake. What blocks in the socket wakes
 * up with an exception. An exchange costs two writes to {@link #state}; the timer runs about once
 * per time-out, whatever the rate.
 */
final class Alarm implements Runnable {
  /** A connection that was not used for this long is closed. */
  static final Duration IDLE_MAX = Duration.ofSeconds(30);

  private static final long CLOSED = -1;
  private static final long RUNG = -2;

  /** Idle since a time is {@code IDLE - time}; a time at which to ring is itself, 0 or more. */
  private static final long IDLE = -10;

  private final ScheduledExecutorService timer;
  private final Channel channel;
  private final long attemptNanos;
  private final long start = System.nanoTime();
  private final AtomicLong state = new AtomicLong(IDLE);
  private volatile @Nullable Future<?> next;

  Alarm(ScheduledExecutorService timer, Channel channel, Duration attempt) {
    this.timer = timer;
    this.channel = channel;
    this.attemptNanos = attempt.toNanos();
    schedule(attemptNanos);
  }

  private long now() {
    return System.nanoTime() - start;
  }

  private void schedule(long nanos) {
    next = timer.schedule(this, Math.max(nanos, 1000), TimeUnit.NANOSECONDS);
  }

  /**
   * Starts an exchange; false if the connection is closed already.
   *
   * @param deadline as {@link System#nanoTime} counts
   */
  boolean begin(long deadline) {
    long was = state.get();
    return was <= IDLE && state.compareAndSet(was, Math.max(deadline - start, 0));
  }

  /** Ends it; false if it took too long, and the connection is closed. */
  boolean end() {
    long was = state.get();
    return was >= 0 && state.compareAndSet(was, IDLE - now());
  }

  /** Whether the connection was closed because it took too long. */
  boolean rang() {
    return state.get() == RUNG;
  }

  @Override
  public void run() {
    long was = state.get();
    if (was >= 0) {
      long left = was - now();
      if (left > 0) {
        schedule(left);
      } else if (state.compareAndSet(was, RUNG)) {
        close();
      } else {
        schedule(attemptNanos);
      }
    } else if (was <= IDLE) {
      boolean longIdle = now() - (IDLE - was) >= IDLE_MAX.toNanos();
      if (longIdle && state.compareAndSet(was, CLOSED)) {
        close();
      } else {
        schedule(attemptNanos);
      }
    }
  }

  /** Ends the connection and the timer. */
  void stop() {
    long was = state.get();
    if (was != RUNG) {
      state.compareAndSet(was, CLOSED);
    }
    Future<?> waiting = next;
    if (waiting != null) {
      waiting.cancel(false);
    }
    close();
  }

  private void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
