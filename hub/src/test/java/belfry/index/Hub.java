package belfry.index;

import belfry.event.Event;
import belfry.event.Position;
import belfry.feed.Feed;
import belfry.feed.Reading;
import belfry.filter.View;
import belfry.metrics.Metrics;
import belfry.testing.MemoryJournal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/** A journal with three partitions, a feed and a search over an index that is filled by hand. */
final class Hub implements AutoCloseable {
  private static final long SEED = 5;

  final Metrics metrics = new Metrics();
  final AtomicLong millis = new AtomicLong(RandomEvents.TIME.toEpochMilli());
  final MemoryJournal journal =
      new MemoryJournal(() -> Instant.ofEpochMilli(millis.get()), MemoryJournal.PARTITIONS, SEED);
  final Feed feed = Feed.open(journal, RecordDialect.DIALECTS, metrics);
  final LuceneIndex index;
  final Search search;
  private final RandomEvents events = new RandomEvents(SEED);
  private final Random random = new Random(SEED);

  Hub(Path home) throws Exception {
    index = LuceneIndex.open(home, 1, journal.id());
    search = new Search(index, feed, journal, RecordDialect.DIALECTS, metrics, 2);
  }

  /** Journals random events, some with the same recorded time. */
  void journal(int count) throws Exception {
    for (int i = 0; i < count; i++) {
      journal(events.next());
    }
  }

  Position journal(Event event) throws Exception {
    millis.addAndGet(random.nextInt(3));
    return journal.append(List.of(event)).getFirst();
  }

  /** Adds everything that is journaled to the index. */
  void index() throws Exception {
    index.add(readings().stream().filter(r -> isNew(r.entry().position())).toList());
    index.refresh();
  }

  private boolean isNew(Position position) {
    return position.offset() >= index.next(position.partition());
  }

  /** Everything that is journaled, in the order everywhere. */
  List<Reading> readings() throws Exception {
    var readings = new ArrayList<Reading>();
    for (var partition : journal.partitions()) {
      try (var reader = journal.open(new Position(partition.number(), partition.oldest()))) {
        reader
            .poll(Integer.MAX_VALUE, java.time.Duration.ZERO)
            .forEach(entry -> readings.add(new Reading(entry, RecordDialect.DIALECTS)));
      }
    }
    readings.sort(Comparator.comparing(reading -> Place.of(reading.entry())));
    return readings;
  }

  Page page(Query query) throws Exception {
    return search.search(View.ALL, query);
  }

  static Query query(belfry.filter.Filter filter, Query.Order order, int limit) {
    return new Query(filter, Optional.empty(), Optional.empty(), order, limit, Optional.empty());
  }

  static Query after(Query query, Page page) {
    return new Query(
        query.filter(), query.since(), query.until(), query.order(), query.limit(), page.next());
  }

  static List<Position> positions(List<Reading> readings) {
    return readings.stream().map(reading -> reading.entry().position()).toList();
  }

  @Override
  public void close() throws IOException {
    search.close();
    feed.close();
    index.close();
    journal.close();
  }
}
