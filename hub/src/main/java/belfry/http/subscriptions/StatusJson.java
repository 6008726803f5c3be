package belfry.http.subscriptions;

import belfry.delivery.Attempt;
import belfry.delivery.Dispatch;
import belfry.delivery.State;
import belfry.delivery.Status;
import belfry.delivery.subscriptions.Subscriptions;
import belfry.event.Cursor;
import belfry.format.json.JsonWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How subscriptions are, as JSON. */
record StatusJson(Subscriptions subscriptions, Dispatch dispatch) {

  /** The member {@code status}; {@code {}} of one that is just coming or going. */
  void write(JsonWriter json, String name) {
    json.key("status").beginObject();
    Optional<Dispatch.Condition> condition = dispatch.condition(name);
    if (condition.isPresent()) {
      state(json, name, condition.get().state());
      status(json, condition.get().status());
      json.member("dead_letters", condition.get().deadLetters());
      List<Attempt> last = dispatch.attempts().of(name, 1);
      if (!last.isEmpty()) {
        json.key("last_attempt");
        attempt(json, last.getFirst());
      }
    }
    json.endObject();
  }

  private void state(JsonWriter json, String name, State state) {
    Optional<String> failure = subscriptions.failure(name);
    if (failure.isPresent()) {
      json.member("state", "disabled").member("reason", "cannot be opened: " + failure.get());
      return;
    }
    switch (state) {
      case State.Running() -> json.member("state", "running").member("reason", "");
      case State.Paused() -> json.member("state", "paused").member("reason", "");
      case State.Disabled(var reason) -> json.member("state", "disabled").member("reason", reason);
    }
  }

  private void status(JsonWriter json, Status status) {
    json.member("position", new Cursor(dispatch.journal(), status.next()).encoded());
    json.member("lag", status.behind());
    json.member("deferred", status.deferredPositions());
    json.member("deferred_keys", status.deferredKeys());
    json.member("breaker", status.openUntil().isPresent() ? "open" : "closed");
    status.openUntil().ifPresent(until -> json.member("breaker_until", until.toString()));
  }

  static void attempt(JsonWriter json, Attempt attempt) {
    json.beginObject().member("time", attempt.when().toString());
    json.member("result", attempt.result().name().toLowerCase(Locale.ROOT));
    json.member("reason", attempt.note());
    json.member("position", attempt.position().toString());
    json.member("entries", attempt.entries()).member("number", attempt.number());
    json.member("took_ms", attempt.took().toMillis()).endObject();
  }
}
