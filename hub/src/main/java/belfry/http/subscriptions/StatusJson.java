package belfry.http.subscriptions;

import belfry.delivery.Attempt;
import belfry.delivery.Dispatch;
import belfry.delivery.State;
import belfry.delivery.Status;
import belfry.delivery.subscriptions.Subscriptions;
import belfry.event.Cursor;
import belfry.format.json.JsonWriter;
import belfry.sink.Exchange;
import belfry.sink.Outcome;
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
      json.member("dead_letters", dispatch.deadLetters().count(name));
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

  /** {@code result} and {@code reason}. */
  static void outcome(JsonWriter json, Outcome outcome) {
    switch (outcome) {
      case Outcome.Delivered() -> json.member("result", "delivered").member("reason", "");
      case Outcome.Retry(var reason, var after) -> {
        json.member("result", "retry").member("reason", reason);
        after.ifPresent(wait -> json.member("retry_after_s", wait.toSeconds()));
      }
      case Outcome.Rejected(var reason) ->
          json.member("result", "rejected").member("reason", reason);
      case Outcome.Gone(var reason) -> json.member("result", "gone").member("reason", reason);
    }
  }

  static void attempt(JsonWriter json, Attempt attempt) {
    json.beginObject().member("time", attempt.when().toString());
    json.member("result", attempt.result().name().toLowerCase(Locale.ROOT));
    json.member("reason", attempt.note());
    json.member("position", attempt.position().toString());
    json.member("entries", attempt.entries()).member("number", attempt.number());
    json.member("took_ms", attempt.took().toMillis());
    attempt.exchange().ifPresent(exchange -> exchange(json, exchange));
    json.endObject();
  }

  private static void exchange(JsonWriter json, Exchange exchange) {
    json.member("remote", exchange.remote());
    json.member("connect_ms", exchange.connected().toMillis());
    json.member("request_head", exchange.requestHead());
    json.member("request_body", exchange.requestBody());
    json.member("response_head", exchange.responseHead());
    json.member("response_body", exchange.responseBody());
  }
}
