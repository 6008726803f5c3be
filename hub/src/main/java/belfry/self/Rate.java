package belfry.self;

import java.time.Instant;

/** So many in each second of the clock. Thread-safe. */
final class Rate {
  private final int perSecond;
  private long second = Long.MIN_VALUE;
  private int count;

  Rate(int perSecond) {
    this.perSecond = perSecond;
  }

  synchronized boolean allows(Instant now) {
    if (now.getEpochSecond() != second) {
      second = now.getEpochSecond();
      count = 0;
    }
    return ++count <= perSecond;
  }
}
