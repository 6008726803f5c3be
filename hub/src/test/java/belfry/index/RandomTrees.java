package belfry.index;

import belfry.filter.Expression;
import belfry.filter.Expression.Compare;
import belfry.filter.Expression.CompareNumber;
import belfry.filter.Expression.CompareTime;
import belfry.filter.Expression.Condition;
import belfry.filter.Expression.Contains;
import belfry.filter.Expression.Equal;
import belfry.filter.Expression.Exists;
import belfry.filter.Expression.InNetwork;
import belfry.filter.Expression.Match;
import belfry.filter.Expression.Moment;
import belfry.filter.Expression.Not;
import belfry.filter.Expression.Operand;
import belfry.filter.Expression.Order;
import belfry.filter.Expression.Phrase;
import belfry.filter.Field;
import belfry.filter.Filter;
import belfry.filter.Words;
import belfry.net.Network;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Filters of every condition on every field, nested a little, that fit {@link RandomEvents}. */
final class RandomTrees {
  private static final List<Field> TEXTS =
      Stream.of(Field.values())
          .filter(field -> field.type().text() && field != Field.TEXT)
          .toList();
  private static final List<Field> WORDS =
      Stream.of(Field.values()).filter(field -> !field.words().isEmpty()).toList();
  private static final List<String> PATHS =
      List.of("number", "flag", "text", "status", "resources", "resources.0.name", "who", "no");
  private static final List<String> PIECES =
      List.of("a", "lph", "ALPHA", "needle", "25aa", "dead", "кабинет", "1 W", "-", "xx", "vol");

  private final Random random;

  RandomTrees(long seed) {
    random = new Random(seed);
  }

  Filter next() {
    return Filter.of(tree(2));
  }

  private Expression tree(int depth) {
    int choice = depth == 0 ? 9 : random.nextInt(10);
    return switch (choice) {
      case 0, 1 -> Expression.and(List.of(tree(depth - 1), tree(depth - 1)));
      case 2, 3 -> Expression.or(List.of(tree(depth - 1), tree(depth - 1)));
      case 4 -> new Not(tree(depth - 1));
      default -> leaf();
    };
  }

  private Expression leaf() {
    return switch (random.nextInt(10)) {
      case 0 -> phrase();
      case 1, 2 -> words();
      case 3 -> time();
      case 4 -> onText(new Operand(Field.DATA, pick(PATHS)));
      case 5 -> onText(new Operand(Field.TEXT, ""));
      default -> onText(operand(pick(TEXTS)));
    };
  }

  private Operand operand(Field field) {
    return switch (field) {
      case DATA -> new Operand(field, pick(PATHS));
      case ORIGIN -> new Operand(field, "routing_key");
      default -> new Operand(field, field.hasInside() && random.nextBoolean() ? "a.b" : "");
    };
  }

  private Expression phrase() {
    List<String> words = Words.of(value());
    int from = random.nextInt(words.size());
    return new Phrase(words.subList(from, from + 1 + random.nextInt(words.size() - from)));
  }

  private Condition words() {
    Field field = pick(WORDS);
    var values = new ArrayList<String>();
    for (String word : field.words()) {
      if (random.nextBoolean()) {
        values.add(word);
      }
    }
    return values.isEmpty() ? new Exists(operand(field)) : new Equal(operand(field), values);
  }

  private Condition time() {
    Field field = random.nextBoolean() ? Field.TIME : Field.RECORDED_TIME;
    Instant at =
        RandomEvents.TIME.plusNanos(1_000_000L * random.nextInt(5_000) + 500L * random.nextInt(3));
    Moment moment =
        random.nextInt(5) == 0
            ? new Moment.FromRecorded(Duration.ofSeconds(-2))
            : new Moment.At(at);
    return new CompareTime(operand(field), pick(List.of(Order.values())), moment);
  }

  private Condition onText(Operand operand) {
    return switch (random.nextInt(8)) {
      case 0 -> new Exists(operand);
      case 1 -> new Contains(operand, List.of(pick(PIECES), piece()), random.nextBoolean());
      case 2 -> new Compare(operand, pick(List.of(Order.LESS, Order.AT_LEAST)), value());
      case 3 ->
          new CompareNumber(
              operand, pick(List.of(Order.values())), new BigDecimal(random.nextInt(3)));
      case 4 -> new Match(operand, pick(List.of("^a", "[0-9]{2}", "alpha|Beta", "e$")));
      case 5 ->
          new InNetwork(
              operand, List.of(Network.parse(pick(List.of("10.0.0.0/8", "::/0"))).orElseThrow()));
      default -> new Equal(operand, List.of(value(), known(operand.field())));
    };
  }

  private String known(Field field) {
    return switch (field) {
      case TYPE -> pick(RandomEvents.TYPES);
      case SYSTEM -> pick(List.of("lxd", "gluster", "plain"));
      case PROJECT -> pick(RandomEvents.PROJECTS);
      case EVENT_STATUS -> pick(RandomEvents.STATUSES);
      case ID -> "id-" + (1 + random.nextInt(500));
      case SOURCE -> "/s/" + random.nextInt(4);
      case CONNECTOR -> "http";
      case DATA -> pick(List.of("true", "1.5", "0.0", "alpha"));
      default -> value();
    };
  }

  /** A part of a value, cut anywhere. */
  private String piece() {
    String value = value();
    int from = random.nextInt(value.length());
    return value.substring(from, from + 1 + random.nextInt(value.length() - from));
  }

  private String value() {
    return pick(RandomEvents.VALUES);
  }

  private <T> T pick(List<T> values) {
    return RandomEvents.pick(random, values);
  }
}
