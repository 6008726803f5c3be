package belfry.format.hub;

import belfry.event.Event;
import belfry.event.InvalidEvent;
import belfry.event.Kind;
import belfry.event.Malformed;
import belfry.event.Severity;
import belfry.format.Raw;
import belfry.format.Timestamp;
import belfry.format.json.Json;
import belfry.format.json.JsonValue;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What the hub notes about its journal. The data are one JSON object; {@code type} is required, all
 * other members that are attributes of an event are optional, and whatever else stands there is
 * kept as it is.
 */
final class HubDecoder {
  private static final int VERSION = 1;
  private static final String SOURCE = "/belfry";

  private HubDecoder() {}

  static Event decode(Raw raw) throws Malformed, InvalidEvent {
    JsonValue json = Json.parse(raw.bytes());
    if (!json.isObject()) {
      throw new Malformed(0, "a JSON " + json.type() + " (expected: an object)");
    }
    Kind kind = kind(json.text("kind"));
    return Event.of(
            or(json.text("id"), raw.freshId()),
            or(json.text("source"), SOURCE),
            type(json),
            time(json).orElse(raw.received()),
            HubDialect.NAME,
            raw.bytes())
        .decoderVersion(VERSION)
        .kind(kind)
        .subject(json.text("subject"))
        .nativeProject(json.text("project"))
        .location(json.text("location"))
        .severity(severity(json, kind))
        .origin(raw.origin())
        .build()
        .checked();
  }

  private static String or(String text, String plain) {
    return text.isEmpty() ? plain : text;
  }

  private static String type(JsonValue json) throws InvalidEvent {
    String type = json.text("type");
    if (!type.startsWith("belfry.")) {
      throw new InvalidEvent("/type", or(type, "absent"), "belfry. and a name");
    }
    return type;
  }

  private static Kind kind(String word) throws InvalidEvent {
    if (word.isEmpty()) {
      return Kind.EVENT;
    }
    return Arrays.stream(Kind.values())
        .filter(kind -> kind.text().equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidEvent("/kind", word, "event, gap, malformed, erase, key or heartbeat"));
  }

  private static Optional<Instant> time(JsonValue json) throws InvalidEvent {
    String text = json.text("time");
    if (text.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        Timestamp.rfc3339(text)
            .orElseThrow(() -> new InvalidEvent("/time", text, "RFC 3339"))
            .instant());
  }

  private static Severity severity(JsonValue json, Kind kind) throws InvalidEvent {
    String word = json.text("severity");
    if (word.isEmpty()) {
      return kind == Kind.GAP || kind == Kind.MALFORMED ? Severity.WARN : Severity.INFO;
    }
    return Severity.parse(word)
        .orElseThrow(
            () ->
                new InvalidEvent(
                    "/severity",
                    word,
                    "one of " + Arrays.toString(Severity.values()).toLowerCase(Locale.ROOT)));
  }
}
