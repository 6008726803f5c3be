package belfry.format.cloudru;

import static java.nio.charset.StandardCharsets.UTF_8;

import belfry.event.Audit;
import belfry.event.AuditBuilder;
import belfry.event.InvalidEvent;
import belfry.event.Payload;
import belfry.format.Body;
import belfry.format.Timestamp;
import belfry.format.cloudru.CloudruDialect.Strictness;
import belfry.format.json.JsonType;
import belfry.format.json.JsonValue;
import belfry.format.json.JsonWriter;
import belfry.format.json.JsonWriter.Style;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** One record, read; {@code docs/systems/cloudru.md}. Used once per record. */
final class RecordReader {
  /** Most items of resourceMetadata. */
  static final int RESOURCES_MAX = 32;

  /** Longest eventId, in bytes of UTF-8. */
  static final int ID_BYTES_MAX = 128;

  private static final int TIME_DIGITS_MAX = 9;
  private static final String CUSTOMER = "Customer";

  private final boolean strict;
  private final Members record;
  private final List<String> inferred = new ArrayList<>();
  private final NavigableMap<String, JsonValue> unmapped = new TreeMap<>();

  /**
   * @throws InvalidEvent if a key stands there in both cases
   */
  RecordReader(JsonValue record, Strictness strictness) throws InvalidEvent {
    this.strict = strictness == Strictness.STRICT;
    this.record = new Members(record, "", Key.OF_RECORD);
  }

  /**
   * Reads it all.
   *
   * @param idOtherwise when it has none
   * @param timeOtherwise when it has none
   * @throws InvalidEvent with a pointer to what cannot be
   */
  Audit read(String idOtherwise, String timeOtherwise) throws InvalidEvent {
    keepUnknown(record, "");
    String id = id();
    Optional<Timestamp> time = time();
    String source = required(Key.EVENT_SOURCE);
    String type = required(Key.EVENT_TYPE);
    String status = required(Key.EVENT_STATUS);
    AuditBuilder audit =
        Audit.of(source, type, status, id.isEmpty() ? infer("eventId", idOtherwise) : id)
            .logSource(source.equals(CUSTOMER) ? Audit.LogSource.CLIENT : Audit.LogSource.PLATFORM)
            .eventTime(time.isEmpty() ? infer("eventTime", timeOtherwise) : time.get().utc());
    authorization(audit);
    audit.resources(resources());
    request(audit);
    audit.subject(subject());
    audit.error(structured(Key.ERROR)).details(details());
    level(Audit.Level.of(status));
    return audit.inferred(inferred.toArray(String[]::new)).build();
  }

  /**
   * The time that the record says.
   *
   * @throws InvalidEvent if it is not RFC 3339
   */
  Optional<Timestamp> time() throws InvalidEvent {
    String text = record.text(Key.EVENT_TIME);
    if (!record.has(Key.EVENT_TIME) || record.value(Key.EVENT_TIME).isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        Timestamp.rfc3339(text)
            .filter(time -> time.digits() <= TIME_DIGITS_MAX)
            .orElseThrow(
                () ->
                    record.invalid(
                        Key.EVENT_TIME,
                        "RFC 3339 with a zone and at most " + TIME_DIGITS_MAX + " digits")));
  }

  private String required(Key key) throws InvalidEvent {
    String text = record.text(key);
    if (text.isEmpty()) {
      throw record.invalid(key, "a text; it is required");
    }
    return text;
  }

  private String id() throws InvalidEvent {
    String id = record.text(Key.EVENT_ID);
    if (record.value(Key.EVENT_ID).isPresent()
        && (id.isEmpty()
            || id.getBytes(UTF_8).length > ID_BYTES_MAX
            || id.chars().anyMatch(Character::isISOControl))) {
      throw record.invalid(
          Key.EVENT_ID, "1 to " + ID_BYTES_MAX + " bytes without control characters");
    }
    return id;
  }

  private void authorization(AuditBuilder audit) throws InvalidEvent {
    Optional<Members> authorization = record.object(Key.AUTHORIZATION, Key.OF_AUTHORIZATION);
    if (authorization.isPresent()) {
      keepUnknown(authorization.get(), "authorization.");
    }
    audit.authorized(
        truth(authorization, Key.AUTHORIZED)
            .orElseGet(() -> infer("authorization.authorized", true)));
  }

  /** A boolean; empty when a rule must say it. */
  private Optional<Boolean> truth(Optional<Members> in, Key key) throws InvalidEvent {
    if (in.isEmpty() || !in.get().has(key)) {
      return Optional.empty();
    }
    JsonType type = in.get().value(key).map(JsonValue::type).orElse(JsonType.NULL);
    if (type == JsonType.TRUE || type == JsonType.FALSE) {
      return Optional.of(type == JsonType.TRUE);
    }
    if (strict) {
      throw in.get().invalid(key, "true or false");
    }
    return Optional.empty();
  }

  private List<Audit.Resource> resources() throws InvalidEvent {
    Optional<JsonValue> list = record.value(Key.RESOURCE_METADATA);
    if (list.isEmpty()) {
      return List.of();
    }
    if (!list.get().isArray()) {
      throw record.invalid(Key.RESOURCE_METADATA, "an array");
    }
    List<JsonValue> items = list.get().elements();
    if (items.size() > RESOURCES_MAX) {
      throw new InvalidEvent(
          "/" + Key.RESOURCE_METADATA.camel(), items.size() + " items", "at most " + RESOURCES_MAX);
    }
    var resources = new ArrayList<Audit.Resource>(items.size());
    for (int i = 0; i < items.size(); i++) {
      resources.add(resource(items.get(i), i));
    }
    return resources;
  }

  private Audit.Resource resource(JsonValue item, int index) throws InvalidEvent {
    String at = Key.RESOURCE_METADATA.camel() + "/" + index;
    if (!item.isObject()) {
      throw new InvalidEvent("/" + at, item.toString(), "an object");
    }
    var members = new Members(item, "/" + at, Key.OF_RESOURCE);
    keepUnknown(members, at.replace('/', '.') + ".");
    if (strict && members.text(Key.RESOURCE_TYPE).isEmpty()) {
      throw members.invalid(Key.RESOURCE_TYPE, "a text; it is required");
    }
    return new Audit.Resource(
        members.text(Key.RESOURCE_TYPE),
        members.text(Key.RESOURCE_ID),
        members.text(Key.RESOURCE_NAME));
  }

  private void request(AuditBuilder audit) throws InvalidEvent {
    Optional<Members> metadata = record.object(Key.REQUEST_METADATA, Key.OF_REQUEST);
    if (metadata.isPresent()) {
      keepUnknown(metadata.get(), "requestMetadata.");
      audit
          .remoteAddress(metadata.get().text(Key.REMOTE_ADDRESS))
          .userAgent(metadata.get().text(Key.USER_AGENT))
          .requestId(metadata.get().text(Key.REQUEST_ID));
    }
    audit
        .requestMethod(record.text(Key.REQUEST_METHOD))
        .requestEndpoint(record.text(Key.REQUEST_ENDPOINT))
        .request(structured(Key.REQUEST))
        .response(structured(Key.RESPONSE))
        .xRequestId(record.text(Key.X_REQUEST_ID));
  }

  private Audit.Subject subject() throws InvalidEvent {
    Optional<Members> who = record.object(Key.AUTHENTICATION, Key.OF_AUTHENTICATION);
    if (who.isEmpty()) {
      infer("authentication.authenticated", false);
      return Audit.Subject.UNKNOWN;
    }
    Members members = who.get();
    keepUnknown(members, "authentication.");
    String id = members.text(Key.SUBJECT_ID);
    String name = members.text(Key.SUBJECT_NAME);
    String type = members.text(Key.SUBJECT_TYPE);
    boolean named = !id.isEmpty() || !name.isEmpty();
    return new Audit.Subject(
        truth(who, Key.AUTHENTICATED).orElseGet(() -> infer("authentication.authenticated", named)),
        members.value(Key.SUBJECT_TYPE).isPresent()
            ? type
            : infer("authentication.subjectType", "UNKNOWN"),
        id,
        name);
  }

  /** Text by definition; a sender that puts structure there gets it back as compact JSON text. */
  private String structured(Key key) throws InvalidEvent {
    Optional<JsonValue> value = record.value(key);
    if (value.isEmpty()) {
      return "";
    }
    return switch (value.get().type()) {
      case STRING -> value.get().text();
      case OBJECT, ARRAY -> new JsonWriter(Style.COMPACT).sorted(value.get()).payload().text();
      default -> throw record.invalid(key, "a string, an object or an array");
    };
  }

  private void keepUnknown(Members members, String path) throws InvalidEvent {
    for (JsonValue.Member member : members.unknown()) {
      if (strict) {
        throw new InvalidEvent(
            "/" + path.replace('.', '/') + member.key(), "unknown", "a key of the record");
      }
      unmapped.put(path + member.key(), member.value());
    }
  }

  /** The details, with the members that the record does not have as one more member. */
  private String details() throws InvalidEvent {
    String details = structured(Key.DETAILS);
    if (unmapped.isEmpty()) {
      return details;
    }
    inferred.add("details");
    var out = new JsonWriter(Style.COMPACT).beginObject();
    if (Body.of(Payload.of(details)) instanceof Body.Document(var json)
        && json.isObject()
        && json.get("unmapped").isEmpty()) {
      json.members().forEach(member -> out.member(member.key(), member.value()));
    } else if (!details.isEmpty()) {
      out.member("text", details);
    }
    out.key("unmapped").beginObject();
    for (Map.Entry<String, JsonValue> member : unmapped.entrySet()) {
      out.member(member.getKey(), member.getValue());
    }
    return out.endObject().endObject().payload().text();
  }

  /** The level is computed; what the sender says instead is noted, or refused when strict. */
  private void level(Audit.Level computed) throws InvalidEvent {
    Optional<JsonValue> said = record.value(Key.EVENT_LEVEL);
    if (said.isPresent() && !record.text(Key.EVENT_LEVEL).equals(computed.name())) {
      if (strict) {
        throw record.invalid(Key.EVENT_LEVEL, computed + ", which the status gives");
      }
      inferred.add("eventLevel");
    }
  }

  private <T> T infer(String field, T value) {
    inferred.add(field);
    return value;
  }
}
