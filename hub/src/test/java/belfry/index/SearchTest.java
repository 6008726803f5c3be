package belfry.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belfry.event.InvalidCursor;
import belfry.event.JournalId;
import belfry.event.Position;
import belfry.feed.Reading;
import belfry.filter.Field;
import belfry.filter.Filter;
import belfry.filter.View;
import belfry.index.Query.Order;
import belfry.journal.Busy;
import belfry.testing.PlainDialect;
import belfry.testing.Proves;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Searching the index and what stands behind it. */
class SearchTest {
  @TempDir Path home;
  private Hub hub;

  @BeforeEach
  void open() throws Exception {
    hub = new Hub(home);
  }

  @AfterEach
  void close() throws Exception {
    hub.close();
  }

  private static List<Reading> matching(List<Reading> all, Selection selection, Order order) {
    List<Reading> matching = all.stream().filter(selection::contains).toList();
    return order == Order.NEWEST_FIRST ? matching.reversed() : matching;
  }

  private List<Position> pages(Query first, Runnable between) throws Exception {
    var found = new ArrayList<Position>();
    Query query = first;
    while (true) {
      Page page = hub.page(query);
      assertThat(page.partial()).isFalse();
      assertThat(page.entries()).hasSizeLessThanOrEqualTo(query.limit());
      found.addAll(Hub.positions(page.entries()));
      if (page.next().isEmpty()) {
        return found;
      }
      between.run();
      query = Hub.after(query, page);
    }
  }

  /** Part of the entries in the index, the rest behind it, filters of all kinds, any page size. */
  @ParameterizedTest
  @ValueSource(longs = {41, 42})
  void pagesAreWhatThePredicateFinds(long seed) throws Exception {
    var random = new Random(seed);
    var trees = new RandomTrees(seed);
    for (int part = 0; part < 3; part++) {
      hub.journal(60);
      hub.index();
    }
    hub.journal(40);
    List<Reading> all = hub.readings();
    for (int run = 0; run < 40; run++) {
      Filter filter = run % 4 == 0 ? Filter.ALL : trees.next();
      Order order = RandomEvents.pick(random, List.of(Order.values()));
      Query query = Hub.query(filter, order, 1 + random.nextInt(80));
      assertThat(pages(query, () -> {}))
          .as("seed %d: %s %s", seed, order, filter)
          .isEqualTo(Hub.positions(matching(all, Entries.selection(filter), order)));
    }
  }

  @Test
  @Proves("audit 72")
  void findsAnEntryByIdAsSoonAsItIsJournaled() throws Exception {
    for (int i = 0; i < 30; i++) {
      Position position = hub.journal(PlainDialect.event("/s/" + i, "fresh-" + i));
      assertThat(hub.search.find(View.ALL, "fresh-" + i))
          .map(reading -> reading.entry().position())
          .contains(position);
      if (i % 10 == 0) {
        hub.index();
      }
    }
    hub.index();
    assertThat(hub.search.find(View.ALL, "fresh-17")).isPresent();
    assertThat(hub.search.find(View.ALL, "fresh-99")).isEmpty();
    assertThat(hub.search.find(View.of(Set.of("other")), "fresh-17")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Order.class)
  @Proves("audit 73")
  void pagesNeitherSkipNorRepeatWhileWritesAndIndexingGoOn(Order order) throws Exception {
    hub.journal(150);
    hub.index();
    List<Position> before = Hub.positions(hub.readings());
    var step = new Random(7);
    List<Position> found =
        pages(
            Hub.query(Filter.ALL, order, 7),
            () -> {
              try {
                if (hub.readings().size() < 250) {
                  hub.journal(step.nextInt(6));
                }
                if (step.nextInt(3) == 0) {
                  hub.index();
                }
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });
    assertThat(found).doesNotHaveDuplicates();
    if (order == Order.NEWEST_FIRST) {
      assertThat(found).isEqualTo(before.reversed());
    } else {
      assertThat(found).isEqualTo(Hub.positions(hub.readings())).hasSizeGreaterThan(150);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @Proves("audit 74")
  void timeRangesAreHalfOpenAndEqualTimesAreOrderedByPosition(boolean indexed) throws Exception {
    hub.journal(200);
    if (indexed) {
      hub.index();
    }
    List<Reading> all = hub.readings();
    Instant since = all.get(50).entry().recordedTime();
    Instant until = all.get(150).entry().recordedTime();
    var query =
        new Query(
            Filter.ALL,
            Optional.of(since),
            Optional.of(until),
            Order.OLDEST_FIRST,
            1000,
            Optional.empty());
    List<Position> expected =
        all.stream()
            .map(Reading::entry)
            .filter(e -> !e.recordedTime().isBefore(since) && e.recordedTime().isBefore(until))
            .map(e -> e.position())
            .toList();
    assertThat(Hub.positions(hub.page(query).entries())).isEqualTo(expected).isNotEmpty();
  }

  @Test
  @Proves("audit 75")
  void aViewOfOneProjectNeverSeesAnotherCountsIncluded() throws Exception {
    hub.journal(150);
    hub.index();
    hub.journal(50);
    View shop = View.of(Set.of("shop"));
    List<Reading> seen = hub.readings().stream().filter(r -> shop.sees(r.entry().event())).toList();
    assertThat(seen).isNotEmpty().hasSizeLessThan(150);

    Page page = hub.search.search(shop, Hub.query(Filter.ALL, Order.OLDEST_FIRST, 1000));
    assertThat(Hub.positions(page.entries())).isEqualTo(Hub.positions(seen));
    Histogram histogram = hub.search.histogram(shop, request(Filter.ALL, Field.PROJECT));
    assertThat(histogram.buckets().stream().mapToLong(Histogram.Bucket::total).sum())
        .isEqualTo(seen.size());
    assertThat(histogram.buckets()).allMatch(b -> Set.of("shop").containsAll(b.counts().keySet()));
  }

  private Histogram.Request request(Filter filter, Field field) {
    Instant until = Instant.ofEpochMilli(hub.millis.get() + 1);
    return new Histogram.Request(
        filter, RandomEvents.TIME, until, Duration.ofMillis(17), Optional.of(field));
  }

  /** Whether the index can tell, the predicate has to, or the entries stand behind the index. */
  @ParameterizedTest
  @ValueSource(longs = {51, 52})
  void histogramsCountWhatPagesShow(long seed) throws Exception {
    hub.journal(200);
    hub.index();
    hub.journal(60);
    var trees = new RandomTrees(seed);
    for (int run = 0; run < 40; run++) {
      Filter filter = run % 4 == 0 ? Filter.ALL : trees.next();
      Field field =
          List.of(Field.TYPE, Field.SYSTEM, Field.RESOURCE_NAME, Field.REQUEST_ID).get(run % 4);
      Histogram.Request request = request(filter, field);
      Histogram histogram = hub.search.histogram(View.ALL, request);
      var tally =
          new Tally(Buckets.of(request.since(), request.until(), request.step()), request.field());
      var reference = new MemoryIndex();
      reference.add(hub.readings());
      reference.refresh();
      Range range = Range.of(Optional.of(request.since()), Optional.of(request.until()));
      reference.snapshot().count(Entries.selection(filter).within(range), tally, new Cancel());
      assertThat(histogram)
          .as("seed %d: %s by %s", seed, filter, field)
          .isEqualTo(tally.histogram(false));
    }
  }

  @Test
  void leavesOutWhatWasErasedAndFillsThePage() throws Exception {
    hub.journal(100);
    hub.index();
    List<Position> all = new ArrayList<>(Hub.positions(hub.readings()));
    for (Position erased : List.copyOf(all.subList(20, 60))) {
      hub.journal.erase(erased);
      all.remove(erased);
    }
    Page page = hub.page(Hub.query(Filter.ALL, Order.OLDEST_FIRST, 30));
    assertThat(Hub.positions(page.entries())).isEqualTo(all.subList(0, 30));
  }

  @Test
  void refusesACursorThatIsNotItsOwn() throws Exception {
    hub.journal(10);
    Query query = Hub.query(Filter.ALL, Order.NEWEST_FIRST, 3);
    String cursor = hub.page(query).next().orElseThrow();
    var foreign =
        new PageCursor(Order.NEWEST_FIRST, Place.LAST).encoded(new JournalId(new UUID(9, 9), 1));
    for (String wrong : List.of("", "%", cursor.substring(1), foreign)) {
      assertThatThrownBy(() -> hub.page(with(query, wrong)))
          .isInstanceOf(InvalidCursor.class)
          .hasMessageContaining("(expected: ");
    }
    Query other = Hub.query(Filter.ALL, Order.OLDEST_FIRST, 3);
    assertThatThrownBy(() -> hub.page(with(other, cursor))).isInstanceOf(InvalidCursor.class);
  }

  private static Query with(Query query, String cursor) {
    return new Query(
        query.filter(),
        query.since(),
        query.until(),
        query.order(),
        query.limit(),
        Optional.of(cursor));
  }

  @Test
  void limitsAreKeptAtTheirEdges() {
    assertThat(Hub.query(Filter.ALL, Order.NEWEST_FIRST, Query.LIMIT_MAX).limit()).isEqualTo(1000);
    assertThatThrownBy(() -> Hub.query(Filter.ALL, Order.NEWEST_FIRST, Query.LIMIT_MAX + 1))
        .hasMessage("limit: 1001 (expected: 1 to 1000)");
    assertThatThrownBy(() -> Hub.query(Filter.ALL, Order.NEWEST_FIRST, 0))
        .hasMessage("limit: 0 (expected: 1 to 1000)");
    Instant since = RandomEvents.TIME;
    assertThat(Buckets.of(since, since.plusMillis(2000), Duration.ofMillis(1)).count())
        .isEqualTo(Histogram.BUCKETS_MAX);
    assertThatThrownBy(() -> Buckets.of(since, since.plusMillis(2001), Duration.ofMillis(1)))
        .hasMessageContaining("2001 buckets (expected: at most 2000");
    assertThatThrownBy(() -> Buckets.of(since, since, Duration.ofMillis(1)))
        .hasMessageContaining("until: ");
    assertThatThrownBy(() -> Buckets.of(since, since.plusSeconds(1), Duration.ZERO))
        .hasMessageContaining("step: ");
  }

  private Search limited(int scanned, int verified) {
    var limits = new SearchLimits(scanned, scanned, verified, Duration.ofMillis(50));
    return new Search(
        hub.index, hub.feed, hub.journal, RecordDialect.DIALECTS, hub.metrics, 1, limits);
  }

  private long behind() {
    return new TailScan(hub.feed, new MemoryIndex().snapshot(), hub.feed.ends()).size();
  }

  @Test
  void isPartialWhenMoreIsBehindTheIndexThanItScans() throws Exception {
    hub.journal(50);
    int behind = Math.toIntExact(behind());
    Query query = Hub.query(Filter.ALL, Order.NEWEST_FIRST, 100);
    try (Search within = limited(behind, 1000);
        Search past = limited(behind - 1, 1000)) {
      assertThat(within.search(View.ALL, query))
          .matches(page -> page.entries().size() == 50 && !page.partial());
      assertThat(past.search(View.ALL, query))
          .matches(page -> page.entries().isEmpty() && page.partial());
      assertThat(past.histogram(View.ALL, request(Filter.ALL, Field.TYPE)).partial()).isTrue();
      assertThat(within.find(View.ALL, "id-7")).isPresent();
      assertThatThrownBy(() -> past.find(View.ALL, "id-7"))
          .isInstanceOf(Busy.class)
          .hasMessageContaining("(expected: to catch up");
    }
  }

  @Test
  void endsAPageEarlyWithACursorWhenTheFilterHadToLookAtManyCandidates() throws Exception {
    hub.journal(200);
    hub.index();
    hub.journal(20);
    Filter last = Filter.parse("id =~ \"^id-(7|150|215)$\"", RandomEvents.TIME);
    for (Order order : Order.values()) {
      List<Position> expected =
          Hub.positions(matching(hub.readings(), Entries.selection(last), order));
      assertThat(expected).hasSize(3);
      try (Search search = limited(1000, 40)) {
        var found = new ArrayList<Position>();
        int pages = 0;
        Query query = Hub.query(last, order, 10);
        while (true) {
          Page page = search.search(View.ALL, query);
          pages++;
          found.addAll(Hub.positions(page.entries()));
          if (page.next().isEmpty()) {
            break;
          }
          query = Hub.after(query, page);
        }
        assertThat(found).isEqualTo(expected);
        assertThat(pages).isEqualTo(5);
      }
    }
  }

  @Test
  void aHistogramIsPartialWhenTheFilterHadToLookAtMoreThanItMay() throws Exception {
    hub.journal(100);
    hub.index();
    Filter filter = Filter.parse("id =~ \"^id\"", RandomEvents.TIME);
    try (Search within = limited(1000, 100);
        Search past = limited(1000, 99)) {
      Histogram.Request request = request(filter, Field.TYPE);
      assertThat(within.histogram(View.ALL, request).partial()).isFalse();
      assertThat(past.histogram(View.ALL, request).partial()).isTrue();
    }
  }

  @Test
  void keepsTheMostFrequentValuesApart() throws Exception {
    for (int i = 0; i < 2 * Histogram.VALUES_MAX; i++) {
      for (int j = i < Histogram.VALUES_MAX ? 0 : -1; j < 1; j++) {
        hub.journal(PlainDialect.event("/s", "id" + i + j, "t." + i));
      }
    }
    hub.index();
    Histogram histogram = hub.search.histogram(View.ALL, request(Filter.ALL, Field.TYPE));
    var counts = new TreeMap<String, Long>();
    histogram.buckets().forEach(b -> b.counts().forEach((k, v) -> counts.merge(k, v, Long::sum)));
    assertThat(counts).hasSize(Histogram.VALUES_MAX);
    assertThat(counts.values()).containsOnly(2L);
    assertThat(histogram.buckets().stream().mapToLong(Histogram.Bucket::total).sum())
        .isEqualTo(3L * Histogram.VALUES_MAX);
  }
}
