package belfry.feed;

import java.util.concurrent.atomic.AtomicLong;

/** The bytes that the readings of one ring hold. Thread-safe. */
final class Weight {
  private final AtomicLong bytes = new AtomicLong();

  void add(long more) {
    bytes.addAndGet(more);
  }

  long bytes() {
    return bytes.get();
  }
}
