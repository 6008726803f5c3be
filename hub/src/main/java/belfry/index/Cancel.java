package belfry.index;

import java.util.concurrent.CancellationException;

/**
 * Says whether anybody still waits for a result. A flag: threads in the index are not interrupted.
 */
final class Cancel {
  private volatile boolean raised;

  void raise() {
    raised = true;
  }

  /**
   * To be called every few thousand steps.
   *
   * @throws CancellationException if nobody waits any more
   */
  void check() {
    if (raised) {
      throw new CancellationException("search: nobody waits for it any more");
    }
  }
}
