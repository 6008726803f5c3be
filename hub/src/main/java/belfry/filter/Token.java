package belfry.filter;

import java.util.Locale;

/**
 * A piece of a filter's text.
 *
 * @param text as it stands; of a quoted piece, what is between the quotes with its escapes
 * @param start first character, from 0
 * @param end after the last character
 */
record Token(Kind kind, String text, int start, int end) {
  enum Kind {
    WORD,
    QUOTED,
    OPERATOR,
    OPEN,
    CLOSE,
    COMMA,
    END
  }

  enum Keyword {
    AND,
    OR,
    NOT,
    IN,
    IN_NET,
    EXISTS
  }

  boolean is(Kind wanted) {
    return kind == wanted;
  }

  boolean is(Keyword wanted) {
    return kind == Kind.WORD && text.equalsIgnoreCase(wanted.name());
  }

  boolean isOperator(String wanted) {
    return kind == Kind.OPERATOR && text.equals(wanted);
  }

  boolean isKeyword() {
    if (kind != Kind.WORD || text.length() > Keyword.EXISTS.name().length()) {
      return false;
    }
    String upper = text.toUpperCase(Locale.ROOT);
    for (Keyword keyword : Keyword.values()) {
      if (keyword.name().equals(upper)) {
        return true;
      }
    }
    return false;
  }

  /** Whether it can be a value or free text. */
  boolean isValue() {
    return kind == Kind.QUOTED || (kind == Kind.WORD && !isKeyword());
  }
}
