package belfry.filter;

import belfry.filter.Expression.And;
import belfry.filter.Expression.Compare;
import belfry.filter.Expression.CompareNumber;
import belfry.filter.Expression.CompareTime;
import belfry.filter.Expression.Condition;
import belfry.filter.Expression.Contains;
import belfry.filter.Expression.Equal;
import belfry.filter.Expression.Everything;
import belfry.filter.Expression.Exists;
import belfry.filter.Expression.InNetwork;
import belfry.filter.Expression.Match;
import belfry.filter.Expression.Moment;
import belfry.filter.Expression.Not;
import belfry.filter.Expression.Operand;
import belfry.filter.Expression.Or;
import belfry.filter.Expression.Order;
import belfry.filter.Expression.Phrase;
import belfry.net.IpAddress;
import belfry.net.Network;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/**
 * From tree to predicate.
 *
 * <p>Design: a tree of small closures. Cheap conditions are asked first, so that an entry whose
 * envelope decides is never decoded; that order cannot change a result, as no condition can fail.
 * Whatever depends on the filter alone (folding, tables, automatons) is done here, once.
 */
final class Predicates {
  private Predicates() {}

  static Predicate<Facts> of(Expression expression) {
    return switch (expression) {
      case Everything() -> facts -> true;
      case And(var terms) -> all(cheapestFirst(terms));
      case Or(var terms) -> any(cheapestFirst(terms));
      case Not(var term) -> of(term).negate();
      case Condition condition -> condition(condition);
      case Phrase(var words) -> facts -> Words.contain(facts.searchText(), words);
    };
  }

  private static List<Predicate<Facts>> cheapestFirst(List<Expression> terms) {
    var sorted = new ArrayList<>(terms);
    sorted.sort(Comparator.comparingInt(Predicates::cost));
    return sorted.stream().map(Predicates::of).toList();
  }

  private static Predicate<Facts> all(List<Predicate<Facts>> terms) {
    Predicate<Facts> first = terms.getFirst();
    Predicate<Facts> second = terms.get(1);
    if (terms.size() == 2) {
      return facts -> first.test(facts) && second.test(facts);
    }
    List<Predicate<Facts>> rest = terms.subList(2, terms.size());
    return facts -> first.test(facts) && second.test(facts) && allOf(rest, facts);
  }

  private static boolean allOf(List<Predicate<Facts>> terms, Facts facts) {
    for (int i = 0; i < terms.size(); i++) {
      if (!terms.get(i).test(facts)) {
        return false;
      }
    }
    return true;
  }

  private static Predicate<Facts> any(List<Predicate<Facts>> terms) {
    Predicate<Facts> first = terms.getFirst();
    Predicate<Facts> second = terms.get(1);
    if (terms.size() == 2) {
      return facts -> first.test(facts) || second.test(facts);
    }
    List<Predicate<Facts>> rest = terms.subList(2, terms.size());
    return facts -> first.test(facts) || second.test(facts) || anyOf(rest, facts);
  }

  private static boolean anyOf(List<Predicate<Facts>> terms, Facts facts) {
    for (int i = 0; i < terms.size(); i++) {
      if (terms.get(i).test(facts)) {
        return true;
      }
    }
    return false;
  }

  /** Rough, in units of comparing a field of the envelope. */
  static int cost(Expression expression) {
    return switch (expression) {
      case Everything() -> 0;
      case And(var terms) -> cost(terms);
      case Or(var terms) -> cost(terms);
      case Not(var term) -> cost(term);
      case Phrase phrase -> 10_000;
      case Match(var operand, var pattern) ->
          cost(operand) + (Patterns.literal(pattern).isPresent() ? 1 : 100);
      case Contains contains -> cost(contains.operand()) + 10;
      case InNetwork network -> cost(network.operand()) + 20;
      case Condition condition -> cost(condition.operand());
    };
  }

  private static int cost(List<Expression> terms) {
    int sum = 0;
    for (Expression term : terms) {
      sum += cost(term);
    }
    return sum;
  }

  private static int cost(Operand operand) {
    return switch (operand.field().tier()) {
      case ENVELOPE -> 1;
      case AUDIT -> operand.path().isEmpty() ? 200 : 2_000;
      case DATA -> 1_000;
      case TEXT -> 10_000;
    };
  }

  private static Predicate<Facts> condition(Condition condition) {
    return switch (condition) {
      case Exists(var operand) -> exists(operand);
      case Equal(var operand, var values) -> equal(operand, values);
      case CompareTime(var operand, var order, var moment) ->
          time(Values.time(operand.field()), order, moment);
      case Contains contains -> Values.any(contains.operand(), test(contains));
      case Compare compare -> Values.any(compare.operand(), test(compare));
      case CompareNumber compare -> Values.any(compare.operand(), test(compare));
      case Match match -> Values.any(match.operand(), test(match));
      case InNetwork network -> Values.any(network.operand(), test(network));
    };
  }

  /** What a condition asks of one value; times, which are no texts, never hold. */
  static Predicate<String> test(Condition condition) {
    return switch (condition) {
      case Exists exists -> value -> true;
      case Equal(var operand, var values) -> isOneOf(values);
      case Contains(var operand, var values, var exactCase) ->
          exactCase ? containsExactly(values) : contains(values);
      case Compare(var operand, var order, var value) -> each -> order.holds(compare(each, value));
      case CompareNumber(var operand, var order, var number) -> number(order, number);
      case CompareTime time -> value -> false;
      case Match(var operand, var pattern) -> Patterns.test(pattern);
      case InNetwork(var operand, var networks) -> inAny(networks);
    };
  }

  private static Predicate<Facts> exists(Operand operand) {
    return switch (operand.field().type()) {
      case WORD, RANK, TIME -> facts -> true;
      case TEXT, LIST, JSON, MAP, SEARCH -> Values.any(operand, value -> true);
    };
  }

  private static Predicate<Facts> equal(Operand operand, List<String> values) {
    Field field = operand.field();
    if (!field.words().isEmpty()) {
      return words(field, values);
    }
    if (field == Field.SYSTEM) {
      return values.stream().map(Predicates::system).reduce(Predicate::or).orElseThrow();
    }
    return Values.any(operand, isOneOf(values));
  }

  private static Predicate<String> isOneOf(List<String> values) {
    return values.size() == 1 ? values.getFirst()::equals : Set.copyOf(values)::contains;
  }

  private static Predicate<Facts> words(Field field, List<String> values) {
    int mask = 0;
    for (String value : values) {
      mask |= 1 << field.words().indexOf(value);
    }
    int qualified = mask;
    ToIntFunction<Facts> rank = Values.rank(field);
    return facts -> (qualified >> rank.applyAsInt(facts) & 1) != 0;
  }

  /** Without cutting the system out of the type. */
  private static Predicate<Facts> system(String system) {
    int size = system.length();
    return facts -> {
      String type = facts.entry().event().type();
      return type.startsWith(system)
          && (type.length() == size || type.charAt(size) == '.')
          && system.indexOf('.') < 0;
    };
  }

  private static Predicate<String> contains(List<String> values) {
    List<Folding.Needle> needles = values.stream().map(Folding.Needle::new).toList();
    if (needles.size() == 1) {
      return needles.getFirst()::isIn;
    }
    return value -> {
      for (int i = 0; i < needles.size(); i++) {
        if (needles.get(i).isIn(value)) {
          return true;
        }
      }
      return false;
    };
  }

  private static Predicate<String> containsExactly(List<String> values) {
    return value -> {
      for (int i = 0; i < values.size(); i++) {
        if (value.contains(values.get(i))) {
          return true;
        }
      }
      return false;
    };
  }

  private static Predicate<String> inAny(List<Network> networks) {
    return value -> {
      Optional<IpAddress> address = IpAddress.parse(value);
      if (address.isEmpty()) {
        return false;
      }
      for (int i = 0; i < networks.size(); i++) {
        if (networks.get(i).contains(address.get())) {
          return true;
        }
      }
      return false;
    };
  }

  private static Predicate<String> number(Order order, BigDecimal number) {
    return value -> {
      var parsed = Numbers.parse(value);
      return parsed.isPresent() && order.holds(parsed.get().compareTo(number));
    };
  }

  private static Predicate<Facts> time(Function<Facts, Instant> time, Order order, Moment moment) {
    return switch (moment) {
      case Moment.At(var instant) -> facts -> order.holds(time.apply(facts).compareTo(instant));
      case Moment.FromRecorded(var offset) ->
          facts ->
              order.holds(time.apply(facts).compareTo(facts.entry().recordedTime().plus(offset)));
    };
  }

  /** By code points, which is also the order of UTF-8 bytes and so that of the index. */
  static int compare(String a, String b) {
    int size = Math.min(a.length(), b.length());
    for (int i = 0; i < size; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        boolean both = Character.isSurrogate(x) == Character.isSurrogate(y);
        return both ? Character.compare(x, y) : Character.isSurrogate(x) ? 1 : -1;
      }
    }
    return Integer.compare(a.length(), b.length());
  }
}
