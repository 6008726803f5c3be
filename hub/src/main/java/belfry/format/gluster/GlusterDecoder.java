package belfry.format.gluster;

import belfry.event.Event;
import belfry.event.InvalidEvent;
import belfry.event.Malformed;
import belfry.event.Severity;
import belfry.format.Decoder;
import belfry.format.Raw;
import belfry.format.UriReference;
import belfry.format.json.Json;
import belfry.format.json.JsonValue;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A body or a datagram to an event. The wire has no id and equal events in one second are legal, so
 * each arrival is an event of its own.
 */
final class GlusterDecoder implements Decoder {
  private static final int VERSION = 1;

  /** The seconds that RFC 3339 can write; the wire has no bounds. */
  private static final long EARLIEST = Instant.parse("0000-01-01T00:00:00Z").getEpochSecond();

  private static final long LATEST = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();

  /** Where events name what they are about, the most telling first; old and new spellings. */
  static final List<String> VOLUMES =
      List.of(
          "volume",
          "Volume",
          "volume_name",
          "vol",
          "primary_volume",
          "primary",
          "Primary",
          "master_volume",
          "master",
          "name",
          "snapshot_name");

  static final List<String> BRICKS = List.of("brick", "brick_path", "source-brick", "subvol");
  static final List<String> PEERS = List.of("peer", "host");

  @Override
  public Event decode(Raw raw) throws Malformed, InvalidEvent {
    boolean anyShape = !raw.origin().connector().equals(GlusterDialect.DATAGRAMS);
    return anyShape && GlusterDialect.isJson(raw.bytes()) ? body(raw) : datagram(raw);
  }

  private static Event datagram(Raw raw) throws Malformed, InvalidEvent {
    Datagram datagram = Datagram.parse(raw.bytes());
    String nodeid = raw.origin().attribute(GlusterDialect.NODEID).orElse("");
    Severity severity = GlusterEvents.severity(datagram.event());
    boolean raised = datagram.doubtful() && severity.compareTo(Severity.WARN) < 0;
    return event(
        raw,
        new Envelope(
            datagram.event(),
            nodeid,
            datagram.ts(),
            subject(name -> Optional.ofNullable(datagram.attributes().get(name))),
            raised ? Severity.WARN : severity));
  }

  private static Event body(Raw raw) throws Malformed, InvalidEvent {
    JsonValue json = Json.parse(raw.bytes());
    String event = json.text("event");
    if (event.isEmpty()) {
      throw invalid(json, "event", "a text that is not empty");
    }
    JsonValue message =
        json.get("message")
            .filter(JsonValue::isObject)
            .orElseThrow(() -> invalid(json, "message", "an object"));
    String ts = json.get("ts").map(JsonValue::text).orElse("");
    if (!ts.matches("-?[0-9]+")) {
      throw invalid(json, "ts", "seconds since 1970 as an integer");
    }
    String nodeid = json.text("nodeid");
    return event(
        raw,
        new Envelope(
            event,
            nodeid.isEmpty() ? raw.origin().attribute(GlusterDialect.NODEID).orElse("") : nodeid,
            ts,
            subject(name -> Optional.of(message.text(name))),
            GlusterEvents.severity(event)));
  }

  private static InvalidEvent invalid(JsonValue json, String key, String expected) {
    String was = json.get(key).map(JsonValue::toString).orElse("absent");
    return new InvalidEvent("/" + key, was, expected);
  }

  /** What both shapes say. */
  private record Envelope(
      String event, String nodeid, String ts, String subject, Severity severity) {}

  private static Event event(Raw raw, Envelope envelope) throws InvalidEvent {
    String nodeid = envelope.nodeid();
    return Event.of(
            raw.freshId(),
            nodeid.isEmpty() ? "/gluster" : "/gluster/" + UriReference.segment(nodeid),
            "gluster." + envelope.event(),
            time(envelope.ts()).orElse(raw.received()),
            GlusterDialect.NAME,
            raw.bytes())
        .decoderVersion(VERSION)
        .subject(envelope.subject())
        .location(nodeid)
        .severity(envelope.severity())
        .origin(raw.origin())
        .build()
        .checked();
  }

  /** Empty if no calendar has that second; then the time of arrival stands for it. */
  static Optional<Instant> time(String ts) {
    if (ts.length() > 18) {
      return Optional.empty();
    }
    long second = Long.parseLong(ts);
    return second < EARLIEST || second > LATEST
        ? Optional.empty()
        : Optional.of(Instant.ofEpochSecond(second));
  }

  private static String subject(Attributes attributes) {
    for (List<String> names : List.of(VOLUMES, BRICKS, PEERS)) {
      for (String name : names) {
        String value = attributes.get(name).orElse("").strip();
        if (!value.isEmpty()) {
          return printable(value);
        }
      }
    }
    return "";
  }

  @FunctionalInterface
  private interface Attributes {
    Optional<String> get(String name);
  }

  /** Values are any bytes; a subject is a line of bounded length. The data keep them whole. */
  private static String printable(String value) {
    String cut =
        value.length() <= Event.NAME_CHARS_MAX ? value : value.substring(0, Event.NAME_CHARS_MAX);
    return cut.chars().anyMatch(Character::isISOControl) ? cut.replaceAll("\\p{Cntrl}", " ") : cut;
  }
}
