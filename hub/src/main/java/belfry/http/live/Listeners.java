package belfry.http.live;

import belfry.http.ErrorCode;
import belfry.http.Problem;
import belfry.metrics.Counter;
import belfry.metrics.Metrics;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** How many listeners there are, and why they were ended. */
final class Listeners {
  /** Most listeners at once. */
  static final int LISTENERS_MAX = 10_000;

  private static final Duration TRY_AGAIN = Duration.ofSeconds(10);

  private final AtomicInteger open = new AtomicInteger();
  private final Counter sent;
  private final Metrics metrics;
  private final int max;

  /** Why a listener's stream ended. */
  enum Ending {
    /** The listener left. */
    LEFT,
    /** It sent something, which in LXD's stream ends it. */
    SPOKE,
    /** It answered no ping. */
    SILENT,
    /** It did not read in time, or was behind by more than its limit. */
    SLOW,
    /** What it should read next is gone, or cannot be read. */
    LOST,
    /** It may not see anything any more. */
    DENIED,
    /** The hub stopped. */
    STOPPED
  }

  Listeners(Metrics metrics, int max) {
    this.metrics = metrics;
    this.max = max;
    this.sent =
        metrics.counter("belfry_listener_events_total", "Events written to live listeners.");
    metrics.gauge("belfry_listeners", "Live listeners.", Map.of(), open::get);
  }

  void enter() throws Problem {
    if (open.incrementAndGet() > max) {
      open.decrementAndGet();
      throw new Problem(
              ErrorCode.LISTENERS_BUSY,
              "listeners: " + max + " (expected: fewer; that is the limit)")
          .retryAfter(TRY_AGAIN);
    }
  }

  void leave(Ending ending) {
    synchronized (open) {
      open.decrementAndGet();
      open.notifyAll();
    }
    metrics
        .counter(
            "belfry_listeners_ended_total",
            "Live listeners that ended, by reason.",
            Map.of("reason", ending.name().toLowerCase(Locale.ROOT)))
        .add();
  }

  /** Waits until the last one has left, or that long. */
  void awaitNone(Duration wait) throws InterruptedException {
    long deadline = System.nanoTime() + wait.toNanos();
    synchronized (open) {
      long left = wait.toMillis();
      while (open.get() > 0 && left > 0) {
        open.wait(left);
        left = (deadline - System.nanoTime()) / 1_000_000;
      }
    }
  }

  void sent(int events) {
    sent.add(events);
  }
}
