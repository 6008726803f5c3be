package belfry.delivery;

/**
 * Hears of changes of state, which become public events: few, whatever the number of attempts.
 * Called by delivering threads; it must not wait.
 */
public interface Notices {
  /** The destination wants nothing any more; the subscription stands still until resumed. */
  void disabled(String subscription, String reason);

  /** A run of failures: only probes are made from now on. */
  void breakerOpened(String subscription, String reason);

  /** A probe came through. */
  void breakerClosed(String subscription);

  /**
   * The first dead letter since the last delivery that was taken; and every range that the journal
   * lost before it was delivered, which has no copy and is worth a warning.
   */
  void parked(String subscription, DeadLetter letter);
}
