package belfry.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belfry.event.Event;
import belfry.event.Payload;
import belfry.event.Position;
import belfry.filter.Filter;
import belfry.filter.View;
import belfry.journal.Expired;
import belfry.metrics.Metrics;
import belfry.testing.MemoryJournal;
import belfry.testing.PlainDialect;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeedTest {
  private static final Duration SOON = Duration.ofSeconds(10);

  private final MemoryJournal journal = new MemoryJournal(InstantSource.system());

  /** So small a ring that whoever is not at once there falls off. */
  private final Feed feed =
      Feed.open(journal, PlainDialect.DIALECTS, new Feed.Bounds(1 << 6, 1 << 20), new Metrics());

  @AfterEach
  void close() {
    feed.close();
    journal.close();
  }

  private List<Position> append(String source, int from, int to) throws Exception {
    var events = new ArrayList<Event>();
    for (int i = from; i < to; i++) {
      events.add(PlainDialect.event(source, "" + i, "plain.t" + i % 10));
    }
    return journal.append(events);
  }

  private static TreeMap<Integer, Long> everything(MemoryJournal journal) {
    var from = new TreeMap<Integer, Long>();
    journal.partitions().forEach(partition -> from.put(partition.number(), 0L));
    return from;
  }

  @Test
  void aReaderOfOnePartitionReadsItInOrderFromAnyPosition() throws Exception {
    var positions = append("/a", 0, 500);
    try (FeedReader reader = feed.reader(positions.get(100))) {
      var seen = new ArrayList<Position>();
      while (seen.size() < 400) {
        List<Reading> readings = reader.poll(64, SOON);
        assertThat(readings).isNotEmpty();
        readings.forEach(reading -> seen.add(reading.entry().position()));
      }
      assertThat(seen).isEqualTo(positions.subList(100, 500));
      int partition = journal.partition("/a");
      assertThat(reader.next().get(partition)).isEqualTo(positions.getLast().offset() + 1);
    }
  }

  /**
   * Readers of all speeds, filters and starts against the journal: whoever falls off the ring and
   * comes back misses nothing, repeats nothing and keeps the order of each partition.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void readersOfAnySpeedReadExactlyTheJournal(long seed) throws Exception {
    int total = 6_000;
    var filters =
        List.of(
            Filter.ALL,
            Filter.standing("type = 'plain.t3'"),
            Filter.standing("source = '/s1' AND type = 'plain.t1'"),
            Filter.standing("type : 't7'"));
    var seen = new ConcurrentHashMap<Integer, List<Position>>();
    var threads = new ArrayList<Thread>();
    var end = new AtomicBoolean();
    for (int number = 0; number < 12; number++) {
      int reader = number;
      seen.put(reader, new ArrayList<>());
      threads.add(
          Thread.startVirtualThread(
              () ->
                  follow(
                      new Random(seed * 100 + reader),
                      filters.get(reader % 4),
                      end,
                      seen.get(reader))));
    }
    var random = new Random(seed);
    for (int i = 0; i < total; ) {
      int count = Math.min(total - i, 1 + random.nextInt(60));
      append("/s" + random.nextInt(7), i, i + count);
      i += count;
      if (random.nextInt(4) == 0) {
        Thread.sleep(random.nextInt(3));
      }
    }
    end.set(true);
    for (Thread thread : threads) {
      thread.join();
    }

    for (int reader = 0; reader < 12; reader++) {
      for (int partition = 0; partition < MemoryJournal.PARTITIONS; partition++) {
        assertThat(of(partition, seen.get(reader)))
            .as("seed %d, reader %d, partition %d", seed, reader, partition)
            .isEqualTo(expected(partition, filters.get(reader % 4)));
      }
    }
  }

  private static List<Position> of(int partition, List<Position> positions) {
    return positions.stream().filter(position -> position.partition() == partition).toList();
  }

  private List<Position> expected(int partition, Filter filter) throws Exception {
    var expected = new ArrayList<Position>();
    try (var reader = journal.open(new Position(partition, 0))) {
      for (var entry : reader.poll(Integer.MAX_VALUE, Duration.ZERO)) {
        if (filter.matches(new Reading(entry, PlainDialect.DIALECTS))) {
          expected.add(entry.position());
        }
      }
    }
    return expected;
  }

  private void follow(Random random, Filter filter, AtomicBoolean end, List<Position> seen) {
    int pauseMax = random.nextInt(4);
    try (FeedReader reader =
        feed.reader(everything(journal), new Interest(filter, () -> View.ALL))) {
      while (true) {
        boolean last = end.get();
        var goal = journal.partitions();
        for (var reading : reader.poll(1 + random.nextInt(100), Duration.ofMillis(20))) {
          seen.add(reading.entry().position());
        }
        var next = reader.next();
        if (last && goal.stream().allMatch(p -> next.get(p.number()) >= p.end())) {
          return;
        }
        if (pauseMax > 0 && random.nextInt(5) == 0) {
          Thread.sleep(random.nextInt(pauseMax) * 3L);
        }
      }
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aSleeperIsWokenByWhatItWantsAndItsPositionMovesOnMeanwhile() throws Exception {
    var wanted = new Interest(Filter.standing("type = 'plain.t5'"), () -> View.ALL);
    int partition = journal.partition("/a");
    try (FeedReader reader = feed.reader(feed.ends(), wanted)) {
      var found = new ArrayList<Reading>();
      var thread =
          Thread.startVirtualThread(
              () -> {
                try {
                  found.addAll(reader.poll(10, SOON));
                } catch (Exception e) {
                  throw new IllegalStateException(e);
                }
              });
      append("/a", 0, 5);
      append("/a", 6, 15);
      thread.join(Duration.ofMillis(100));
      assertThat(thread.isAlive()).isTrue();
      append("/a", 15, 16);
      thread.join();
      assertThat(found).extracting(reading -> reading.entry().event().id()).containsExactly("15");
      assertThat(reader.next().get(partition)).isEqualTo(found.getFirst().offset() + 1);
    }
  }

  @Test
  void anIdleReaderDoesNotFallBehindHoweverMuchPasses() throws Exception {
    var wanted = new Interest(Filter.standing("type = 'never'"), () -> View.ALL);
    int partition = journal.partition("/a");
    try (FeedReader reader = feed.reader(feed.ends(), wanted)) {
      var thread =
          Thread.startVirtualThread(
              () -> {
                try {
                  reader.poll(10, Duration.ofMillis(300));
                } catch (Exception e) {
                  throw new IllegalStateException(e);
                }
              });
      for (int i = 0; i < 2_000; i += 20) {
        append("/a", i, i + 20);
      }
      long end = journal.partitions().get(partition).end();
      thread.join();
      assertThat(reader.next().get(partition)).isEqualTo(end);
      assertThat(reader.behind()).isZero();
    }
  }

  @Test
  void whatRetentionTookIsSaidWithTheOldestThatIsLeft() throws Exception {
    var positions = append("/a", 0, 500);
    journal.expire(positions.get(200));
    // A feed that begins now has none of them in its ring.
    try (Feed late = Feed.open(journal, PlainDialect.DIALECTS, new Metrics());
        FeedReader reader = late.reader(positions.getFirst())) {
      assertThatThrownBy(() -> reader.poll(10, SOON))
          .isInstanceOfSatisfying(
              Expired.class, e -> assertThat(e.oldest()).isEqualTo(positions.get(200)));
    }
  }

  @Test
  void narrowedRightsHoldForTheNextEntry() throws Exception {
    var view = new AtomicReference<>(View.ALL);
    try (FeedReader reader = feed.reader(feed.ends(), new Interest(Filter.ALL, view::get))) {
      append("/a", 0, 1);
      assertThat(reader.poll(10, SOON)).hasSize(1);
      view.set(View.NONE);
      append("/a", 1, 2);
      assertThat(reader.poll(10, Duration.ofMillis(50))).isEmpty();
    }
  }

  @Test
  void anEntryOfAnUnknownDialectStopsNobody() throws Exception {
    try (FeedReader reader = feed.reader(feed.ends(), Interest.ALL)) {
      var strange =
          Event.of("x", "/a", "t", Instant.EPOCH, "of-a-newer-hub", Payload.of("?")).build();
      journal.append(List.of(strange));
      Reading reading = reader.poll(10, SOON).getFirst();
      assertThat(reading.audit().eventId()).isEqualTo("x");
      assertThat(reading.searchText()).isEmpty();
    }
  }

  @Test
  void closingWakesThoseWhoWait() throws Exception {
    FeedReader reader = feed.reader(feed.ends(), Interest.ALL);
    var thread =
        Thread.startVirtualThread(
            () -> {
              try {
                assertThat(reader.poll(10, Duration.ofHours(1))).isEmpty();
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });
    feed.close();
    assertThat(thread.join(Duration.ofSeconds(5))).isTrue();
  }

  @Test
  void thereIsNoPartitionThatIsNotThere() {
    assertThatThrownBy(() -> feed.reader(new Position(9, 0)))
        .hasMessage("partition: 9 (expected: one of [0, 1, 2])");
  }
}
