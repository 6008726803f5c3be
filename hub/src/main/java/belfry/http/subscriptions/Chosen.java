package belfry.http.subscriptions;

import belfry.delivery.Dispatch;
import belfry.delivery.subscriptions.Editor;
import belfry.delivery.subscriptions.Subscriptions;
import belfry.filter.Filter;
import belfry.filter.InvalidFilter;
import belfry.http.Call;
import belfry.http.ErrorCode;
import belfry.http.Problem;
import java.time.Instant;

/** What the routes of one subscription have in common. */
record Chosen(Subscriptions subscriptions, Dispatch dispatch) {

  /** Who is calling. */
  static Editor editor(Call call) {
    return new Editor(call.origin(), call.caller().view());
  }

  /**
   * The name in the path.
   *
   * @throws Problem if there is no such subscription, or none that the caller may see
   */
  String name(Call call) throws Problem {
    String name = call.variable("name");
    if (subscriptions.find(name, editor(call)).isEmpty() || dispatch.condition(name).isEmpty()) {
      throw notFound(name);
    }
    return name;
  }

  static Problem notFound(String name) {
    return new Problem(
        ErrorCode.SUBSCRIPTION_NOT_FOUND,
        "subscription: " + name + " (expected: one of " + SubscriptionRoutes.PATH + ")");
  }

  /** A filter that is asked now; empty text for everything. */
  static Filter filter(String text, Instant now) throws Problem {
    try {
      return text.isBlank() ? Filter.ALL : Filter.parse(text, now);
    } catch (InvalidFilter e) {
      throw Problem.filter(e);
    }
  }
}
