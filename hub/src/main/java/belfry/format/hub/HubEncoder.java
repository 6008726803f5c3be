package belfry.format.hub;

import belfry.event.Entry;
import belfry.event.Event;
import belfry.event.Malformed;
import belfry.event.Marks;
import belfry.event.Origin;
import belfry.event.Payload;
import belfry.format.Decoded;
import belfry.format.Encoder;
import belfry.format.json.Json;
import belfry.format.json.JsonValue;
import belfry.format.json.JsonWriter;
import belfry.format.json.JsonWriter.Style;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/**
 * Any entry with its whole envelope, on one line. Data that are a JSON object or array by our
 * strict rules are embedded as they stand, but for line breaks between their tokens, which become
 * blanks; other text is a string, and what is not UTF-8 is {@code data_base64}.
 */
final class HubEncoder implements Encoder {
  @Override
  public String contentType() {
    return "application/json";
  }

  @Override
  public Payload encode(Decoded decoded) {
    Entry entry = decoded.entry();
    Event event = entry.event();
    var json = new JsonWriter(Style.COMPACT, event.data().size() + 768);
    json.beginObject()
        .member("id", event.id())
        .member("source", event.source())
        .member("type", event.type());
    addPresent(json, "subject", event.subject());
    json.member("time", event.time().toString())
        .member("recordedTime", entry.recordedTime().toString())
        .member("project", event.project());
    addPresent(json, "nativeProject", event.nativeProject());
    addPresent(json, "location", event.location());
    json.member("kind", event.kind().text())
        .member("severity", event.severity().name().toLowerCase(Locale.ROOT))
        .member("format", event.format())
        .member("position", entry.position().toString());
    addOrigin(json, event.origin());
    addMarks(json, event.marks());
    addData(json, event.data());
    return json.endObject().payload();
  }

  private static void addPresent(JsonWriter json, String name, Optional<String> text) {
    text.ifPresent(value -> json.member(name, value));
  }

  private static void addOrigin(JsonWriter json, Origin origin) {
    json.key("origin").beginObject().member("connector", origin.connector());
    addPresent(json, "principal", origin.principal());
    addPresent(json, "address", origin.address());
    if (!origin.attributes().isEmpty()) {
      json.key("attributes").beginObject();
      origin.attributes().forEach(json::member);
      json.endObject();
    }
    json.endObject();
  }

  private static void addMarks(JsonWriter json, Marks marks) {
    if (!marks.masked().isEmpty()) {
      json.key("masked").beginArray();
      marks.masked().forEach(json::string);
      json.endArray();
    }
    if (marks.conflict()) {
      json.member("conflict", true);
    }
  }

  private static void addData(JsonWriter json, Payload data) {
    if (isDocument(data)) {
      json.key("data").raw(onOneLine(data));
      return;
    }
    String text = data.text();
    if (Payload.of(text).equals(data)) {
      json.member("data", text);
    } else {
      json.member("data_base64", Base64.getEncoder().encodeToString(data.toBytes()));
    }
  }

  /** Only objects and arrays: a JSON string could not be told from a text any more. */
  private static boolean isDocument(Payload data) {
    try {
      JsonValue value = Json.parse(data);
      return value.isObject() || value.isArray();
    } catch (Malformed e) {
      return false;
    }
  }

  private static Payload onOneLine(Payload document) {
    byte[] bytes = document.toBytes();
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n' || bytes[i] == '\r') {
        bytes[i] = ' ';
      }
    }
    return Payload.owning(bytes);
  }
}
