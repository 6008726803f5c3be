package belfry.sink.webhook;

import belfry.event.Entry;
import belfry.event.Event;
import belfry.event.Malformed;
import belfry.event.Payload;
import belfry.format.Decoded;
import belfry.format.json.Json;
import belfry.format.json.JsonValue;
import belfry.format.json.JsonWriter;
import belfry.format.json.JsonWriter.Style;
import belfry.sink.InvalidSink;
import belfry.sink.Members;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text with holes. <code>{{subject}}</code> becomes the text of a field, escaped as the inside of
 * a JSON string; <code>{{json data}}</code> the field as a JSON value. Fields: {@link #FIELDS} and
 * {@code data.<path>}. What an event has not is empty, or {@code null}.
 */
final class Template {
  /** Longest template, in characters. */
  static final int CHARS_MAX = 16_384;

  private static final List<String> FIELDS =
      List.of(
          "id",
          "source",
          "type",
          "subject",
          "time",
          "recordedTime",
          "project",
          "nativeProject",
          "location",
          "kind",
          "severity",
          "format",
          "system",
          "data");

  private static final Pattern HOLE = Pattern.compile("\\{\\{\\s*(json\\s+)?([^{}\\s]+)\\s*}}");

  private sealed interface Part {}

  private record Literal(String text) implements Part {}

  private record Hole(String field, boolean json) implements Part {}

  private final List<Part> parts;

  private Template(List<Part> parts) {
    this.parts = List.copyOf(parts);
  }

  /**
   * Reads a member that must be there.
   *
   * @throws InvalidSink if it names an unknown field, or is meant to be JSON and cannot be
   */
  static Template read(Members members, String name, String contentType) throws InvalidSink {
    String text = members.text(name);
    if (text.length() > CHARS_MAX) {
      throw members.invalid(name, text.length() + " characters", "at most " + CHARS_MAX);
    }
    var parts = new ArrayList<Part>();
    Matcher holes = HOLE.matcher(text);
    int from = 0;
    while (holes.find()) {
      String field = holes.group(2);
      if (!FIELDS.contains(field) && !field.startsWith("data.")) {
        throw members.invalid(
            name, "{{" + field + "}}", "one of " + String.join(", ", FIELDS) + ", data.<path>");
      }
      parts.add(new Literal(text.substring(from, holes.start())));
      parts.add(new Hole(field, holes.group(1) != null));
      from = holes.end();
    }
    parts.add(new Literal(text.substring(from)));
    var template = new Template(parts);
    if (contentType.toLowerCase(Locale.ROOT).contains("json")) {
      try {
        Json.parse(Payload.of(template.fill(hole -> hole.json() ? "null" : "x")));
      } catch (Malformed e) {
        throw members.invalid(
            name, String.valueOf(e.getMessage()), "JSON when its holes are filled");
      }
    }
    return template;
  }

  /** The text for one entry. */
  Payload fill(Decoded decoded) {
    return Payload.of(fill(hole -> value(hole, decoded)));
  }

  private String fill(Function<Hole, String> value) {
    var out = new StringBuilder();
    for (Part part : parts) {
      switch (part) {
        case Literal(var text) -> out.append(text);
        case Hole hole -> out.append(value.apply(hole));
      }
    }
    return out.toString();
  }

  private static String value(Hole hole, Decoded decoded) {
    if (hole.field().equals("data")) {
      return value(decoded.content(), hole.json());
    }
    if (hole.field().startsWith("data.")) {
      return decoded
          .content()
          .at(hole.field().substring("data.".length()))
          .filter(found -> !found.isNull())
          .map(found -> value(found, hole.json()))
          .orElse(hole.json() ? "null" : "");
    }
    String text = text(hole.field(), decoded.entry());
    String quoted = quoted(text);
    return !hole.json() ? inside(quoted) : text.isEmpty() ? "null" : quoted;
  }

  private static String value(JsonValue value, boolean json) {
    return json
        ? new JsonWriter(Style.COMPACT).value(value).payload().text()
        : inside(quoted(value.text()));
  }

  private static String quoted(String text) {
    return new JsonWriter(Style.COMPACT).string(text).payload().text();
  }

  private static String inside(String quoted) {
    return quoted.substring(1, quoted.length() - 1);
  }

  private static String text(String field, Entry entry) {
    Event event = entry.event();
    return switch (field) {
      case "id" -> event.id();
      case "source" -> event.source();
      case "type" -> event.type();
      case "subject" -> event.subject().orElse("");
      case "time" -> event.time().toString();
      case "recordedTime" -> entry.recordedTime().toString();
      case "project" -> event.project();
      case "nativeProject" -> event.nativeProject().orElse("");
      case "location" -> event.location().orElse("");
      case "kind" -> event.kind().name().toLowerCase(Locale.ROOT);
      case "severity" -> event.severity().name().toLowerCase(Locale.ROOT);
      case "format" -> event.format();
      case "system" -> event.system();
      default -> throw new IllegalStateException("field: " + field);
    };
  }

  @Override
  public String toString() {
    return parts.size() / 2 + " fields";
  }
}
