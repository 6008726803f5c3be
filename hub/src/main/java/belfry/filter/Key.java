package belfry.filter;

import belfry.filter.Expression.And;
import belfry.filter.Expression.Condition;
import belfry.filter.Expression.Equal;
import belfry.filter.Expression.Everything;
import belfry.filter.Expression.Match;
import belfry.filter.Expression.Not;
import belfry.filter.Expression.Or;
import belfry.filter.Expression.Phrase;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One equality that is necessary for a filter to match: the router wakes a reader only for entries
 * whose field has one of these values. Necessary, not sufficient: the filter is still asked.
 *
 * @param field {@code TYPE}, {@code SOURCE}, {@code PROJECT} or {@code SYSTEM}
 * @param values 1 to {@value #VALUES_MAX}
 */
public record Key(Field field, Set<String> values) {
  /** Most values; a filter with more in one condition has no key by it. */
  public static final int VALUES_MAX = 32;

  /** The fields a key can have, those that tell most entries apart first. */
  private static final List<Field> FIELDS =
      List.of(Field.TYPE, Field.SOURCE, Field.SYSTEM, Field.PROJECT);

  public Key {
    values = Set.copyOf(values);
  }

  static Optional<Key> of(Expression tree) {
    for (Field field : FIELDS) {
      Optional<Set<String>> values = values(tree, field);
      if (values.isPresent()) {
        return Optional.of(new Key(field, values.get()));
      }
    }
    return Optional.empty();
  }

  /** The values of which the field must have one; empty if others may match too. */
  private static Optional<Set<String>> values(Expression expression, Field field) {
    return switch (expression) {
      case And(var terms) -> fewest(terms, field);
      case Or(var terms) -> union(terms, field);
      case Equal(var operand, var values) ->
          operand.field() == field ? bounded(Set.copyOf(values)) : Optional.empty();
      case Match(var operand, var pattern) ->
          field == Field.SYSTEM && operand.field() == Field.TYPE
              ? system(Patterns.prefix(pattern))
              : Optional.empty();
      case Everything everything -> Optional.empty();
      case Not not -> Optional.empty();
      case Condition condition -> Optional.empty();
      case Phrase phrase -> Optional.empty();
    };
  }

  private static Optional<Set<String>> fewest(List<Expression> terms, Field field) {
    Optional<Set<String>> fewest = Optional.empty();
    for (Expression term : terms) {
      Optional<Set<String>> values = values(term, field);
      if (values.isPresent() && (fewest.isEmpty() || values.get().size() < fewest.get().size())) {
        fewest = values;
      }
    }
    return fewest;
  }

  private static Optional<Set<String>> union(List<Expression> terms, Field field) {
    var union = new LinkedHashSet<String>();
    for (Expression term : terms) {
      Optional<Set<String>> values = values(term, field);
      if (values.isEmpty()) {
        return Optional.empty();
      }
      union.addAll(values.get());
    }
    return bounded(union);
  }

  private static Optional<Set<String>> bounded(Set<String> values) {
    return values.size() <= VALUES_MAX ? Optional.of(values) : Optional.empty();
  }

  /** A type that begins with {@code lxd.} is one of the system {@code lxd}. */
  private static Optional<Set<String>> system(String typePrefix) {
    int dot = typePrefix.indexOf('.');
    return dot < 0 ? Optional.empty() : Optional.of(Set.of(typePrefix.substring(0, dot)));
  }
}
