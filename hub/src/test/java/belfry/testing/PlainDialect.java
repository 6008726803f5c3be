package belfry.testing;

import belfry.event.Audit;
import belfry.event.Event;
import belfry.event.InvalidEvent;
import belfry.event.Malformed;
import belfry.event.Payload;
import belfry.format.Decoded;
import belfry.format.Decoder;
import belfry.format.Dialect;
import belfry.format.Dialects;
import belfry.format.Encoder;
import belfry.format.Raw;
import belfry.format.json.Json;
import belfry.format.json.JsonValue;
import java.time.Instant;
import java.util.List;

/**
 * The plainest dialect there can be, for tests of what does not care: a JSON object whose members
 * {@code id, source, type, subject, project} are the envelope. What is absent has a plain value.
 */
public final class PlainDialect implements Dialect {
  public static final String NAME = "plain";

  /** Only this dialect. */
  public static final Dialects DIALECTS = new Dialects(List.of(new PlainDialect()));

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Decoder decoder() {
    return PlainDialect::decode;
  }

  private static Event decode(Raw raw) throws Malformed, InvalidEvent {
    JsonValue data = Json.parse(raw.bytes());
    if (!data.isObject()) {
      throw new Malformed(data.offset(), "no object");
    }
    return Event.of(
            or(data.text("id"), raw.freshId()),
            or(data.text("source"), "/plain"),
            or(data.text("type"), "plain.event"),
            raw.received(),
            NAME,
            raw.bytes())
        .subject(data.text("subject"))
        .nativeProject(data.text("project"))
        .origin(raw.origin())
        .build()
        .checked();
  }

  private static String or(String value, String otherwise) {
    return value.isEmpty() ? otherwise : value;
  }

  @Override
  public Encoder encoder() {
    return new Encoder() {
      @Override
      public Payload encode(Decoded decoded) {
        return decoded.entry().event().data();
      }

      @Override
      public String contentType() {
        return "application/json";
      }
    };
  }

  @Override
  public JsonValue content(Event event) {
    try {
      return Json.parse(event.data());
    } catch (Malformed e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public Audit audit(Event event, JsonValue content) {
    return Audit.of(event.source(), event.type(), "SUCCESS", event.id())
        .logSource(Audit.LogSource.INFRASTRUCTURE)
        .build();
  }

  /** An event as the decoder would make it. */
  public static Event event(String source, String id) {
    return event(source, id, "plain.event");
  }

  /** An event of a type. */
  public static Event event(String source, String id, String type) {
    var data =
        Payload.of("{\"id\":\"%s\",\"source\":\"%s\",\"type\":\"%s\"}".formatted(id, source, type));
    return Event.of(id, source, type, Instant.EPOCH, NAME, data).build();
  }
}
