package belfry.cli.gluster;

import belfry.format.json.JsonValue;

/** How Python spells values where the real program prints them. */
final class Python {
  private Python() {}

  /** A text in quotes: single ones, unless it holds single and no double ones. */
  static String repr(String text) {
    char quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
    var out = new StringBuilder().append(quote);
    text.chars()
        .forEach(
            c -> {
              switch (c) {
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\\' -> out.append("\\\\");
                default -> {
                  if (c == quote) {
                    out.append('\\');
                  }
                  if (c < 0x20 || c == 0x7f) {
                    out.append("\\x%02x".formatted(c));
                  } else {
                    out.append((char) c);
                  }
                }
              }
            });
    return out.append(quote).toString();
  }

  /** A JSON value as {@code str()} gives what it is read as. */
  static String str(JsonValue value) {
    return switch (value.type()) {
      case TRUE -> "True";
      case FALSE -> "False";
      case NULL -> "None";
      case STRING, NUMBER, OBJECT, ARRAY -> value.text();
    };
  }
}
