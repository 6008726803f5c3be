package belfry.self;

import belfry.event.Payload;
import belfry.metrics.Counter;
import belfry.metrics.Metrics;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

/** The log lines that wait to be journaled: few, not too fast, and none again and again. */
final class LogLines {
  /** Most lines that wait. */
  static final int LINES_MAX = 1_000;

  /** Most lines in one second. */
  static final int LINES_PER_SECOND = 100;

  /** The same line is kept once in this time. */
  static final Duration REPEATED_AFTER = Duration.ofSeconds(10);

  private static final int REMEMBERED_MAX = 200;

  private final BlockingQueue<Payload> waiting = new ArrayBlockingQueue<>(LINES_MAX);
  private final Rate rate = new Rate(LINES_PER_SECOND);
  private final Map<String, Instant> seen =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
          return size() > REMEMBERED_MAX;
        }
      };
  private final AtomicLong untold = new AtomicLong();
  private final Counter lost;

  LogLines(Metrics metrics) {
    lost = metrics.counter("belfry_log_lines_lost_total", "Log lines that were not journaled.");
  }

  void offer(Instant now, String level, String logger, String message) {
    boolean fresh = fresh(now, logger + message) && rate.allows(now);
    if (!fresh || !waiting.offer(OwnEvent.logging(now, level, message, Map.of("logger", logger)))) {
      lost.add();
      untold.incrementAndGet();
    }
  }

  private boolean fresh(Instant now, String line) {
    synchronized (seen) {
      Instant before = seen.get(line);
      if (before != null && before.plus(REPEATED_AFTER).isAfter(now)) {
        return false;
      }
      seen.put(line, now);
      return true;
    }
  }

  /** Moves what waits, and behind it how many lines were lost since the last time. */
  void drainTo(Collection<Payload> target, Instant now) {
    int moved = waiting.drainTo(target);
    long missing = moved > 0 ? untold.getAndSet(0) : 0;
    if (missing > 0) {
      Map<String, String> context = Map.of("lines", Long.toString(missing));
      target.add(OwnEvent.logging(now, "warning", "log lines were not journaled", context));
    }
  }
}
