package belfry.filter;

import static org.assertj.core.api.Assertions.assertThat;

import belfry.event.Audit;
import belfry.event.Event;
import belfry.event.Kind;
import belfry.event.Marks;
import belfry.event.Payload;
import belfry.event.Severity;
import belfry.filter.Expression.And;
import belfry.filter.Expression.Not;
import belfry.filter.Expression.Or;
import belfry.testing.FixedFacts;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Laws that hold for all filters and all entries, tried on seeded random ones. */
class LawsTest {
  private static final int RUNS = 1_000;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void theNormalFormIsReadAsTheSameTree(long seed) throws InvalidFilter {
    var written = new RandomFilter(new Random(seed));
    for (int run = 0; run < RUNS; run++) {
      String text = written.text();
      Filter filter = Filter.standing(text);
      Filter again = Filter.standing(filter.explain());
      assertThat(again.tree()).as("seed %d: %s", seed, text).isEqualTo(filter.tree());
      assertThat(again.explain()).isEqualTo(filter.explain());
      assertThat(again).isEqualTo(filter).hasSameHashCodeAs(filter);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {4, 5, 6})
  void negationConjunctionAndDisjunctionFollowDeMorgan(long seed) throws InvalidFilter {
    var random = new Random(seed);
    var written = new RandomFilter(random);
    for (int run = 0; run < RUNS; run++) {
      Expression a = Filter.standing(written.text()).tree();
      Expression b = Filter.standing(written.text()).tree();
      Facts facts = facts(random);
      boolean holdsA = holds(a, facts);
      boolean holdsB = holds(b, facts);
      String shown = "seed %d run %d".formatted(seed, run);
      assertThat(holds(new Not(a), facts)).as(shown).isEqualTo(!holdsA);
      assertThat(holds(Expression.not(a), facts)).as(shown).isEqualTo(!holdsA);
      assertThat(holds(new And(List.of(a, b)), facts)).as(shown).isEqualTo(holdsA && holdsB);
      assertThat(holds(new Or(List.of(a, b)), facts)).as(shown).isEqualTo(holdsA || holdsB);
      assertThat(holds(Expression.and(List.of(a, b)), facts)).as(shown).isEqualTo(holdsA && holdsB);
      assertThat(holds(Expression.or(List.of(a, b)), facts)).as(shown).isEqualTo(holdsA || holdsB);
      assertThat(holds(new Not(new And(List.of(a, b))), facts))
          .as(shown)
          .isEqualTo(holds(new Or(List.of(new Not(a), new Not(b))), facts));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {7, 8})
  void aMatchingEntryHasTheKey(long seed) throws InvalidFilter {
    var random = new Random(seed);
    var written = new RandomFilter(random);
    int keyed = 0;
    for (int run = 0; run < 4 * RUNS; run++) {
      Filter filter = Filter.standing(written.text());
      FixedFacts facts = facts(random);
      if (filter.key().isPresent() && filter.matches(facts)) {
        keyed++;
        Key key = filter.key().get();
        Event event = facts.entry().event();
        String value =
            switch (key.field()) {
              case TYPE -> event.type();
              case SOURCE -> event.source();
              case SYSTEM -> event.system();
              case PROJECT -> event.project();
              default -> throw new AssertionError(key);
            };
        assertThat(key.values()).as("seed %d: %s", seed, filter).contains(value);
      }
    }
    assertThat(keyed).isPositive();
  }

  @ParameterizedTest
  @ValueSource(longs = {9, 10})
  void anyTextIsEitherAFilterOrRefusedWithAColumnInIt(long seed) {
    var random = new Random(seed);
    var written = new RandomFilter(random);
    for (int run = 0; run < 5 * RUNS; run++) {
      String text = broken(written.text(), random);
      try {
        Filter filter = Filter.standing(text);
        assertThat(Filter.standing(filter.explain()))
            .as("seed %d: %s", seed, text)
            .isEqualTo(filter);
      } catch (InvalidFilter e) {
        assertThat(e.column())
            .as("seed %d: %s", seed, text)
            .isBetween(1, text.codePointCount(0, text.length()) + 1);
        assertThat(e.getMessage()).contains("(expected: ");
      }
    }
  }

  private static String broken(String text, Random random) {
    var out = new StringBuilder(text);
    for (int i = random.nextInt(4); i >= 0 && !out.isEmpty(); i--) {
      int at = random.nextInt(out.length());
      switch (random.nextInt(3)) {
        case 0 -> out.deleteCharAt(at);
        case 1 -> out.insert(at, "\"'\\():=<>!~,. \0ж\ud83d".charAt(random.nextInt(17)));
        default -> out.setLength(at);
      }
    }
    return out.toString();
  }

  private static boolean holds(Expression expression, Facts facts) {
    return Predicates.of(expression).test(facts);
  }

  /** Entries whose values come from the same few as those of {@link RandomFilter}. */
  private static FixedFacts facts(Random random) {
    var event =
        Event.of(
                RandomFilter.value(random),
                RandomFilter.value(random),
                RandomFilter.value(random),
                FixedFacts.RECORDED.minusSeconds(random.nextInt(7200)),
                "native",
                Payload.EMPTY)
            .subject(RandomFilter.value(random))
            .project(RandomFilter.value(random))
            .location(random.nextBoolean() ? "" : RandomFilter.value(random))
            .severity(Severity.values()[random.nextInt(6)])
            .kind(Kind.values()[random.nextInt(6)])
            .marks(Marks.NONE.withMasked(List.of(RandomFilter.value(random))))
            .build();
    var audit =
        Audit.of(RandomFilter.value(random), RandomFilter.value(random), "ERROR", "")
            .authorized(random.nextBoolean())
            .resource("object", RandomFilter.value(random), RandomFilter.value(random))
            .resource("project", RandomFilter.value(random), "")
            .remoteAddress(random.nextBoolean() ? "10.0.0.1" : "x")
            .build();
    return FixedFacts.of(event, audit)
        .withData(Map.of("a", random.nextBoolean() ? "7" : RandomFilter.value(random)))
        .withText(RandomFilter.value(random) + " " + RandomFilter.value(random));
  }
}
