package belfry.format.catalogue;

import belfry.event.Payload;
import belfry.format.json.JsonWriter;
import belfry.format.json.JsonWriter.Style;

/**
 * JSON Schemas of what the systems send: the frame that all events of a system share, and the
 * catalogue's attributes where that system puts them. Nothing is closed, for systems add members
 * from release to release.
 */
final class Schema {
  private static final String LIFECYCLE = "lifecycle.";
  private static final String SECURITY = "security.";

  private final JsonWriter json = new JsonWriter(Style.COMPACT, 1024);
  private final EventType type;

  private Schema(EventType type) {
    this.type = type;
  }

  static Payload of(EventType type) {
    return new Schema(type).document();
  }

  private Payload document() {
    json.beginObject();
    json.member("$schema", "https://json-schema.org/draft/2020-12/schema");
    json.member("title", type.type());
    json.member("description", type.description());
    switch (type.system()) {
      case "lxd" -> lxd();
      case "gluster" -> gluster();
      case "openstack" -> openstack();
      case "cloudru" -> cloudru();
      default -> plain();
    }
    return json.endObject().payload();
  }

  private void lxd() {
    String name = type.nativeName();
    begin("type", "timestamp", "metadata");
    if (name.startsWith(LIFECYCLE)) {
      constant("type", "lifecycle");
      json.key("metadata").beginObject();
      begin("action", "source");
      constant("action", name.substring(LIFECYCLE.length()));
      describe("source", "path of what it happened to");
      if (!type.attributes().isEmpty()) {
        object("context");
      }
      describe("requestor", "username, protocol and address of who asked for it");
    } else if (name.startsWith(SECURITY)) {
      constant("type", "security");
      json.key("metadata").beginObject();
      begin("name", "level", "description");
      describe("name", name.substring(SECURITY.length()) + ", with identifiers behind colons");
      describe("level", "info or warning");
      describe("requestor", "username, protocol, address and user_agent of who asked for it");
    } else {
      constant("type", name);
      json.key("metadata").beginObject();
      begin();
      attributes();
    }
    end();
    json.endObject();
    timestamp("timestamp");
    describe("location", "the cluster member; none on a single server");
    describe("project", "absent for what concerns the server");
    end();
  }

  private void gluster() {
    begin("event", "message", "nodeid", "ts");
    constant("event", type.nativeName());
    object("message");
    describe("nodeid", "UUID of the node that reports it");
    json.key("ts").beginObject().member("type", "integer");
    json.member("description", "seconds since 1970 by the clock of the sender").endObject();
    end();
  }

  private void openstack() {
    begin("message_id", "publisher_id", "event_type", "priority", "payload", "timestamp");
    constant("event_type", type.nativeName());
    describe("publisher_id", "service and host, e.g. image.controller-1");
    describe("priority", "AUDIT, DEBUG, INFO, WARN, ERROR, CRITICAL or SAMPLE");
    if (type.attributes().isEmpty()) {
      describe("payload", "what the notification is about");
    } else {
      object("payload");
    }
    describe("timestamp", "UTC, like 2026-11-20 09:35:56.372424");
    end();
  }

  private void cloudru() {
    begin("eventSource", "eventType", "eventStatus");
    constant("eventType", type.nativeName());
    describe("eventSource", "who produced it");
    describe("eventStatus", "STARTED, SUCCESS, DONE, ERROR, CANCELLED or another word");
    timestamp("eventTime");
    end();
  }

  private void plain() {
    begin("type");
    constant("type", type.type());
    attributes();
    end();
  }

  private void begin(String... required) {
    json.member("type", "object");
    if (required.length > 0) {
      json.key("required").beginArray();
      for (String name : required) {
        json.string(name);
      }
      json.endArray();
    }
    json.key("properties").beginObject();
  }

  private void end() {
    json.endObject();
  }

  private void object(String name) {
    json.key(name).beginObject();
    begin();
    attributes();
    end();
    json.endObject();
  }

  private void attributes() {
    type.attributes().forEach(this::describe);
  }

  private void constant(String name, String value) {
    json.key(name).beginObject().member("const", value).endObject();
  }

  private void describe(String name, String description) {
    json.key(name).beginObject().member("description", description).endObject();
  }

  private void timestamp(String name) {
    json.key(name).beginObject().member("type", "string").member("format", "date-time").endObject();
  }
}
