package belfry.filter;

/** Reads and writes what stands between quotes. */
final class Quotes {
  private Quotes() {}

  /**
   * Resolves {@code \" \' \\ \n \r \t} and {@code \}uXXXX.
   *
   * @param column of the first character
   */
  static String text(String inside, int column) throws InvalidFilter {
    if (inside.indexOf('\\') < 0) {
      return inside;
    }
    var out = new StringBuilder(inside.length());
    for (int i = 0; i < inside.length(); i++) {
      char c = inside.charAt(i);
      if (c != '\\') {
        out.append(c);
        continue;
      }
      char escaped = inside.charAt(++i);
      switch (escaped) {
        case '"', '\'', '\\' -> out.append(escaped);
        case 'n' -> out.append('\n');
        case 'r' -> out.append('\r');
        case 't' -> out.append('\t');
        case 'u' -> {
          out.append(unit(inside, i + 1, column));
          i += 4;
        }
        default ->
            throw new InvalidFilter(
                column + inside.codePointCount(0, i - 1),
                "\\" + escaped,
                "\\\" \\' \\\\ \\n \\r \\t or \\u and four hexadecimal digits");
      }
    }
    return out.toString();
  }

  private static char unit(String inside, int from, int column) throws InvalidFilter {
    int value = 0;
    for (int i = from; i < from + 4; i++) {
      int digit = i < inside.length() ? Character.digit(inside.charAt(i), 16) : -1;
      if (digit < 0 || inside.charAt(i) > 'f') {
        throw new InvalidFilter(
            column + inside.codePointCount(0, from - 2), "\\u", "\\u and four hexadecimal digits");
      }
      value = value << 4 | digit;
    }
    return (char) value;
  }

  /** A pattern keeps its backslashes; only an escaped quote is the quote. */
  static String pattern(String inside) {
    var out = new StringBuilder(inside.length());
    for (int i = 0; i < inside.length(); i++) {
      char c = inside.charAt(i);
      if (c == '\\' && i + 1 < inside.length()) {
        char escaped = inside.charAt(++i);
        out.append(escaped == '"' || escaped == '\'' ? "" : "\\").append(escaped);
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  /** In double quotes, so that {@link #text} gives it back. */
  static String quoted(String text) {
    var out = new StringBuilder(text.length() + 2).append('"');
    text.codePoints().forEach(codePoint -> escape(codePoint, out));
    return out.append('"').toString();
  }

  private static void escape(int codePoint, StringBuilder out) {
    switch (codePoint) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      default -> {
        int type = Character.getType(codePoint);
        if (type == Character.CONTROL || type == Character.SURROGATE) {
          out.append(String.format("\\u%04x", codePoint));
        } else {
          out.appendCodePoint(codePoint);
        }
      }
    }
  }

  /** In double quotes, so that {@link #pattern} gives it back. */
  static String quotedPattern(String pattern) {
    return '"' + pattern.replace("\"", "\\\"") + '"';
  }
}
