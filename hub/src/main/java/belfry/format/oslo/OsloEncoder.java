package belfry.format.oslo;

import static java.nio.charset.StandardCharsets.UTF_8;

import belfry.event.Entry;
import belfry.event.Event;
import belfry.event.Payload;
import belfry.event.Severity;
import belfry.format.Body;
import belfry.format.Decoded;
import belfry.format.Encoder;
import belfry.format.Uuids;
import belfry.format.json.JsonWriter;
import belfry.format.json.JsonWriter.Style;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * An entry as a notification of format 2.0, spelled as Python's {@code json.dumps} does; {@code
 * docs/systems/openstack.md}. Both ids come from the event, so that an entry sent again is the same
 * message to whoever drops repetitions.
 */
final class OsloEncoder implements Encoder {
  /** The namespace of the message ids of events whose own id is no UUID. */
  private static final UUID MESSAGE_IDS = UUID.fromString("9bc28801-c5fb-5199-a50d-45b9462bd54f");

  /** The namespace of {@code _unique_id}, which must not be the message id. */
  private static final UUID UNIQUE_IDS = UUID.fromString("7478b6f2-86d2-52c0-b87f-b9b67712ad62");

  private static final Pattern LOWER_UUID =
      Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS").withZone(ZoneOffset.UTC);

  @Override
  public Payload encode(Decoded decoded) {
    Event event = decoded.entry().event();
    if (event.format().equals(OsloDialect.NAME)) {
      return event.data();
    }
    return new JsonWriter(Style.PYTHON, event.data().size() * 2 + 1024)
        .beginObject()
        .member(Notification.VERSION_KEY, Notification.VERSION)
        .member(Notification.MESSAGE_KEY, message(decoded).text())
        .endObject()
        .payload();
  }

  @Override
  public String contentType() {
    return "application/json";
  }

  private static Payload message(Decoded decoded) {
    Entry entry = decoded.entry();
    Event event = entry.event();
    var out = new JsonWriter(Style.PYTHON, event.data().size() + 1024);
    out.beginObject()
        .member("message_id", messageId(event))
        .member("publisher_id", event.system() + "." + event.location().orElse("belfry"))
        .member("event_type", event.type())
        .member("priority", priority(event.severity()))
        .key("payload");
    payload(out, entry);
    out.member("timestamp", timestamp(event.time()))
        .member("_unique_id", named(UNIQUE_IDS, event).toString().replace("-", ""));
    context(out, decoded);
    return out.endObject().payload();
  }

  /** The envelope of the event with its data inside; nothing of either is lost. */
  private static void payload(JsonWriter out, Entry entry) {
    Event event = entry.event();
    out.beginObject()
        .member("id", event.id())
        .member("source", event.source())
        .member("type", event.type());
    optional(out, "subject", event.subject());
    out.member("time", event.time().toString())
        .member("recorded_time", entry.recordedTime().toString())
        .member("project", event.project());
    optional(out, "native_project", event.nativeProject());
    optional(out, "location", event.location());
    out.member("format", event.format());
    switch (Body.of(event.data())) {
      case Body.Document(var json) -> out.member("data", json);
      case Body.Text(var text) -> out.member("data", text);
      case Body.Binary(var bytes) ->
          out.member("data_base64", Base64.getEncoder().encodeToString(bytes.toBytes()));
    }
    out.endObject();
  }

  /** The context keys that oslo's own filter lets through, where we know them. */
  private static void context(JsonWriter out, Decoded decoded) {
    var audit = decoded.audit();
    optional(out, "_context_request_id", present(audit.xRequestId(), audit.requestId()));
    optional(out, "_context_user_id", present(audit.subject().id(), ""));
    optional(out, "_context_user_name", present(audit.subject().name(), ""));
    optional(out, "_context_project_id", decoded.entry().event().nativeProject());
  }

  private static void optional(JsonWriter out, String key, Optional<String> value) {
    value.ifPresent(text -> out.member(key, text));
  }

  private static Optional<String> present(String one, String other) {
    return Optional.of(one.isEmpty() ? other : one).filter(text -> !text.isEmpty());
  }

  private static String messageId(Event event) {
    return LOWER_UUID.matcher(event.id()).matches()
        ? event.id()
        : named(MESSAGE_IDS, event).toString();
  }

  /** A length before each part, so that no two events make the same name. */
  private static UUID named(UUID namespace, Event event) {
    var name = new StringBuilder();
    for (String part : new String[] {event.project(), event.source(), event.id()}) {
      name.append(part.length()).append(':').append(part);
    }
    return Uuids.named(namespace, name.toString().getBytes(UTF_8));
  }

  private static String priority(Severity severity) {
    return switch (severity) {
      case TRACE, DEBUG -> "DEBUG";
      case INFO -> "INFO";
      case WARN -> "WARN";
      case ERROR -> "ERROR";
      case CRITICAL -> "CRITICAL";
    };
  }

  /** Python's {@code str(datetime)}: a naive UTC time, without a fraction when it would be zero. */
  private static String timestamp(Instant time) {
    boolean whole = time.get(ChronoField.MICRO_OF_SECOND) == 0;
    return (whole ? SECONDS : MICROS).format(time);
  }
}
