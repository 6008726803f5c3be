package belfry.filter;

import com.google.re2j.Pattern;
import java.util.Optional;
import java.util.function.Predicate;

/** The patterns of {@code =~}: RE2, linear in the text, found anywhere unless anchored. */
final class Patterns {
  private static final String META = "\\^$.|?*+()[]{}";

  private Patterns() {}

  /**
   * A pattern that is only a text between perhaps two anchors, so that no automaton is needed.
   *
   * @param text what is looked for, not empty
   */
  record Literal(boolean atStart, String text, boolean atEnd) {}

  static Optional<Literal> literal(String pattern) {
    boolean atStart = pattern.startsWith("^");
    var text = new StringBuilder();
    boolean atEnd = false;
    for (int i = atStart ? 1 : 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c == '\\' && i + 1 < pattern.length() && isSign(pattern.charAt(i + 1))) {
        text.append(pattern.charAt(++i));
      } else if (c == '$' && i == pattern.length() - 1) {
        atEnd = true;
      } else if (META.indexOf(c) >= 0) {
        return Optional.empty();
      } else {
        text.append(c);
      }
    }
    return text.isEmpty()
        ? Optional.empty()
        : Optional.of(new Literal(atStart, text.toString(), atEnd));
  }

  private static boolean isSign(char c) {
    return c < 0x80 && !Character.isLetterOrDigit(c);
  }

  /** What every text that the pattern is found in begins with; empty if that is not known. */
  static String prefix(String pattern) {
    if (!pattern.startsWith("^") || pattern.indexOf('|') >= 0) {
      return "";
    }
    int end = 1;
    var text = new StringBuilder();
    while (end < pattern.length()) {
      char c = pattern.charAt(end);
      boolean escaped = c == '\\' && end + 1 < pattern.length() && isSign(pattern.charAt(end + 1));
      if (!escaped && META.indexOf(c) >= 0) {
        break;
      }
      int literal = pattern.codePointAt(escaped ? end + 1 : end);
      int after = end + (escaped ? 1 : 0) + Character.charCount(literal);
      if (after < pattern.length() && "?*{".indexOf(pattern.charAt(after)) >= 0) {
        break;
      }
      text.appendCodePoint(literal);
      end = after;
    }
    return text.toString();
  }

  static Predicate<String> test(String pattern) {
    Optional<Literal> literal = literal(pattern);
    if (literal.isEmpty()) {
      Pattern compiled = Pattern.compile(pattern);
      String prefix = prefix(pattern);
      return value -> value.startsWith(prefix) && compiled.matcher(value).find();
    }
    String text = literal.get().text();
    if (literal.get().atStart()) {
      return literal.get().atEnd() ? text::equals : value -> value.startsWith(text);
    }
    return literal.get().atEnd() ? value -> value.endsWith(text) : value -> value.contains(text);
  }
}
