package belfry.cli.print;

import belfry.format.json.JsonValue;
import java.util.TreeMap;

/**
 * JSON as Go's encoding/json prints a map: keys sorted by their bytes, numbers as 64-bit floats,
 * and {@code <}, {@code >}, {@code &}, U+2028 and U+2029 escaped.
 */
public final class SortedJson {
  private static final String HEX = "0123456789abcdef";

  private final StringBuilder out = new StringBuilder(512);

  private SortedJson() {}

  public static String of(JsonValue value) {
    var json = new SortedJson();
    json.value(value);
    return json.out.toString();
  }

  private void value(JsonValue value) {
    switch (value.type()) {
      case OBJECT -> object(value);
      case ARRAY -> array(value);
      case STRING -> string(value.text());
      case NUMBER -> out.append(GoText.jsonNumber(value.text()));
      case TRUE, FALSE, NULL -> out.append(value.text());
    }
  }

  private void object(JsonValue object) {
    var members = new TreeMap<String, JsonValue>(GoText.BY_BYTES);
    object.forEachMember(members::put);
    char separator = '{';
    for (var member : members.entrySet()) {
      out.append(separator);
      string(member.getKey());
      out.append(':');
      value(member.getValue());
      separator = ',';
    }
    out.append(members.isEmpty() ? "{}" : "}");
  }

  private void array(JsonValue array) {
    char separator = '[';
    boolean empty = true;
    for (JsonValue element : array.elements()) {
      out.append(separator);
      value(element);
      separator = ',';
      empty = false;
    }
    out.append(empty ? "[]" : "]");
  }

  private void string(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        case '<', '>', '&', '\u2028', '\u2029' -> unicode(c);
        default -> {
          if (c < 0x20) {
            unicode(c);
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  private void unicode(char c) {
    out.append("\\u")
        .append(HEX.charAt(c >> 12))
        .append(HEX.charAt((c >> 8) & 0xf))
        .append(HEX.charAt((c >> 4) & 0xf))
        .append(HEX.charAt(c & 0xf));
  }
}
