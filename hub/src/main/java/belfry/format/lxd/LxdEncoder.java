package belfry.format.lxd;

import belfry.event.Audit;
import belfry.event.Entry;
import belfry.event.Event;
import belfry.event.Payload;
import belfry.format.Content;
import belfry.format.Decoded;
import belfry.format.Encoder;
import belfry.format.UriReference;
import belfry.format.json.JsonWriter;
import belfry.format.json.JsonWriter.Style;
import java.time.Instant;
import java.time.temporal.ChronoField;
import java.util.SortedMap;

/**
 * An LXD event as it came; every other one as the lifecycle event that LXD would have sent, with
 * its key order, its omissions and Go's escapes, so that stock clients see all systems.
 */
final class LxdEncoder implements Encoder {
  /** Go writes years of four digits only. */
  private static final Instant EARLIEST = Instant.parse("0000-01-01T00:00:00Z");

  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999999Z");

  @Override
  public String contentType() {
    return "application/json";
  }

  @Override
  public Payload encode(Decoded decoded) {
    Event event = decoded.entry().event();
    return event.format().equals(LxdDialect.NAME) ? event.data() : lifecycle(decoded);
  }

  private static Payload lifecycle(Decoded decoded) {
    Entry entry = decoded.entry();
    Event event = entry.event();
    var json = new JsonWriter(Style.GO, event.data().size() + 512);
    json.beginObject();
    json.member("type", "lifecycle");
    json.member("timestamp", timestamp(event.time()));
    json.key("metadata").beginObject();
    Audit audit = decoded.audit();
    json.member("action", audit.eventType().isEmpty() ? event.type() : audit.eventType());
    json.member(
        "source",
        event.subject().orElseGet(() -> "/1.0/events/" + UriReference.segment(event.id())));
    addContext(json, Content.flattened(decoded.content()));
    addRequestor(json, event, audit);
    json.endObject();
    event.location().ifPresent(location -> json.member("location", location));
    json.member("project", event.project());
    return json.endObject().payload();
  }

  private static void addContext(JsonWriter json, SortedMap<String, String> context) {
    if (!context.isEmpty()) {
      json.key("context").beginObject();
      context.forEach(json::member);
      json.endObject();
    }
  }

  /**
   * The protocol is the system's name and none of LXD's own, so that no foreign event can pass for
   * one that an LXD identity asked for.
   */
  private static void addRequestor(JsonWriter json, Event event, Audit audit) {
    Audit.Subject subject = audit.subject();
    String username = subject.name().isEmpty() ? subject.id() : subject.name();
    if (!username.isEmpty()) {
      json.key("requestor")
          .beginObject()
          .member("username", username)
          .member("protocol", event.system())
          .member("address", audit.remoteAddress())
          .endObject();
    }
  }

  /** RFC 3339 in UTC with as many digits as it takes, as Go's RFC3339Nano cuts them. */
  static String timestamp(Instant time) {
    Instant shown = time.isBefore(EARLIEST) ? EARLIEST : time.isAfter(LATEST) ? LATEST : time;
    String text = shown.toString();
    if (shown.get(ChronoField.NANO_OF_SECOND) == 0) {
      return text;
    }
    int end = text.length() - 1;
    while (text.charAt(end - 1) == '0') {
      end--;
    }
    return text.substring(0, end) + "Z";
  }
}
