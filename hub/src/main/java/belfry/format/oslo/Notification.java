package belfry.format.oslo;

import belfry.event.InvalidEvent;
import belfry.event.Malformed;
import belfry.event.Payload;
import belfry.event.Severity;
import belfry.format.Content;
import belfry.format.json.Json;
import belfry.format.json.JsonType;
import belfry.format.json.JsonValue;
import belfry.format.json.Rules;
import java.util.Locale;
import java.util.Optional;

/**
 * The application message of a notification: {@code message_id}, {@code publisher_id}, {@code
 * event_type}, {@code priority}, {@code payload}, {@code timestamp} and the sender's context.
 *
 * @param message what the envelope holds, as the sender's {@code json.dumps} wrote it
 */
record Notification(JsonValue message) {
  static final String VERSION_KEY = "oslo.version";
  static final String MESSAGE_KEY = "oslo.message";
  static final String VERSION = "2.0";

  /**
   * Takes a body out of its envelope. An envelope is told by its two keys and never by
   * configuration; without them the body is the message itself (format 1.0).
   *
   * @throws Malformed if a body or the message in it is not a JSON object
   * @throws InvalidEvent if the envelope is of another version or holds no string
   */
  static Notification of(Payload body) throws Malformed, InvalidEvent {
    JsonValue outer = object(body);
    Optional<JsonValue> version = outer.get(VERSION_KEY);
    Optional<JsonValue> inner = outer.get(MESSAGE_KEY);
    if (version.isEmpty() || inner.isEmpty()) {
      return new Notification(outer);
    }
    if (!version.get().isString() || !version.get().text().equals(VERSION)) {
      throw new InvalidEvent(
          "/" + VERSION_KEY, version.get().toString(), "the string \"" + VERSION + "\"");
    }
    if (!inner.get().isString()) {
      throw new InvalidEvent("/" + MESSAGE_KEY, inner.get().toString(), "a string");
    }
    try {
      return new Notification(object(inner.get().utf8()));
    } catch (Malformed e) {
      throw new Malformed(inner.get().offset(), MESSAGE_KEY + ": " + e.getMessage());
    }
  }

  private static JsonValue object(Payload body) throws Malformed {
    JsonValue value = Json.parse(body, Rules.PYTHON);
    if (!value.isObject()) {
      throw new Malformed(value.offset(), value.type() + " (expected: an object) at column 1");
    }
    return value;
  }

  /**
   * A member that should be a text; empty if it is absent or null, as oslo's own reader takes it.
   *
   * @throws InvalidEvent if it is anything else
   */
  String word(String key) throws InvalidEvent {
    Optional<JsonValue> member = message.get(key).filter(value -> !value.isNull());
    if (member.isPresent() && !member.get().isString()) {
      throw new InvalidEvent("/" + key, member.get().toString(), "a string");
    }
    return member.map(JsonValue::text).orElse("");
  }

  /**
   * The priority, in any case as the command line of oslo sends it.
   *
   * @throws InvalidEvent if there is none or an unknown one. A real reader drops such a message,
   *     and one with null is handed out for ever
   */
  Severity priority() throws InvalidEvent {
    String priority = word("priority").toLowerCase(Locale.ROOT);
    return switch (priority) {
      case "audit", "info", "sample" -> Severity.INFO;
      case "debug" -> Severity.DEBUG;
      case "warn" -> Severity.WARN;
      case "error" -> Severity.ERROR;
      case "critical" -> Severity.CRITICAL;
      default ->
          throw new InvalidEvent(
              "/priority",
              message.get("priority").map(JsonValue::toString).orElse("absent"),
              "audit, critical, debug, error, info, sample or warn");
    };
  }

  JsonValue payload() {
    return message.get("payload").orElse(Content.NOTHING);
  }

  /** Whether the payload is an audit record of DMTF's CADF, as the audit middleware sends it. */
  boolean isCadf() {
    return payload().text("typeURI").contains("/cloud/audit/");
  }

  /** A value of the request context: AMQP spreads it over keys, Kafka keeps it in one object. */
  String context(String key) {
    String spread = message.text("_context_" + key);
    return spread.isEmpty()
        ? message.get("_context").map(context -> context.text(key)).orElse("")
        : spread;
  }

  /** What it is about: the keys under which services put the id of the thing. */
  String subject() {
    JsonValue payload = payload();
    if (isCadf()) {
      return payload.get("target").map(target -> target.text("id")).orElse("");
    }
    String id = first(payload, "id", "image_id", "instance_id", "volume_id", "resource_info");
    if (!id.isEmpty()) {
      return id;
    }
    String namespace = payload.text("namespace");
    String name = payload.text("name");
    return name.isEmpty() || namespace.isEmpty() ? namespace : namespace + "/" + name;
  }

  /** The OpenStack project that owns what it is about, or that asked for it. */
  String project() {
    JsonValue payload = payload();
    String owner = first(payload, "owner", "owner_id", "project_id", "tenant_id");
    if (owner.isEmpty() && isCadf()) {
      owner = payload.get("initiator").map(who -> who.text("project_id")).orElse("");
    }
    return owner.isEmpty() ? context("project_id") : owner;
  }

  private static String first(JsonValue object, String... keys) {
    for (String key : keys) {
      Optional<JsonValue> member = object.get(key);
      if (member.isPresent() && scalar(member.get())) {
        return member.get().text();
      }
    }
    return "";
  }

  private static boolean scalar(JsonValue value) {
    return value.type() == JsonType.STRING || value.type() == JsonType.NUMBER;
  }
}
