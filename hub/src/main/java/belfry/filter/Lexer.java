package belfry.filter;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a filter into tokens. A bare word is a run of characters that mean nothing else; one that
 * begins with a digit may have colons between digits, as times and ports have.
 */
final class Lexer {
  private static final List<String> OPERATORS =
      List.of("=~", "!=", "<>", "<=", ">=", ":!", "=", "<", ">", ":");
  private static final String NOT_IN_WORDS = "\"'(),=<>!:~\\";
  private static final String TYPOGRAPHIC_QUOTES = "\u201c\u201d\u201e\u00ab\u00bb\u2018\u2019";

  private final String text;
  private final List<Token> tokens = new ArrayList<>();
  private int at;

  private Lexer(String text) {
    this.text = text;
  }

  /** All tokens, the last is END. */
  static List<Token> tokens(String text) throws InvalidFilter {
    var lexer = new Lexer(text);
    while (lexer.skipBlanks()) {
      lexer.tokens.add(lexer.token());
    }
    lexer.tokens.add(new Token(Token.Kind.END, "the end", text.length(), text.length()));
    return lexer.tokens;
  }

  /** The column of a character, from 1. */
  static int column(String text, int index) {
    return text.codePointCount(0, index) + 1;
  }

  private boolean skipBlanks() {
    while (at < text.length() && isBlank(text.charAt(at))) {
      at++;
    }
    return at < text.length();
  }

  private static boolean isBlank(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c);
  }

  private Token token() throws InvalidFilter {
    int start = at;
    char c = text.charAt(at);
    switch (c) {
      case '"', '\'':
        return quoted(c);
      case '(':
        at++;
        return new Token(Token.Kind.OPEN, "(", start, at);
      case ')':
        at++;
        return new Token(Token.Kind.CLOSE, ")", start, at);
      case ',':
        at++;
        return new Token(Token.Kind.COMMA, ",", start, at);
      default:
        break;
    }
    if (NOT_IN_WORDS.indexOf(c) < 0) {
      return word();
    }
    for (String operator : OPERATORS) {
      if (text.startsWith(operator, at)) {
        at += operator.length();
        return new Token(Token.Kind.OPERATOR, operator, start, at);
      }
    }
    String expected =
        switch (c) {
          case '!' -> "NOT, !=, :! or quotes around a text that contains it";
          case '~' -> "=~ or quotes around a text that contains it";
          default -> "quotes around a text that contains it";
        };
    throw new InvalidFilter(column(text, start), String.valueOf(c), expected);
  }

  private Token quoted(char quote) throws InvalidFilter {
    int start = at;
    for (at++; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '\\') {
        at++;
      } else if (c == quote) {
        String inside = text.substring(start + 1, at);
        at++;
        return new Token(Token.Kind.QUOTED, inside, start, at);
      }
    }
    throw new InvalidFilter(
        column(text, start),
        text.substring(start),
        "a closing " + quote + "; a " + quote + " inside is written \\" + quote);
  }

  private Token word() throws InvalidFilter {
    int start = at;
    if (TYPOGRAPHIC_QUOTES.indexOf(text.charAt(start)) >= 0) {
      throw new InvalidFilter(
          column(text, start), text.substring(start, start + 1), "a straight quote \"");
    }
    boolean number = isDigit(start);
    while (at < text.length() && inWord(number)) {
      at++;
    }
    return new Token(Token.Kind.WORD, text.substring(start, at), start, at);
  }

  private boolean inWord(boolean number) {
    char c = text.charAt(at);
    if (c == ':' && number) {
      return isDigit(at - 1) && at + 1 < text.length() && isDigit(at + 1);
    }
    return !isBlank(c) && NOT_IN_WORDS.indexOf(c) < 0;
  }

  private boolean isDigit(int index) {
    char c = text.charAt(index);
    return c >= '0' && c <= '9';
  }
}
