package belfry.cli.print;

import belfry.event.Severity;
import belfry.format.json.JsonValue;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * As {@code lxc monitor --pretty}: log lines in the manner of logrus, coloured on a terminal.
 * Lifecycle and operation events count as info. Where the stock client of LXD 5.0.2 stops with
 * {@code Not supported event type}, this one shows what the event says and goes on.
 */
public final class LxcPretty implements EventPrinter {
  private static final DateTimeFormatter RFC3339 =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssXXX", Locale.ROOT);
  private static final Set<String> OWN_FIELDS = Set.of("time", "level", "msg");
  private static final int MESSAGE_COLUMNS = 44;
  private static final int LEVEL_COLUMNS = 7;

  private final Severity least;
  private final boolean coloured;
  private final ZoneId local;

  /**
   * @param least what is less is not shown
   * @param coloured for a terminal
   * @param local to name the zone of times with
   */
  public LxcPretty(Severity least, boolean coloured, ZoneId local) {
    this.least = least;
    this.coloured = coloured;
    this.local = local;
  }

  private record Line(String level, String message, SortedMap<String, String> fields) {}

  @Override
  public Optional<String> print(JsonValue event) {
    Line line = line(event);
    Severity severity = Severity.parse(line.level()).orElse(Severity.INFO);
    if (severity.number() < least.number()) {
      return Optional.empty();
    }
    String time = time(event.text("timestamp"));
    return Optional.of(coloured ? coloured(line, severity, time) : plain(line, time));
  }

  private static String time(String timestamp) {
    try {
      return RFC3339.format(OffsetDateTime.parse(timestamp));
    } catch (DateTimeException e) {
      return timestamp;
    }
  }

  private Line line(JsonValue event) {
    Optional<JsonValue> metadata = event.get("metadata").filter(JsonValue::isObject);
    if (metadata.isEmpty()) {
      return new Line("info", event.text("type"), new TreeMap<>());
    }
    return switch (event.text("type")) {
      case "lifecycle" -> lifecycle(metadata.get());
      case "operation" -> operation(metadata.get());
      case "logging", "ovn", "network-acl" -> logging(metadata.get());
      default -> other(event.text("type"), metadata.get());
    };
  }

  private static Line logging(JsonValue log) {
    return new Line(level(log.text("level")), log.text("message"), fields(log.get("context")));
  }

  /** Old servers sent logging's first level names; {@code warn} is logrus' other word. */
  private static String level(String word) {
    return switch (word) {
      case "dbug" -> "debug";
      case "warn" -> "warning";
      case "eror" -> "error";
      case "" -> "info";
      default -> word;
    };
  }

  private static Line lifecycle(JsonValue change) {
    String message = "Action: " + change.text("action") + ", Source: " + change.text("source");
    Optional<JsonValue> requestor = change.get("requestor").filter(JsonValue::isObject);
    if (requestor.isPresent()) {
      JsonValue who = requestor.get();
      message +=
          ", Requestor: %s/%s (%s)"
              .formatted(who.text("protocol"), who.text("username"), who.text("address"));
    }
    return new Line("info", message, fields(change.get("context")));
  }

  private Line operation(JsonValue operation) {
    var fields = new TreeMap<String, String>(GoText.BY_BYTES);
    fields.put("CreatedAt", GoText.time(operation.text("created_at"), local));
    fields.put("UpdatedAt", GoText.time(operation.text("updated_at"), local));
    fields.put("Status", operation.text("status"));
    fields.put("StatusCode", status(operation));
    fields.put("Resources", map(operation.get("resources")));
    fields.put("Metadata", map(operation.get("metadata")));
    fields.put("MayCancel", operation.get("may_cancel").map(JsonValue::text).orElse("false"));
    fields.put("Err", operation.text("err"));
    fields.put("Location", operation.text("location"));
    String message =
        "ID: %s, Class: %s, Description: %s"
            .formatted(
                operation.text("id"), operation.text("class"), operation.text("description"));
    return new Line("info", message, fields);
  }

  private static String map(Optional<JsonValue> value) {
    return value.filter(JsonValue::isObject).map(GoText::plain).orElse("map[]");
  }

  /** The word for the code; LXD's own table, since the code is the truth and not the text. */
  private static String status(JsonValue operation) {
    String code = operation.get("status_code").map(JsonValue::text).orElse("0");
    return switch (code) {
      case "100" -> "Operation created";
      case "101" -> "Started";
      case "102" -> "Stopped";
      case "103" -> "Running";
      case "104" -> "Cancelling";
      case "105" -> "Pending";
      case "106" -> "Starting";
      case "107" -> "Stopping";
      case "108" -> "Aborting";
      case "109" -> "Freezing";
      case "110" -> "Frozen";
      case "111" -> "Thawed";
      case "112" -> "Error";
      case "113" -> "Ready";
      case "200" -> "Success";
      case "400" -> "Failure";
      case "401" -> "Cancelled";
      default -> "";
    };
  }

  /** A type that the stock client does not know: its own words where it has any. */
  private static Line other(String type, JsonValue metadata) {
    var fields = new TreeMap<String, String>(GoText.BY_BYTES);
    metadata.forEachMember((key, value) -> fields.put(unclashed(key), GoText.plain(value)));
    String level = level(metadata.text("level"));
    fields.remove("fields.level");
    for (String key : new String[] {"message", "description", "name"}) {
      if (!metadata.text(key).isEmpty()) {
        fields.remove(key);
        return new Line(level, metadata.text(key), fields);
      }
    }
    return new Line(level, type, fields);
  }

  private static SortedMap<String, String> fields(Optional<JsonValue> context) {
    var fields = new TreeMap<String, String>(GoText.BY_BYTES);
    context.ifPresent(
        object ->
            object.forEachMember((key, value) -> fields.put(unclashed(key), GoText.plain(value))));
    return fields;
  }

  /** What would look like the line's own fields gets another name, as in logrus. */
  private static String unclashed(String key) {
    return OWN_FIELDS.contains(key) ? "fields." + key : key;
  }

  private static String plain(Line line, String time) {
    var out = new StringBuilder(160);
    out.append("time=").append(value(time));
    out.append(" level=").append(line.level());
    if (!line.message().isEmpty()) {
      out.append(" msg=").append(value(line.message()));
    }
    line.fields()
        .forEach((key, text) -> out.append(' ').append(key).append('=').append(value(text)));
    return out.append('\n').toString();
  }

  private static String coloured(Line line, Severity severity, String time) {
    String colour =
        switch (severity) {
          case TRACE, DEBUG -> "37";
          case INFO -> "36";
          case WARN -> "33";
          case ERROR, CRITICAL -> "31";
        };
    var out = new StringBuilder(200);
    String level = padded(line.level().toUpperCase(Locale.ROOT), LEVEL_COLUMNS);
    out.append("\u001b[").append(colour).append('m').append(level).append("\u001b[0m[");
    String message = line.message();
    message = message.endsWith("\n") ? message.substring(0, message.length() - 1) : message;
    out.append(time).append("] ").append(padded(message, MESSAGE_COLUMNS)).append(' ');
    line.fields()
        .forEach(
            (key, text) ->
                out.append(" \u001b[")
                    .append(colour)
                    .append('m')
                    .append(key)
                    .append("\u001b[0m=")
                    .append(value(text)));
    return out.append('\n').toString();
  }

  private static String padded(String text, int columns) {
    int missing = columns - text.codePointCount(0, text.length());
    return missing > 0 ? text + " ".repeat(missing) : text;
  }

  /** Quoted unless all signs are of those that logrus leaves bare. */
  private static String value(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean bare =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || "-._/@^+".indexOf(c) >= 0;
      if (!bare) {
        return GoText.quoted(text);
      }
    }
    return text;
  }
}
