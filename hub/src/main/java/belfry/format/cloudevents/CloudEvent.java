package belfry.format.cloudevents;

import belfry.event.InvalidEvent;
import belfry.event.Malformed;
import belfry.event.Origin;
import belfry.event.Payload;
import belfry.format.json.Json;
import belfry.format.json.JsonValue;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/** One event of CloudEvents, in whichever mode it came. */
record CloudEvent(Attributes attributes, Data data) {

  /** The domain data. */
  sealed interface Data {}

  /** There is none. */
  record Nothing() implements Data {}

  /** A value inside the JSON format. */
  record Value(JsonValue json) implements Data {}

  /** The body of binary mode, or what {@code data_base64} stood for. */
  record Bytes(Payload bytes) implements Data {}

  /**
   * Reads an event. It is in binary mode if its origin has attributes of one.
   *
   * @throws Malformed if it is not, and the bytes are no JSON object
   * @throws InvalidEvent if it breaks the specification
   */
  static CloudEvent of(Payload bytes, Origin origin) throws Malformed, InvalidEvent {
    return isBinary(origin)
        ? new CloudEvent(Attributes.of(origin), data(bytes, origin))
        : structured(bytes);
  }

  /**
   * Its data alone, for one that was checked when it came.
   *
   * @throws Malformed as {@link #of}
   * @throws InvalidEvent if there is no telling which member is the data
   */
  static Data data(Payload bytes, Origin origin) throws Malformed, InvalidEvent {
    if (isBinary(origin)) {
      return bytes.isEmpty() ? new Nothing() : new Bytes(bytes);
    }
    return data(object(bytes));
  }

  static boolean isBinary(Origin origin) {
    if (origin.attributes().isEmpty()) {
      return false;
    }
    var attributes = origin.attributes().tailMap(Attributes.PREFIX);
    return !attributes.isEmpty() && attributes.firstKey().startsWith(Attributes.PREFIX);
  }

  private static CloudEvent structured(Payload bytes) throws Malformed, InvalidEvent {
    JsonValue event = object(bytes);
    return new CloudEvent(Attributes.of(event), data(event));
  }

  private static JsonValue object(Payload bytes) throws Malformed {
    JsonValue event = Json.parse(bytes);
    if (!event.isObject()) {
      throw new Malformed(event.offset(), event.type() + " (expected: an object) at column 1");
    }
    return event;
  }

  /** JSON format 1.0.2 section 3.1: one of two members, or neither. */
  private static Data data(JsonValue event) throws InvalidEvent {
    Optional<JsonValue> value = event.get("data").filter(data -> !data.isNull());
    Optional<JsonValue> base64 = event.get("data_base64").filter(data -> !data.isNull());
    if (base64.isEmpty()) {
      return value.<Data>map(Value::new).orElseGet(Nothing::new);
    }
    if (value.isPresent()) {
      throw new InvalidEvent("/data_base64", "beside data", "one of the two");
    }
    String expected = "a string of base64";
    if (!base64.get().isString()) {
      throw new InvalidEvent("/data_base64", base64.get().toString(), expected);
    }
    try {
      return new Bytes(Payload.owning(Base64.getDecoder().decode(base64.get().text())));
    } catch (IllegalArgumentException e) {
      throw new InvalidEvent("/data_base64", base64.get().text(), expected);
    }
  }

  /** Whether data of this media type is JSON; without one it is, says the JSON format. */
  static boolean isJson(String mediaType) {
    int parameters = mediaType.indexOf(';');
    String type =
        (parameters < 0 ? mediaType : mediaType.substring(0, parameters))
            .strip()
            .toLowerCase(Locale.ROOT);
    return type.isEmpty() || type.endsWith("/json") || type.endsWith("+json");
  }
}
