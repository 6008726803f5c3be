package belfry.source;

import belfry.event.Malformed;
import belfry.intake.Intake;
import belfry.journal.Busy;
import java.io.IOException;

/**
 * Brings the events of one outside system in: a blocking loop on a virtual thread of its own —
 * connect, read, {@link Intake#accept}, acknowledge upstream, again. It takes what is there into
 * one call, at most {@link #BATCH_ITEMS_MAX} items or {@link #BATCH_BYTES_FULL} bytes. It does not
 * reconnect, back off, or count and log failures: it throws, and the {@link Supervisor} does that
 * once for all sources.
 *
 * <p>A source that keeps something between two runs (a socket, a buffer) is {@link AutoCloseable}
 * too, and one that can say how far behind it is, {@link Measured}.
 */
@FunctionalInterface
public interface Source {
  /** Most items in one call of intake. */
  int BATCH_ITEMS_MAX = 1_000;

  /** A call of intake with so many bytes is given no further item. */
  int BATCH_BYTES_FULL = 1 << 20;

  /**
   * Runs until the other side ends the conversation or the thread is interrupted, which means that
   * it is to end for good. Acknowledges upstream only after {@code accept} returned: an event may
   * be read twice, never lost. What was read from a side that cannot repeat it is kept for the next
   * run.
   *
   * @throws IOException when the connection fails, or the journal; {@code run} is called again,
   *     later
   * @throws Malformed when the peer sent bytes that are not its protocol's; as above
   * @throws Busy when intake has no room; {@code run} is called again when it said
   * @throws InterruptedException when interrupted
   */
  void run(Intake intake) throws IOException, Malformed, Busy, InterruptedException;
}
