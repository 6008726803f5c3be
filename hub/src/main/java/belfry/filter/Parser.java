package belfry.filter;

import belfry.filter.Expression.Exists;
import belfry.filter.Expression.InNetwork;
import belfry.filter.Expression.Match;
import belfry.filter.Expression.Operand;
import belfry.filter.Expression.Order;
import belfry.filter.Expression.Phrase;
import belfry.filter.Token.Keyword;
import belfry.filter.Token.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * From text to tree by recursive descent.
 *
 * <pre>
 * filter     = or
 * or         = and { "OR" and }
 * and        = not { "AND" not }
 * not        = "NOT" not | "(" or ")" | condition | freeText
 * condition  = name ( "=" | "!=" | "&lt;&gt;" ) words
 *            | name ( "&lt;" | "&lt;=" | "&gt;" | "&gt;=" ) words
 *            | name ( ":" | ":!" ) list
 *            | name "=~" pattern
 *            | name [ "NOT" ] ( "IN" list | "IN_NET" list | "EXISTS" )
 * list       = value { value } | "(" value { "," value } ")"
 * words      = quoted | bare { bare }
 * freeText   = value { value }
 * name       = bare | bare quoted          (the second for a path with unusual keys)
 * </pre>
 *
 * <p>What a value means depends on the field; {@link Conditions} knows.
 */
final class Parser {
  private final String text;
  private final List<Token> tokens;
  private final Conditions conditions;
  private int at;
  private int depth;
  private int terms;

  private Parser(String text, Optional<Instant> now) throws InvalidFilter {
    this.text = text;
    this.tokens = Lexer.tokens(text);
    this.conditions = new Conditions(text, now);
  }

  /** Without {@code now}, times relative to it stay so: see {@link Filter#standing}. */
  static Expression parse(String text, Optional<Instant> now) throws InvalidFilter {
    if (text.length() > Filter.CHARS_MAX) {
      throw new InvalidFilter(
          Lexer.column(text, Filter.CHARS_MAX),
          text.length() + " characters",
          "at most " + Filter.CHARS_MAX);
    }
    return new Parser(text, now).filter();
  }

  private Expression filter() throws InvalidFilter {
    if (peek().is(Kind.END)) {
      throw new InvalidFilter(
          1, "an empty filter", "a condition; to get everything leave the filter out");
    }
    Expression all = or();
    if (!peek().is(Kind.END)) {
      throw unexpected(peek(), peek().is(Kind.CLOSE) ? "no ) without a (" : "AND, OR or the end");
    }
    return all;
  }

  private Expression or() throws InvalidFilter {
    var terms = new ArrayList<Expression>();
    do {
      terms.add(and());
    } while (take(Keyword.OR));
    return Expression.or(terms);
  }

  private Expression and() throws InvalidFilter {
    var terms = new ArrayList<Expression>();
    do {
      terms.add(not());
    } while (take(Keyword.AND));
    return Expression.and(terms);
  }

  private Expression not() throws InvalidFilter {
    Token first = peek();
    if (first.is(Keyword.NOT)) {
      enter(first);
      at++;
      Expression term = not();
      depth--;
      return Expression.not(term);
    }
    if (first.is(Kind.OPEN)) {
      enter(first);
      at++;
      Expression inner = or();
      if (!peek().is(Kind.CLOSE)) {
        throw unexpected(
            peek(), "AND, OR or a ) for the ( at column " + Lexer.column(text, first.start()));
      }
      at++;
      depth--;
      return inner;
    }
    if (!first.isValue()) {
      throw unexpected(
          first,
          first.isKeyword()
              ? "a condition; the word itself is written \"" + first.text() + "\""
              : "a condition such as type = \"lxd.logging\"");
    }
    return isCondition() ? condition() : freeText();
  }

  private void enter(Token token) throws InvalidFilter {
    if (++depth > Filter.DEPTH_MAX) {
      throw unexpected(
          token, "at most " + Filter.DEPTH_MAX + " parentheses and NOTs in each other");
    }
  }

  private boolean isCondition() {
    return peek().is(Kind.WORD) && isOperatorAt(hasQuotedPath() ? at + 2 : at + 1);
  }

  private boolean hasQuotedPath() {
    Token name = peek();
    Token path = tokens.get(at + 1);
    return name.text().endsWith(".") && path.is(Kind.QUOTED) && path.start() == name.end();
  }

  private boolean isOperatorAt(int index) {
    Token token = tokens.get(index);
    return token.is(Kind.OPERATOR)
        || isPostfix(token)
        || (token.is(Keyword.NOT) && isPostfix(tokens.get(index + 1)));
  }

  private static boolean isPostfix(Token token) {
    return token.is(Keyword.IN) || token.is(Keyword.IN_NET) || token.is(Keyword.EXISTS);
  }

  private Expression condition() throws InvalidFilter {
    Operand operand = operand();
    Token operator = next();
    if (operator.is(Keyword.NOT)) {
      return Expression.not(condition(operand, next()));
    }
    return condition(operand, operator);
  }

  private Operand operand() throws InvalidFilter {
    Token token = peek();
    String name = token.text();
    if (hasQuotedPath()) {
      at++;
      name += conditions.unquoted(peek());
    }
    at++;
    Optional<Operand> found = Names.find(name);
    if (found.isEmpty()) {
      throw unexpected(token, "the name of a parameter, the nearest is " + Names.nearest(name));
    }
    return found.get();
  }

  private Expression condition(Operand operand, Token operator) throws InvalidFilter {
    if (operator.is(Keyword.EXISTS)) {
      count(operator);
      return new Exists(operand);
    }
    if (operator.is(Keyword.IN)) {
      return conditions.in(operand, operator, list(operator));
    }
    if (operator.is(Keyword.IN_NET)) {
      return new InNetwork(operand, conditions.networks(operand, operator, list(operator)));
    }
    return switch (operator.text()) {
      case "=" -> conditions.equal(operand, operator, words(operator));
      case "!=", "<>" -> Expression.not(conditions.equal(operand, operator, words(operator)));
      case "<" -> conditions.ordered(operand, operator, Order.LESS, words(operator));
      case "<=" -> conditions.ordered(operand, operator, Order.AT_MOST, words(operator));
      case ">" -> conditions.ordered(operand, operator, Order.GREATER, words(operator));
      case ">=" -> conditions.ordered(operand, operator, Order.AT_LEAST, words(operator));
      case ":" -> conditions.contains(operand, operator, list(operator), false);
      case ":!" -> conditions.contains(operand, operator, list(operator), true);
      case "=~" -> new Match(operand, conditions.pattern(operand, operator, value(operator)));
      default -> throw new AssertionError(operator);
    };
  }

  /** One value; bare words with blanks between them are one, as Cloud.ru's rules write them. */
  private Token words(Token operator) throws InvalidFilter {
    Token first = value(operator);
    Token last = first;
    while (first.is(Kind.WORD) && peek().is(Kind.WORD) && isValueAt(at)) {
      last = next();
    }
    return last.equals(first)
        ? first
        : new Token(
            Kind.WORD, text.substring(first.start(), last.end()), first.start(), last.end());
  }

  private List<Token> list(Token operator) throws InvalidFilter {
    var values = new ArrayList<Token>();
    if (!peek().is(Kind.OPEN)) {
      values.add(value(operator));
      while (isValueAt(at)) {
        values.add(value(operator));
      }
      return values;
    }
    Token open = next();
    do {
      values.add(value(operator));
    } while (takeComma());
    if (!peek().is(Kind.CLOSE)) {
      throw unexpected(
          peek(), "a comma or a ) for the ( at column " + Lexer.column(text, open.start()));
    }
    at++;
    return values;
  }

  /** Whether the token there is a value and not the name that begins the next condition. */
  private boolean isValueAt(int index) {
    return tokens.get(index).isValue() && !isOperatorAt(index + 1);
  }

  private Token value(Token operator) throws InvalidFilter {
    Token value = peek();
    if (!value.isValue()) {
      throw unexpected(
          value,
          value.isKeyword()
              ? "a value; the word itself is written \"" + value.text() + "\""
              : "a value after " + operator.text());
    }
    count(value);
    return next();
  }

  private Expression freeText() throws InvalidFilter {
    var phrases = new ArrayList<Expression>();
    while (isValueAt(at)) {
      count(peek());
      phrases.add(new Phrase(conditions.phrase(next())));
    }
    if (phrases.isEmpty()) {
      throw unexpected(
          next(), "the name of a parameter, which stands without quotes, before " + peek().text());
    }
    return Expression.and(phrases);
  }

  private void count(Token token) throws InvalidFilter {
    if (++terms > Filter.TERMS_MAX) {
      throw unexpected(token, "at most " + Filter.TERMS_MAX + " values and conditions");
    }
  }

  private Token peek() {
    return tokens.get(at);
  }

  private Token next() {
    return tokens.get(at++);
  }

  private boolean take(Keyword keyword) {
    boolean there = peek().is(keyword);
    at += there ? 1 : 0;
    return there;
  }

  private boolean takeComma() {
    boolean there = peek().is(Kind.COMMA);
    at += there ? 1 : 0;
    return there;
  }

  private InvalidFilter unexpected(Token token, String expected) {
    return new InvalidFilter(
        Lexer.column(text, token.start()),
        token.is(Kind.END) ? token.text() : text.substring(token.start(), token.end()),
        expected);
  }
}
