package belfry.format.gluster;

import belfry.format.json.JsonValue;
import java.util.stream.Collectors;

/** How Python spells values where the real program prints them. */
public final class Python {
  private Python() {}

  /**
   * A text in quotes: single ones, unless it holds single and no double ones. What no font shows is
   * escaped.
   */
  public static String repr(String text) {
    char quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
    var out = new StringBuilder().append(quote);
    text.codePoints().forEach(c -> add(out, c, quote));
    return out.append(quote).toString();
  }

  private static void add(StringBuilder out, int c, char quote) {
    switch (c) {
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      case '\\' -> out.append("\\\\");
      default -> {
        if (c == quote) {
          out.append('\\').append(quote);
        } else if (isPrintable(c)) {
          out.appendCodePoint(c);
        } else {
          out.append((c < 0x100 ? "\\x%02x" : c < 0x10000 ? "\\u%04x" : "\\U%08x").formatted(c));
        }
      }
    }
  }

  private static boolean isPrintable(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      case Character.SPACE_SEPARATOR -> c == ' ';
      default -> true;
    };
  }

  /** A JSON value as {@code repr()} gives what it is read as. */
  public static String repr(JsonValue value) {
    return switch (value.type()) {
      case STRING -> repr(value.text());
      case OBJECT ->
          value.members().stream()
              .map(member -> repr(member.key()) + ": " + repr(member.value()))
              .collect(Collectors.joining(", ", "{", "}"));
      case ARRAY ->
          value.elements().stream().map(Python::repr).collect(Collectors.joining(", ", "[", "]"));
      case TRUE, FALSE, NULL, NUMBER -> str(value);
    };
  }

  /** A JSON value as {@code str()} gives what it is read as. */
  public static String str(JsonValue value) {
    return switch (value.type()) {
      case TRUE -> "True";
      case FALSE -> "False";
      case NULL -> "None";
      case STRING, NUMBER, OBJECT, ARRAY -> value.text();
    };
  }
}
