package belfry.delivery;

import java.time.Duration;
import java.time.Instant;

/** When the next attempt may be begun: after the rate, and after what the destination asked for. */
final class Pace {
  private final int perSecond;
  private Instant notBefore = Instant.MIN;

  /**
   * @param perSecond entries a second at most; 0 for as fast as it goes
   */
  Pace(int perSecond) {
    this.perSecond = perSecond;
  }

  /** Nothing before that. */
  Instant notBefore() {
    return notBefore;
  }

  /** So many entries are tried now. */
  void begun(Instant now, int entries) {
    if (perSecond > 0) {
      Instant from = notBefore.isBefore(now) ? now : notBefore;
      notBefore = from.plus(Duration.ofSeconds(entries).dividedBy(perSecond));
    }
  }

  /** The destination wants to be left alone. */
  void pause(Instant now, Duration time) {
    Instant until = now.plus(RetryPolicy.obeyed(time));
    notBefore = notBefore.isAfter(until) ? notBefore : until;
  }
}
