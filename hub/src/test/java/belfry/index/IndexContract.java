package belfry.index;

import static org.assertj.core.api.Assertions.assertThat;

import belfry.event.Position;
import belfry.feed.Reading;
import belfry.filter.Field;
import belfry.filter.Filter;
import belfry.filter.View;
import belfry.index.Index.Candidates;
import belfry.index.Index.Snapshot;
import belfry.index.Query.Order;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every index promises. A new index is done when its subclass of this is green. */
abstract class IndexContract {
  @TempDir Path home;
  Index index;

  abstract Index open(Path home) throws Exception;

  @BeforeEach
  void openIndex() throws Exception {
    index = open(home);
  }

  @AfterEach
  void closeIndex() throws Exception {
    index.close();
  }

  /** Adds in several batches with refreshes between them, so that there are several segments. */
  final List<Reading> filled(long seed, int count) throws Exception {
    var entries = new Entries(seed);
    var all = new ArrayList<Reading>();
    for (int left = count; left > 0; left -= 97) {
      List<Reading> batch = entries.take(Math.min(left, 97));
      index.add(batch);
      index.refresh();
      all.addAll(batch);
    }
    return all;
  }

  static List<Place> expected(List<Reading> all, Selection selection, Order order) {
    Comparator<Place> natural = Comparator.naturalOrder();
    return all.stream()
        .filter(selection::contains)
        .map(reading -> Place.of(reading.entry()))
        .sorted(order == Order.NEWEST_FIRST ? natural.reversed() : natural)
        .toList();
  }

  private Candidates candidates(Selection selection, Order order, int max) throws Exception {
    try (Snapshot snapshot = index.snapshot()) {
      return snapshot.candidates(selection, order, max, new Cancel());
    }
  }

  @Test
  void hasNothingAtFirst() throws Exception {
    assertThat(candidates(Entries.all(), Order.NEWEST_FIRST, 10))
        .isEqualTo(new Candidates(List.of(), true, false));
    assertThat(index.next(0)).isZero();
  }

  @Test
  void addingTwiceIsAddingOnce() throws Exception {
    List<Reading> readings = new Entries(1).take(50);
    index.add(readings);
    index.add(readings.subList(10, 40));
    index.refresh();
    index.add(readings);
    index.refresh();

    assertThat(candidates(Entries.all(), Order.OLDEST_FIRST, 100).places())
        .isEqualTo(expected(readings, Entries.all(), Order.OLDEST_FIRST));
  }

  @Test
  void tellsWhereAddingGoesOnAndWhatIsSearchable() throws Exception {
    List<Reading> readings = new Entries(2).take(30);
    index.add(readings);
    Position last = readings.getLast().entry().position();
    assertThat(index.next(last.partition())).isEqualTo(last.offset() + 1);
    try (Snapshot before = index.snapshot()) {
      index.refresh();
      assertThat(before.to(last.partition())).isZero();
      assertThat(before.candidates(Entries.all(), Order.NEWEST_FIRST, 9, new Cancel()).places())
          .isEmpty();
    }
    try (Snapshot after = index.snapshot()) {
      assertThat(after.to(last.partition())).isEqualTo(last.offset() + 1);
    }
  }

  @ParameterizedTest
  @EnumSource(Order.class)
  void givesTheFirstInEitherOrderAndSaysWhetherThereAreMore(Order order) throws Exception {
    List<Reading> all = filled(3, 1000);
    List<Place> expected = expected(all, Entries.all(), order);
    for (int max : List.of(1, 7, 96, 97, 500, 999)) {
      assertThat(candidates(Entries.all(), order, max))
          .isEqualTo(new Candidates(expected.subList(0, max), true, true));
    }
    assertThat(candidates(Entries.all(), order, 1000))
        .isEqualTo(new Candidates(expected, true, false));
  }

  @ParameterizedTest
  @EnumSource(Order.class)
  void looksOnlyIntoTheRange(Order order) throws Exception {
    List<Reading> all = filled(4, 600);
    List<Place> places = expected(all, Entries.all(), Order.OLDEST_FIRST);
    var random = new Random(4);
    for (int run = 0; run < 50; run++) {
      int from = random.nextInt(600);
      int to = from + random.nextInt(600 - from);
      Selection within = Entries.all().within(new Range(places.get(from), places.get(to)));
      List<Place> expected = expected(all, within, order);
      assertThat(expected).hasSize(to - from);
      assertThat(candidates(within, order, 600).places()).isEqualTo(expected);
    }
  }

  @Test
  void showsNobodyWhatTheirViewDoesNot() throws Exception {
    List<Reading> all = filled(5, 500);
    for (View view : List.of(View.NONE, View.of(Set.of("shop")), View.of(Set.of("shop", "x")))) {
      var selection = new Selection(view, Filter.ALL, Range.ALL);
      List<Place> expected = expected(all, selection, Order.NEWEST_FIRST);
      assertThat(candidates(selection, Order.NEWEST_FIRST, 500))
          .isEqualTo(new Candidates(expected, true, false));
    }
  }

  /** Ranges, views and all kinds of filters: nothing is left out, and exact means exact. */
  @ParameterizedTest
  @ValueSource(longs = {11, 12})
  void findsWhatThePredicateFinds(long seed) throws Exception {
    List<Reading> all = filled(seed, 500);
    var trees = new RandomTrees(seed);
    int exact = 0;
    for (int run = 0; run < 200; run++) {
      Filter filter = trees.next();
      Selection selection = Entries.selection(filter);
      List<Place> expected = expected(all, selection, Order.NEWEST_FIRST);
      Candidates found = candidates(selection, Order.NEWEST_FIRST, 500);
      if (found.exact()) {
        exact++;
        assertThat(found.places()).as("seed %d: %s", seed, filter).isEqualTo(expected);
      } else {
        assertThat(found.places()).as("seed %d: %s", seed, filter).containsAll(expected);
      }
    }
    assertThat(exact).isGreaterThan(10);
  }

  @ParameterizedTest
  @ValueSource(longs = {21, 22})
  void countsWhatThePredicateFinds(long seed) throws Exception {
    List<Reading> all = filled(seed, 500);
    var trees = new RandomTrees(seed);
    var random = new Random(seed);
    int counted = 0;
    for (int run = 0; run < 150; run++) {
      Filter filter = random.nextInt(4) == 0 ? Filter.ALL : trees.next();
      var field = RandomEvents.pick(random, List.of(Field.values()));
      boolean apart = !field.hasInside() && field != Field.TEXT;
      var buckets =
          Buckets.of(
              RandomEvents.TIME,
              RandomEvents.TIME.plusSeconds(4),
              Duration.ofMillis(1 + random.nextInt(900) * 7));
      var tally = new Tally(buckets, apart ? Optional.of(field) : Optional.empty());
      Range range =
          Range.of(Optional.of(RandomEvents.TIME), Optional.of(RandomEvents.TIME.plusSeconds(4)));
      Selection selection = Entries.selection(filter).within(range);
      try (Snapshot snapshot = index.snapshot()) {
        if (snapshot.count(selection, tally, new Cancel())) {
          counted++;
          assertThat(tally.histogram(false))
              .as("seed %d: %s by %s", seed, filter, field)
              .isEqualTo(reference(all, selection, new Tally(buckets, tally.field())));
        }
      }
    }
    assertThat(counted).isGreaterThan(5);
  }

  private static Histogram reference(List<Reading> all, Selection selection, Tally tally)
      throws Exception {
    var index = new MemoryIndex();
    index.add(all);
    index.refresh();
    index.snapshot().count(selection, tally, new Cancel());
    return tally.histogram(false);
  }

  @Test
  void forgetsWhatExpired() throws Exception {
    List<Reading> all = filled(6, 300);
    Position oldest = all.get(150).entry().position();
    index.expire(oldest);
    index.refresh();
    List<Place> expected =
        expected(all, Entries.all(), Order.OLDEST_FIRST).stream()
            .filter(p -> p.partition() != oldest.partition() || p.offset() >= oldest.offset())
            .toList();
    assertThat(expected).hasSizeLessThan(300);
    assertThat(candidates(Entries.all(), Order.OLDEST_FIRST, 300).places()).isEqualTo(expected);
  }
}
