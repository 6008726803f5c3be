package belfry.metrics;

import java.util.concurrent.atomic.LongAdder;

/** Only goes up. Thread-safe; some 6 ns per call. */
public final class Counter {
  private final LongAdder adder = new LongAdder();

  Counter() {}

  public void add() {
    adder.increment();
  }

  public void add(long more) {
    adder.add(more);
  }

  public long value() {
    return adder.sum();
  }
}
