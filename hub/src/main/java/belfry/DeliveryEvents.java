package belfry;

import belfry.access.Caller;
import belfry.delivery.DeadLetter;
import belfry.delivery.Notices;
import belfry.self.OwnEvents;
import java.util.Map;

/** Tells of what happens to subscriptions by itself. */
record DeliveryEvents(OwnEvents own) implements Notices {
  @Override
  public void disabled(String subscription, String reason) {
    tell("subscription-disabled", subscription, Map.of("reason", reason));
  }

  @Override
  public void breakerOpened(String subscription, String reason) {
    tell("subscription-breaker-opened", subscription, Map.of("reason", reason));
  }

  @Override
  public void breakerClosed(String subscription) {
    tell("subscription-breaker-closed", subscription, Map.of());
  }

  @Override
  public void parked(String subscription, DeadLetter letter) {
    tell(
        "subscription-parked",
        subscription,
        Map.of("reason", letter.reason(), "position", letter.position().toString()));
  }

  private void tell(String action, String subscription, Map<String, String> context) {
    own.lifecycle(action, "/1.0/subscriptions/" + subscription, Caller.anonymous(""), context);
  }
}
