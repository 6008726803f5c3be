package belfry.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import belfry.event.Cursor;
import belfry.event.Entry;
import belfry.event.Origin;
import belfry.event.Payload;
import belfry.event.Position;
import belfry.feed.Feed;
import belfry.feed.Reading;
import belfry.filter.Filter;
import belfry.filter.View;
import belfry.format.Raw;
import belfry.intake.IntakeSettings;
import belfry.intake.JournalIntake;
import belfry.intake.Projects;
import belfry.intake.Quotas;
import belfry.intake.Receipt;
import belfry.intake.Terms;
import belfry.journal.Busy;
import belfry.metrics.Metrics;
import belfry.tail.Start;
import belfry.tail.Tail;
import belfry.tail.Tails;
import belfry.testing.MemoryJournal;
import belfry.testing.PlainDialect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Intake, journal, feed and tails from a seed: a source that repeats itself, a journal that is busy
 * at times, a hub that is killed and started again with an old, a damaged or no duplicate window,
 * tails that come back with their cursor. In the end: what was acknowledged is in the journal, once
 * and unchanged, and every tail has read exactly the journal, in order.
 */
class SimulationTest {
  private static final Terms TERMS =
      Terms.http("unix/root", PlainDialect.NAME, new Projects.SameName());
  private static final int STEPS = 300;
  private static final int TAILS = 3;

  @TempDir Path home;
  private MemoryJournal journal;
  private Random random;
  private Feed feed;
  private JournalIntake intake;
  private Tails tails;
  private final List<Tail> open = new ArrayList<>();
  private final List<Filter> filters = new ArrayList<>();
  private final List<Cursor> bookmarks = new ArrayList<>();
  private final List<List<Position>> read = new ArrayList<>();
  private final Map<String, Position> acknowledged = new HashMap<>();
  private int sent;

  static List<Long> seeds() {
    return new Random(20261120).longs(10).boxed().toList();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whatWasAcknowledgedIsReadableOnceAndDeliveredInOrder(long seed) throws Exception {
    random = new Random(seed);
    journal = new MemoryJournal(InstantSource.system(), 3, seed);
    filters.addAll(
        List.of(
            Filter.ALL,
            Filter.standing("type = 'plain.1'"),
            Filter.standing("source : '2' OR type = 'plain.0'")));
    for (int i = 0; i < TAILS; i++) {
      bookmarks.add(new Cursor(journal.id(), new TreeMap<>()));
      read.add(new ArrayList<>());
    }
    start();
    for (int step = 0; step < STEPS; step++) {
      step();
    }
    journal.busy(false);
    drain();
    check(seed);
    stop();
  }

  private void start() throws Exception {
    var settings = new IntakeSettings("hub", Quotas.NONE, Optional.of(home.resolve("window")));
    intake = JournalIntake.open(journal, PlainDialect.DIALECTS, settings, random, new Metrics());
    feed = Feed.open(journal, PlainDialect.DIALECTS, new Metrics());
    tails = new Tails(journal, feed, new Metrics());
    for (int i = 0; i < TAILS; i++) {
      open.add(tails.open(View.ALL, filters.get(i), new Start.At(bookmarks.get(i))));
    }
  }

  private void stop() {
    open.forEach(Tail::close);
    open.clear();
    feed.close();
  }

  private void step() throws Exception {
    switch (random.nextInt(12)) {
      case 0 -> journal.busy(random.nextBoolean());
      case 1 -> {
        if (random.nextInt(4) == 0) {
          crash();
        }
      }
      case 2, 3, 4, 5 -> poll(random.nextInt(TAILS), 1 + random.nextInt(40));
      default -> send();
    }
  }

  /** Killed: nothing is closed in order; the window's file is old, new, damaged or gone. */
  private void crash() throws Exception {
    Path window = home.resolve("window");
    switch (random.nextInt(4)) {
      case 0 -> Files.deleteIfExists(window);
      case 1 -> Files.write(window, new byte[random.nextInt(100)]);
      case 2 -> intake.close();
      default -> {}
    }
    stop();
    start();
  }

  /** New events, and often old ones again, some twice in one batch. */
  private void send() throws Exception {
    var batch = new ArrayList<Raw>();
    int count = 1 + random.nextInt(20);
    for (int i = 0; i < count; i++) {
      int number = sent > 0 && random.nextInt(3) == 0 ? random.nextInt(sent) : sent++;
      batch.add(raw(number));
    }
    Receipt receipt;
    try {
      receipt = intake.accept(TERMS, batch);
    } catch (Busy e) {
      return;
    }
    for (Receipt.Item item : receipt.items()) {
      switch (item) {
        case Receipt.Accepted(var id, var position, var conflict) ->
            assertThat(acknowledged.putIfAbsent(id, position)).as("accepted twice").isNull();
        case Receipt.Duplicate(var id, var position) ->
            assertThat(acknowledged.putIfAbsent(id, position)).isIn(position, null);
        case Receipt.Refused refused -> throw new AssertionError(refused);
      }
    }
  }

  private static Raw raw(int number) {
    String json =
        "{\"id\":\"%d\",\"source\":\"/s%d\",\"type\":\"plain.%d\"}"
            .formatted(number, number % 5, number % 3);
    return new Raw(Payload.of(json), Origin.of("test"), Instant.EPOCH, "fresh", 0);
  }

  private boolean poll(int tail, int max) throws Exception {
    List<Reading> readings = open.get(tail).poll(max, Duration.ofMillis(random.nextInt(2)));
    readings.forEach(reading -> read.get(tail).add(reading.entry().position()));
    bookmarks.set(tail, open.get(tail).cursor());
    return !readings.isEmpty();
  }

  private void drain() throws Exception {
    for (int tail = 0; tail < TAILS; tail++) {
      var goal = journal.partitions();
      boolean more = true;
      while (more) {
        poll(tail, 100);
        Cursor cursor = bookmarks.get(tail);
        more = goal.stream().anyMatch(p -> cursor.next(p.number()) < p.end());
      }
    }
  }

  private void check(long seed) throws Exception {
    var ids = new HashMap<String, Position>();
    for (int partition = 0; partition < 3; partition++) {
      List<Entry> entries;
      try (var reader = journal.open(new Position(partition, 0))) {
        entries = reader.poll(Integer.MAX_VALUE, Duration.ZERO);
      }
      for (Entry entry : entries) {
        String id = entry.event().id();
        assertThat(ids.put(id, entry.position())).as("seed %d, %s twice", seed, id).isNull();
        assertThat(entry.event().data()).isEqualTo(raw(Integer.parseInt(id)).bytes());
      }
      for (int tail = 0; tail < TAILS; tail++) {
        int number = partition;
        Filter filter = filters.get(tail);
        assertThat(read.get(tail).stream().filter(p -> p.partition() == number))
            .as("seed %d, tail %d, partition %d", seed, tail, partition)
            .containsExactlyElementsOf(
                entries.stream()
                    .filter(entry -> filter.matches(new Reading(entry, PlainDialect.DIALECTS)))
                    .map(Entry::position)
                    .toList());
      }
    }
    assertThat(ids).as("seed %d", seed).containsAllEntriesOf(acknowledged);
    assertThat(acknowledged).isNotEmpty();
  }
}
