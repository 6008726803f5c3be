package belfry.sink;

import belfry.format.Decoded;
import java.util.List;

/**
 * Where entries go: one destination, one attempt at a time. It neither waits to try again nor
 * counts nor remembers what failed: it says what became of the attempt, and dispatch does the rest
 * once for all sinks. It owns its encoding, and the same entries have the same idempotency key in
 * every attempt. Used by one thread at a time.
 */
public interface Sink extends AutoCloseable {
  /**
   * Tries once to hand entries over, in their order; they share one outcome.
   *
   * @param entries one or more, at most as many as the sink's {@link Batching} says
   * @throws InterruptedException if the subscription is being stopped; the attempt counts as not
   *     made, although the other side may have it
   */
  Outcome deliver(List<Decoded> entries) throws InterruptedException;

  /** Lets go of connections and files. */
  @Override
  void close();
}
