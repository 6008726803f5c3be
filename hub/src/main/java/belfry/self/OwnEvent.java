package belfry.self;

import belfry.access.Caller;
import belfry.access.Refusals.Attempt;
import belfry.event.Payload;
import belfry.format.Timestamp;
import belfry.format.json.JsonWriter;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** The hub's own events in LXD's words and key order ({@code docs/systems/lxd.md}). */
final class OwnEvent {
  /** What LXD sends on a server without a cluster. */
  private static final String LOCATION = "none";

  private OwnEvent() {}

  static Payload logging(Instant time, String level, String message, Map<String, String> context) {
    JsonWriter json = begin("logging", time);
    json.member("message", message).member("level", level);
    texts(json, context);
    return end(json);
  }

  static Payload lifecycle(
      Instant time, String action, String source, Caller caller, Map<String, String> context) {
    JsonWriter json = begin("lifecycle", time);
    json.member("action", action).member("source", source);
    if (!context.isEmpty()) {
      texts(json, context);
    }
    if (caller.trusted()) {
      json.key("requestor").beginObject();
      requestor(json, caller);
      json.endObject();
    }
    return end(json);
  }

  static Payload security(Instant time, String name, String level, String description) {
    JsonWriter json = begin("security", time);
    json.member("name", name).member("level", level).member("description", description);
    return end(json);
  }

  static Payload security(
      Instant time, String name, String level, String description, Attempt attempt) {
    JsonWriter json = begin("security", time);
    json.member("name", name).member("level", level).member("description", description);
    json.member("request_path", attempt.path()).member("request_method", attempt.method());
    json.key("requestor").beginObject();
    requestor(json, attempt.caller());
    json.member("user_agent", attempt.userAgent()).endObject();
    return end(json);
  }

  private static void requestor(JsonWriter json, Caller caller) {
    json.member("username", caller.username());
    json.member("protocol", caller.protocol()).member("address", caller.address());
  }

  private static void texts(JsonWriter json, Map<String, String> context) {
    json.key("context").beginObject();
    new TreeMap<>(context).forEach(json::member);
    json.endObject();
  }

  private static JsonWriter begin(String type, Instant time) {
    return new JsonWriter(JsonWriter.Style.GO)
        .beginObject()
        .member("type", type)
        .member("timestamp", Timestamp.of(time).utc())
        .key("metadata")
        .beginObject();
  }

  private static Payload end(JsonWriter json) {
    return json.endObject().member("location", LOCATION).endObject().payload();
  }
}
