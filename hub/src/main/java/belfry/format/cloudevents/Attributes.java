package belfry.format.cloudevents;

import belfry.event.InvalidEvent;
import belfry.event.Origin;
import belfry.format.Timestamp;
import belfry.format.UriReference;
import belfry.format.json.JsonType;
import belfry.format.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The context attributes of one event, checked by section 3 of the specification. Values are kept
 * in their canonical text. Those of the specification have a place each, because every event is
 * asked for them several times; the others are a handful, searched faster than hashed.
 */
final class Attributes {
  static final String ID = "id";
  static final String SOURCE = "source";
  static final String SPECVERSION = "specversion";
  static final String TYPE = "type";
  static final String SUBJECT = "subject";
  static final String TIME = "time";
  static final String DATACONTENTTYPE = "datacontenttype";
  static final String DATASCHEMA = "dataschema";

  /** What the attributes of binary mode are called in an {@link Origin}. */
  static final String PREFIX = "ce-";

  static final String CONTENT_TYPE = "content-type";
  private static final String VERSION = "1.0";

  /** One attribute; the value is not empty where the specification forbids it. */
  record Attribute(String name, String value) {}

  private final String pointerPrefix;
  private final List<Attribute> all = new ArrayList<>(12);

  /** Values by {@link #place}; empty where there is none. */
  private final String[] specified = {"", "", "", "", "", "", "", ""};

  private Optional<Timestamp> time = Optional.empty();

  private Attributes(String pointerPrefix) {
    this.pointerPrefix = pointerPrefix;
  }

  /** Those of an event in the JSON format; a member that is null counts as absent. */
  static Attributes of(JsonValue event) throws InvalidEvent {
    var attributes = new Attributes("/");
    for (JsonValue.Member member : event.members()) {
      boolean isData = member.key().equals("data") || member.key().equals("data_base64");
      if (!isData && !member.value().isNull()) {
        attributes.add(member.key(), member.value());
      }
    }
    return attributes.checked();
  }

  /** Those of an event in binary mode, whose content type is that of the data. */
  static Attributes of(Origin origin) throws InvalidEvent {
    var attributes = new Attributes(PREFIX);
    for (Map.Entry<String, String> header : origin.attributes().tailMap(PREFIX).entrySet()) {
      if (!header.getKey().startsWith(PREFIX)) {
        break;
      }
      String name = header.getKey().substring(PREFIX.length());
      if (name.equals(DATACONTENTTYPE)) {
        throw attributes.invalid(name, header.getValue(), "the content type in its place");
      }
      attributes.add(name, header.getValue());
    }
    Optional<String> type = origin.attribute(CONTENT_TYPE).filter(text -> !text.isEmpty());
    if (type.isPresent()) {
      attributes.add(DATACONTENTTYPE, type.get());
    }
    return attributes.checked();
  }

  /** The types that JSON can say: string, boolean, and integer of 32 bits. */
  private void add(String name, JsonValue value) throws InvalidEvent {
    JsonType type = value.type();
    boolean text = type == JsonType.STRING;
    boolean truth = type == JsonType.TRUE || type == JsonType.FALSE;
    boolean integer = type == JsonType.NUMBER && isInteger(value.text());
    if (!text && (ofTheSpecification(name) || !(truth || integer))) {
      throw invalid(
          name,
          value.toString(),
          ofTheSpecification(name) ? "a string" : "a string, a boolean or an integer of 32 bits");
    }
    add(name, value.text());
  }

  private static boolean isInteger(String number) {
    try {
      return Integer.toString(Integer.parseInt(number)).equals(number);
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private void add(String name, String value) throws InvalidEvent {
    int place = place(name);
    if (place < 0 && !isName(name)) {
      throw invalid(name, "such a name", "lower-case letters and digits");
    }
    if (!isLegal(value)) {
      throw invalid(name, value, "no control characters or noncharacters");
    }
    if (place >= 0) {
      specified[place] = value;
    }
    all.add(new Attribute(name, value));
  }

  private static boolean isName(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if ((c < 'a' || c > 'z') && (c < '0' || c > '9')) {
        return false;
      }
    }
    return !name.isEmpty();
  }

  private static boolean isLegal(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < 0x20 || c >= 0x7f) {
        return value.codePoints().noneMatch(Attributes::isForbidden);
      }
    }
    return true;
  }

  /** Section 3.1, type String. */
  private static boolean isForbidden(int point) {
    return point < 0x20
        || (point >= 0x7f && point <= 0x9f)
        || (point >= 0xfdd0 && point <= 0xfdef)
        || (point & 0xfffe) == 0xfffe
        || (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
  }

  /** A text with U+FFFD for every character that no attribute may have. */
  static String legal(String text) {
    if (isLegal(text)) {
      return text;
    }
    var out = new StringBuilder(text.length());
    text.codePoints().forEach(p -> out.appendCodePoint(isForbidden(p) ? 0xfffd : p));
    return out.toString();
  }

  static boolean ofTheSpecification(String name) {
    return place(name) >= 0;
  }

  private static int place(String name) {
    return switch (name) {
      case ID -> 0;
      case SOURCE -> 1;
      case SPECVERSION -> 2;
      case TYPE -> 3;
      case SUBJECT -> 4;
      case TIME -> 5;
      case DATACONTENTTYPE -> 6;
      case DATASCHEMA -> 7;
      default -> -1;
    };
  }

  private Attributes checked() throws InvalidEvent {
    check(SPECVERSION, required(SPECVERSION).equals(VERSION), VERSION);
    required(ID);
    required(TYPE);
    check(SOURCE, UriReference.isValid(required(SOURCE)), "a URI reference");
    for (Attribute attribute : all) {
      if (attribute.value().isEmpty() && ofTheSpecification(attribute.name())) {
        throw invalid(attribute.name(), "empty", "a text or no such attribute");
      }
    }
    String schema = text(DATASCHEMA);
    check(DATASCHEMA, schema.isEmpty() || UriReference.isAbsolute(schema), "a URI");
    time = Timestamp.rfc3339(text(TIME));
    check(TIME, text(TIME).isEmpty() || time.isPresent(), "RFC 3339");
    String type = text(DATACONTENTTYPE);
    check(DATACONTENTTYPE, type.isEmpty() || type.indexOf('/') > 0, "a media type");
    return this;
  }

  private void check(String name, boolean good, String expected) throws InvalidEvent {
    if (!good) {
      throw invalid(name, text(name), expected);
    }
  }

  private String required(String name) throws InvalidEvent {
    String text = text(name);
    if (text.isEmpty()) {
      throw invalid(name, "absent or empty", "a text; it is required");
    }
    return text;
  }

  private InvalidEvent invalid(String name, String was, String expected) {
    return new InvalidEvent(pointerPrefix + name, was, expected);
  }

  /** In the order of the bytes, or of names in binary mode. */
  List<Attribute> all() {
    return all;
  }

  Optional<String> find(String name) {
    int place = place(name);
    if (place >= 0) {
      return specified[place].isEmpty() ? Optional.empty() : Optional.of(specified[place]);
    }
    for (Attribute attribute : all) {
      if (attribute.name().equals(name)) {
        return Optional.of(attribute.value());
      }
    }
    return Optional.empty();
  }

  /** The value, or empty. */
  String text(String name) {
    return find(name).orElse("");
  }

  Optional<Timestamp> time() {
    return time;
  }
}
