package belfry.format.cloudru;

import belfry.event.Audit;
import belfry.event.AuditBuilder;
import belfry.event.InvalidEvent;
import belfry.format.json.JsonType;
import belfry.format.json.JsonValue;
import belfry.format.json.JsonWriter;
import belfry.format.json.JsonWriter.Style;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * One element of the array that clients post to Cloud.ru's bulk interface, as a record; {@code
 * docs/systems/cloudru.md}.
 */
final class BulkReader {
  /** Below this a number of milliseconds is one of seconds: 1973 or 5138. */
  private static final long SECONDS_MAX = 100_000_000_000L;

  private static final long MILLIS_MAX = Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli();

  /** Members with a field of their own in the record; all others go to the details. */
  private static final Set<String> SPOKEN_FOR =
      Set.of(
          "datetime", "service_name", "name", "session_id", "user_login", "user_name", "user_node");

  private final JsonValue element;

  BulkReader(JsonValue element) {
    this.element = element;
  }

  /** Whether an object is an element of a bulk, not a record: no key of both is the same. */
  static boolean recognises(JsonValue object) {
    return (object.get("service_name").isPresent() || object.get("datetime").isPresent())
        && object.get("eventType").isEmpty()
        && object.get("event_type").isEmpty();
  }

  /** As {@link RecordReader#read}. */
  Audit read(String idOtherwise, String timeOtherwise) throws InvalidEvent {
    Optional<Instant> time = time();
    String login = text("user_login");
    String name = text("user_name");
    AuditBuilder audit =
        Audit.of(required("service_name"), required("name"), "SUCCESS", idOtherwise)
            .logSource(Audit.LogSource.CLIENT)
            .eventTime(time.map(Instant::toString).orElse(timeOtherwise))
            .remoteAddress(text("user_node"))
            .requestId(text("session_id"))
            .details(details())
            .inferred(
                "eventId",
                "eventStatus",
                "authorization.authorized",
                "authentication.authenticated");
    if (!login.isEmpty()) {
      audit.subject(new Audit.Subject(true, "USER", login, name));
    } else {
      audit.subject(new Audit.Subject(false, "UNKNOWN", "", name));
    }
    if (time.isEmpty() || inSeconds()) {
      audit.inferred("eventTime");
    }
    return audit.build();
  }

  /**
   * When it happened; a number that can only be seconds is taken as such and noted.
   *
   * @throws InvalidEvent if it is no whole number of milliseconds
   */
  Optional<Instant> time() throws InvalidEvent {
    Optional<JsonValue> datetime = present("datetime");
    if (datetime.isEmpty()) {
      return Optional.empty();
    }
    long number = number(datetime.get());
    return Optional.of(
        number < SECONDS_MAX ? Instant.ofEpochSecond(number) : Instant.ofEpochMilli(number));
  }

  private boolean inSeconds() throws InvalidEvent {
    return number(present("datetime").orElseThrow()) < SECONDS_MAX;
  }

  private static long number(JsonValue datetime) throws InvalidEvent {
    String text = datetime.text();
    if (datetime.type() == JsonType.NUMBER
        && text.length() <= Long.toString(MILLIS_MAX).length()
        && text.chars().allMatch(c -> c >= '0' && c <= '9')
        && Long.parseLong(text) <= MILLIS_MAX) {
      return Long.parseLong(text);
    }
    throw new InvalidEvent("/datetime", datetime.toString(), "milliseconds since 1970 up to 9999");
  }

  private String required(String key) throws InvalidEvent {
    String text = text(key);
    if (text.isEmpty()) {
      throw new InvalidEvent("/" + key, "absent or empty", "a text; it is required");
    }
    return text;
  }

  private String text(String key) throws InvalidEvent {
    Optional<JsonValue> value = present(key);
    if (value.isPresent() && !value.get().isString()) {
      throw new InvalidEvent("/" + key, value.get().toString(), "a string");
    }
    return value.map(JsonValue::text).orElse("");
  }

  private Optional<JsonValue> present(String key) {
    return element.get(key).filter(value -> !value.isNull());
  }

  private String details() {
    var out = new JsonWriter(Style.COMPACT).beginObject();
    element.forEachMember(
        (key, value) -> {
          if (!SPOKEN_FOR.contains(key)) {
            out.member(key, value);
          }
        });
    String details = out.endObject().payload().text();
    return details.equals("{}") ? "" : details;
  }
}
