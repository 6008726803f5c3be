package belfry.filter;

import static java.util.Objects.requireNonNull;

import belfry.net.Network;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A filter as a tree: what the parser makes, what compiles to a predicate and to an index query.
 *
 * <p>One rule gives every condition its meaning: <em>it holds if any value of its operand meets
 * it</em>. An absent value and an empty text are no value, so no condition holds for them; only
 * {@link Not} is true where there is nothing. {@code !=} is {@code NOT =} and needs no node of its
 * own; comparing a closed set of words (levels, kinds, booleans) is an {@link Equal} with all words
 * that qualify.
 */
public sealed interface Expression {

  /** Holds always: the filter that was left out. */
  record Everything() implements Expression {}

  /** All hold. At least two terms, none of them an And. */
  record And(List<Expression> terms) implements Expression {
    public And {
      terms = List.copyOf(terms);
      checkMany(terms.size());
    }
  }

  /** Any holds. At least two terms, none of them an Or. */
  record Or(List<Expression> terms) implements Expression {
    public Or {
      terms = List.copyOf(terms);
      checkMany(terms.size());
    }
  }

  /** Does not hold. */
  record Not(Expression term) implements Expression {
    public Not {
      requireNonNull(term, "term");
    }
  }

  /** A look at one operand. */
  sealed interface Condition extends Expression {
    Operand operand();

    /** What it asks of one value, for the index; times, which are no texts, never hold. */
    default Predicate<String> test() {
      return Predicates.test(this);
    }
  }

  /** There is a value. */
  record Exists(Operand operand) implements Condition {}

  /** A value is one of these, to the letter; {@code =} and {@code IN}. */
  record Equal(Operand operand, List<String> values) implements Condition {
    public Equal {
      values = List.copyOf(values);
    }
  }

  /**
   * A value contains one of these; {@code :} and {@code :!}.
   *
   * @param exactCase false: compared by {@link Folding}
   */
  record Contains(Operand operand, List<String> values, boolean exactCase) implements Condition {
    public Contains {
      values = List.copyOf(values);
    }
  }

  /** A value stands before or after this one in the order of code points. Never EQUAL. */
  record Compare(Operand operand, Order order, String value) implements Condition {}

  /** A value is a JSON number and compares so; other values do not qualify. */
  record CompareNumber(Operand operand, Order order, BigDecimal number) implements Condition {
    public CompareNumber {
      number = number.stripTrailingZeros();
    }
  }

  /** The time compares so. */
  record CompareTime(Operand operand, Order order, Moment moment) implements Condition {}

  /** The RE2 pattern is found in a value, anywhere unless it is anchored; {@code =~}. */
  record Match(Operand operand, String pattern) implements Condition {}

  /** A value is an IP address in one of these networks. */
  record InNetwork(Operand operand, List<Network> networks) implements Condition {
    public InNetwork {
      networks = List.copyOf(networks);
    }
  }

  /**
   * Free text: these {@link Words} stand directly after one another in the text of the content.
   *
   * @param words folded, at least one
   */
  record Phrase(List<String> words) implements Expression {
    public Phrase {
      words = List.copyOf(words);
    }
  }

  /** How a value stands to the one in the filter. */
  enum Order {
    EQUAL("="),
    LESS("<"),
    AT_MOST("<="),
    GREATER(">"),
    AT_LEAST(">=");

    private final String sign;

    Order(String sign) {
      this.sign = sign;
    }

    public String sign() {
      return sign;
    }

    /** Whether {@code compare(value, other)} came out as this order asks. */
    public boolean holds(int comparison) {
      return switch (this) {
        case EQUAL -> comparison == 0;
        case LESS -> comparison < 0;
        case AT_MOST -> comparison <= 0;
        case GREATER -> comparison > 0;
        case AT_LEAST -> comparison >= 0;
      };
    }
  }

  /** A point in time as a filter gives it. */
  sealed interface Moment {
    /** This instant. */
    record At(Instant instant) implements Moment {}

    /**
     * So long after (negative: before) the journal took the entry that is looked at: what {@code
     * now} means in a standing filter.
     */
    record FromRecorded(Duration offset) implements Moment {}
  }

  /**
   * What is looked at.
   *
   * @param field which one
   * @param path the way into it, for fields that have an inside; else empty
   */
  record Operand(Field field, String path) {
    public Operand {
      requireNonNull(field, "field");
      requireNonNull(path, "path");
    }

    /** A field as a whole. */
    static Operand of(Field field) {
      return new Operand(field, "");
    }

    /** As it is written in a filter. */
    public String name() {
      return Printer.name(this);
    }
  }

  /** All of these, without needless nesting. */
  static Expression and(List<Expression> terms) {
    var flat = new ArrayList<Expression>();
    for (Expression term : terms) {
      if (term instanceof And(var inner)) {
        flat.addAll(inner);
      } else {
        flat.add(term);
      }
    }
    return flat.size() == 1 ? flat.getFirst() : new And(flat);
  }

  /** Any of these, without needless nesting; equalities of one operand become one. */
  static Expression or(List<Expression> terms) {
    Map<Object, Expression> merged = new LinkedHashMap<>();
    for (Expression term : terms) {
      for (Expression each : term instanceof Or(var inner) ? inner : List.of(term)) {
        if (each instanceof Equal(var operand, var values)) {
          merged.merge(operand, each, (known, more) -> union(operand, known, values));
        } else {
          merged.put(each, each);
        }
      }
    }
    var flat = List.copyOf(merged.values());
    return flat.size() == 1 ? flat.getFirst() : new Or(flat);
  }

  private static Expression union(Operand operand, Expression known, List<String> more) {
    var values = new LinkedHashSet<>(((Equal) known).values());
    values.addAll(more);
    return new Equal(operand, List.copyOf(values));
  }

  /** The opposite; twice is none. */
  static Expression not(Expression term) {
    return term instanceof Not(var inner) ? inner : new Not(term);
  }

  private static void checkMany(int size) {
    if (size < 2) {
      throw new IllegalArgumentException("terms: " + size + " (expected: 2 or more)");
    }
  }
}
