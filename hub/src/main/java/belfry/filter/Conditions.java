package belfry.filter;

import belfry.filter.Expression.Compare;
import belfry.filter.Expression.CompareNumber;
import belfry.filter.Expression.CompareTime;
import belfry.filter.Expression.Contains;
import belfry.filter.Expression.Equal;
import belfry.filter.Expression.Exists;
import belfry.filter.Expression.Operand;
import belfry.filter.Expression.Order;
import belfry.filter.Token.Kind;
import belfry.net.Network;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What values and operators mean for the type of a field; refuses those that mean nothing. */
final class Conditions {
  private static final java.util.regex.Pattern NUMBER =
      java.util.regex.Pattern.compile("-?[0-9]{1,64}(\\.[0-9]{1,64})?");

  private final String text;
  private final Optional<Instant> now;

  Conditions(String text, Optional<Instant> now) {
    this.text = text;
    this.now = now;
  }

  Expression equal(Operand operand, Token operator, Token value) throws InvalidFilter {
    Field field = operand.field();
    return switch (field.type()) {
      case WORD, RANK -> new Equal(operand, List.of(word(field, value)));
      case TIME -> new CompareTime(operand, Order.EQUAL, Times.parse(meant(value), now, at(value)));
      case SEARCH -> throw inapplicable(operand, operator, ": and =~");
      case TEXT, LIST, JSON, MAP -> equalText(operand, value);
    };
  }

  private Expression equalText(Operand operand, Token value) throws InvalidFilter {
    if (isNumber(operand, value)) {
      return new CompareNumber(operand, Order.EQUAL, new BigDecimal(value.text()));
    }
    String wanted = meant(value);
    if (wanted.isEmpty()) {
      return Expression.not(new Exists(operand));
    }
    boolean literal = value.is(Kind.WORD) && !operand.path().isEmpty();
    if (literal && (wanted.equalsIgnoreCase("true") || wanted.equalsIgnoreCase("false"))) {
      return new Equal(operand, List.of(Folding.fold(wanted)));
    }
    return new Equal(operand, List.of(wanted));
  }

  Expression in(Operand operand, Token operator, List<Token> values) throws InvalidFilter {
    var any = new ArrayList<Expression>();
    for (Token value : values) {
      any.add(equal(operand, operator, value));
    }
    return Expression.or(any);
  }

  Expression ordered(Operand operand, Token operator, Order order, Token value)
      throws InvalidFilter {
    Field field = operand.field();
    return switch (field.type()) {
      case RANK -> ranked(operand, order, value);
      case TIME -> new CompareTime(operand, order, Times.parse(meant(value), now, at(value)));
      case WORD -> throw inapplicable(operand, operator, "=, != and IN, it has no order");
      case SEARCH -> throw inapplicable(operand, operator, ": and =~");
      case TEXT, LIST, JSON, MAP ->
          isNumber(operand, value)
              ? new CompareNumber(operand, order, new BigDecimal(value.text()))
              : new Compare(operand, order, some(value));
    };
  }

  /** The words of the closed set that qualify; all of them is existing, none is not existing. */
  private Expression ranked(Operand operand, Order order, Token value) throws InvalidFilter {
    List<String> words = operand.field().words();
    int rank = words.indexOf(word(operand.field(), value));
    var qualified = new ArrayList<String>();
    for (int i = 0; i < words.size(); i++) {
      if (order.holds(Integer.compare(i, rank))) {
        qualified.add(words.get(i));
      }
    }
    if (qualified.isEmpty()) {
      return Expression.not(new Exists(operand));
    }
    return qualified.size() == words.size() ? new Exists(operand) : new Equal(operand, qualified);
  }

  Expression contains(Operand operand, Token operator, List<Token> values, boolean exactCase)
      throws InvalidFilter {
    if (!operand.field().type().text()) {
      throw inapplicable(operand, operator, "=, != and comparisons");
    }
    var wanted = new ArrayList<String>();
    for (Token value : values) {
      String each = exactCase ? some(value) : Folding.fold(some(value));
      if (!wanted.contains(each)) {
        wanted.add(each);
      }
    }
    return new Contains(operand, wanted, exactCase);
  }

  List<Network> networks(Operand operand, Token operator, List<Token> values) throws InvalidFilter {
    if (!operand.field().type().text() || operand.field() == Field.TEXT) {
      throw inapplicable(operand, operator, "other operators, it holds no addresses");
    }
    var networks = new ArrayList<Network>();
    for (Token value : values) {
      networks.add(
          Network.parse(meant(value))
              .orElseThrow(
                  () ->
                      new InvalidFilter(
                          column(value),
                          value.text(),
                          "an address or a network such as 10.0.0.0/8 or 2001:db8::/32")));
    }
    return networks;
  }

  String pattern(Operand operand, Token operator, Token value) throws InvalidFilter {
    if (!operand.field().type().text()) {
      throw inapplicable(operand, operator, "=, != and comparisons");
    }
    String pattern = value.is(Kind.QUOTED) ? Quotes.pattern(value.text()) : value.text();
    if (pattern.isEmpty() || pattern.length() > Filter.PATTERN_CHARS_MAX) {
      throw new InvalidFilter(
          column(value),
          "a pattern of " + pattern.length() + " characters",
          "1 to " + Filter.PATTERN_CHARS_MAX);
    }
    long size = PatternSize.of(pattern);
    if (size > Filter.PATTERN_SIZE_MAX) {
      throw new InvalidFilter(
          column(value),
          "a pattern of size " + size,
          "at most " + Filter.PATTERN_SIZE_MAX + ", counted repeats written out");
    }
    try {
      Pattern.compile(pattern);
      return pattern;
    } catch (PatternSyntaxException e) {
      throw new InvalidFilter(column(value), pattern, "an RE2 pattern: " + e.getDescription());
    }
  }

  List<String> phrase(Token value) throws InvalidFilter {
    List<String> words = Words.of(meant(value));
    if (words.isEmpty()) {
      throw new InvalidFilter(
          column(value), meant(value), "a word; to look for signs write text : \"…\"");
    }
    if (words.size() > Filter.PHRASE_WORDS_MAX) {
      throw new InvalidFilter(
          column(value),
          "a phrase of " + words.size() + " words",
          "at most " + Filter.PHRASE_WORDS_MAX + "; longer texts are found by text : \"…\"");
    }
    return words;
  }

  /** What stands between quotes, its escapes resolved. */
  String unquoted(Token value) throws InvalidFilter {
    return Quotes.text(value.text(), column(value) + 1);
  }

  private String word(Field field, Token value) throws InvalidFilter {
    String word = field.word(meant(value));
    if (word.isEmpty()) {
      throw new InvalidFilter(
          column(value), meant(value), "one of " + String.join(", ", field.words()));
    }
    return word;
  }

  private String some(Token value) throws InvalidFilter {
    String meant = meant(value);
    if (meant.isEmpty()) {
      throw new InvalidFilter(
          column(value), "\"\"", "one character or more; for what is there write EXISTS");
    }
    return meant;
  }

  private String meant(Token value) throws InvalidFilter {
    String meant = value.is(Kind.QUOTED) ? unquoted(value) : value.text();
    if (meant.length() > Filter.VALUE_CHARS_MAX) {
      throw new InvalidFilter(
          column(value),
          "a value of " + meant.length() + " characters",
          "at most " + Filter.VALUE_CHARS_MAX);
    }
    return meant;
  }

  private static boolean isNumber(Operand operand, Token value) {
    return !operand.path().isEmpty()
        && value.is(Kind.WORD)
        && NUMBER.matcher(value.text()).matches();
  }

  private Times.Place at(Token value) {
    return expected -> new InvalidFilter(column(value), value.text(), expected);
  }

  private int column(Token token) {
    return Lexer.column(text, token.start());
  }

  private InvalidFilter inapplicable(Operand operand, Token operator, String expected) {
    return new InvalidFilter(
        column(operator),
        operator.text() + " on " + operand.name(),
        operand.name() + " takes " + expected);
  }
}
