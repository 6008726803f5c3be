package belfry.delivery;

import belfry.sink.Batching;
import belfry.sink.Sink;

/** Opens the sinks of subscriptions; given by the wiring. */
public interface Destinations {
  /**
   * A sink for one thread. It connects when it has to: a destination that is down is an outcome of
   * the first attempt.
   */
  Sink open(Subscription subscription);

  /** How many entries that sink takes at once. */
  Batching batching(Subscription subscription);
}
