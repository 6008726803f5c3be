package belfry.delivery;

import static java.lang.System.Logger.Level.WARNING;

/**
 * What comes of the hub's own events: told to standard error alone, as an event about it would be
 * one more to deliver. That a subscription was disabled is told to all: it happens once.
 */
record Quiet(Notices loud) implements Notices {
  /** Of the family of loggers whose lines are not journaled. */
  private static final System.Logger LOG = System.getLogger("belfry.self.delivery");

  @Override
  public void disabled(String subscription, String reason) {
    loud.disabled(subscription, reason);
  }

  @Override
  public void breakerOpened(String subscription, String reason) {
    LOG.log(WARNING, "breaker opened subscription=" + subscription + " reason=" + reason);
  }

  @Override
  public void breakerClosed(String subscription) {
    LOG.log(WARNING, "breaker closed subscription=" + subscription);
  }

  @Override
  public void parked(String subscription, DeadLetter letter) {
    LOG.log(WARNING, "dead letter subscription=" + subscription + " reason=" + letter.reason());
  }
}
