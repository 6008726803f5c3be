package belfry.filter;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Which events: a compiled expression of the one filter language (docs/reference/filter.md), after
 * Cloud.ru's and Yandex Cloud's filter expressions.
 *
 * <p>A filter is a value of its tree: two filters are equal when they ask the same in the same
 * order, however they were written. Thread-safe.
 */
public final class Filter {
  /** Longest filter, in UTF-16 characters. */
  public static final int CHARS_MAX = 65_536;

  /** Most values and conditions in one filter. Below what Lucene allows in one query. */
  public static final int TERMS_MAX = 1_000;

  /** Deepest nesting of parentheses and NOTs. */
  public static final int DEPTH_MAX = 64;

  /** Longest value, in UTF-16 characters. */
  public static final int VALUE_CHARS_MAX = 4_096;

  /** Longest pattern, in UTF-16 characters. */
  public static final int PATTERN_CHARS_MAX = 1_000;

  /** Largest pattern when its counted repeats are written out, in characters and classes. */
  public static final int PATTERN_SIZE_MAX = 1_000;

  /** Most words in a piece of free text. */
  public static final int PHRASE_WORDS_MAX = 64;

  /** Lets everything through. */
  public static final Filter ALL = new Filter("", new Expression.Everything());

  private final String text;
  private final Expression tree;
  private final Predicate<Facts> predicate;

  private Filter(String text, Expression tree) {
    this.text = text;
    this.tree = tree;
    this.predicate = Predicates.of(tree);
  }

  /**
   * A filter that is asked now, by a search: {@code now} in it is this instant.
   *
   * @throws InvalidFilter at the first character that cannot be
   */
  public static Filter parse(String text, Instant now) throws InvalidFilter {
    return new Filter(text, Parser.parse(text, Optional.of(now)));
  }

  /**
   * A filter that stays, in a subscription, a rule or a tail: {@code now} in it is the time at
   * which the journal took the entry that is looked at. So it gives the same answer for an entry
   * whenever it is asked, live, after a restart or in a replay.
   *
   * @throws InvalidFilter at the first character that cannot be
   */
  public static Filter standing(String text) throws InvalidFilter {
    return new Filter(text, Parser.parse(text, Optional.empty()));
  }

  /**
   * A standing filter of several queries that must all hold, as the rules of Cloud.ru have them.
   *
   * @throws InvalidFilter naming the query, from 1
   */
  public static Filter all(List<String> queries) throws InvalidFilter {
    if (queries.isEmpty()) {
      return ALL;
    }
    var terms = new ArrayList<Expression>();
    for (int i = 0; i < queries.size(); i++) {
      try {
        terms.add(standing(queries.get(i)).tree);
      } catch (InvalidFilter e) {
        throw e.inQuery(i + 1);
      }
    }
    return of(Expression.and(terms));
  }

  /** A filter that asks what a tree says. */
  public static Filter of(Expression tree) {
    return new Filter(Printer.text(tree), tree);
  }

  /** What both let through. */
  public Filter and(Filter other) {
    if (equals(ALL) || other.equals(ALL)) {
      return equals(ALL) ? other : this;
    }
    return of(Expression.and(List.of(tree, other.tree)));
  }

  public boolean matches(Facts facts) {
    return predicate.test(facts);
  }

  /** As it was written. */
  public String text() {
    return text;
  }

  /** What it asks. */
  public Expression tree() {
    return tree;
  }

  /** What an entry must be equal to for this filter to have a chance; see {@link Key}. */
  public Optional<Key> key() {
    return Key.of(tree);
  }

  /**
   * The normal form: what was understood, with the names of the reference, all quotes and all
   * parentheses. Empty for {@link #ALL}.
   */
  public String explain() {
    return Printer.text(tree);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Filter that && tree.equals(that.tree);
  }

  @Override
  public int hashCode() {
    return tree.hashCode();
  }

  @Override
  public String toString() {
    return "Filter[" + explain() + "]";
  }
}
