package belfry.tail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belfry.event.Cursor;
import belfry.event.Event;
import belfry.event.Position;
import belfry.feed.Feed;
import belfry.feed.Interest;
import belfry.feed.Reading;
import belfry.filter.Filter;
import belfry.filter.View;
import belfry.metrics.Metrics;
import belfry.testing.MemoryJournal;
import belfry.testing.PlainDialect;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TailsTest {
  private static final Duration SOON = Duration.ofSeconds(5);
  private static final Duration NOW = Duration.ZERO;

  private final MemoryJournal journal = new MemoryJournal(InstantSource.system());
  private final Feed feed = Feed.open(journal, PlainDialect.DIALECTS, new Metrics());
  private final Tails tails = new Tails(journal, feed, new Metrics());

  @AfterEach
  void close() {
    tails.close();
    feed.close();
    journal.close();
  }

  private void append(String source, int from, int to) throws Exception {
    var events = new ArrayList<Event>();
    for (int i = from; i < to; i++) {
      events.add(PlainDialect.event(source, source + "-" + i));
    }
    journal.append(events);
  }

  private static List<String> read(Tail tail, int count) throws Exception {
    var ids = new ArrayList<String>();
    long deadline = System.nanoTime() + SOON.toNanos();
    while (ids.size() < count && System.nanoTime() < deadline) {
      for (Reading reading : tail.poll(count - ids.size(), SOON)) {
        ids.add(reading.entry().event().id());
      }
    }
    return ids;
  }

  @Test
  void startingNowSeesExactlyWhatIsAppendedAfterwards() throws Exception {
    append("/a", 0, 3);
    try (Tail tail = tails.open(View.ALL, Filter.ALL, new Start.Now())) {
      append("/a", 3, 6);
      assertThat(read(tail, 3)).containsExactly("/a-3", "/a-4", "/a-5");
      assertThat(tail.poll(10, NOW)).isEmpty();
    }
  }

  @Test
  void startingWithTheOldestReadsTheJournalAndGoesOnLive() throws Exception {
    append("/a", 0, 3000);
    try (Tail tail = tails.open(View.ALL, Filter.ALL, new Start.Oldest())) {
      assertThat(read(tail, 3000)).hasSize(3000).startsWith("/a-0").endsWith("/a-2999");
      append("/a", 3000, 3002);
      assertThat(read(tail, 2)).containsExactly("/a-3000", "/a-3001");
    }
  }

  @Test
  void aCursorGoesOnWhereItWasTaken() throws Exception {
    append("/a", 0, 10);
    append("/b", 0, 10);
    Tail first = tails.open(View.ALL, Filter.ALL, new Start.Oldest());
    List<String> ids = read(first, 7);
    var cursor = first.cursor();
    first.close();
    try (Tail second = tails.open(View.ALL, Filter.ALL, new Start.At(cursor))) {
      ids.addAll(read(second, 13));
    }
    assertThat(ids).hasSize(20).doesNotHaveDuplicates();
  }

  @Test
  void filterAndViewDecideWhatIsRead() throws Exception {
    var even = Filter.standing("id =~ \"[02468]$\"");
    try (Tail tail = tails.open(View.ALL, even, new Start.Now());
        Tail blind = tails.open(View.of(Set.of("other")), Filter.ALL, new Start.Now())) {
      append("/a", 0, 5);
      assertThat(read(tail, 3)).containsExactly("/a-0", "/a-2", "/a-4");
      assertThat(blind.poll(10, Duration.ofMillis(50))).isEmpty();
      assertThat(blind.cursor().next(journal.partition("/a"))).isPositive();
    }
  }

  @Test
  void aTimeStartsWithTheFirstEntryRecordedThen() throws Exception {
    append("/a", 0, 3);
    Thread.sleep(2);
    Instant then = Instant.now();
    append("/a", 3, 5);
    try (Tail tail = tails.open(View.ALL, Filter.ALL, new Start.Since(then))) {
      assertThat(read(tail, 2)).containsExactly("/a-3", "/a-4");
    }
  }

  @Test
  void aTailThatFellTooFarBehindEndsAndGoesOnAtItsCursorWithoutLossOrRepetition() throws Exception {
    var strict = new Tails(journal, feed, new Metrics(), 100);
    var ids = new ArrayList<String>();
    Tail slow = strict.open(View.ALL, Filter.ALL, new Start.Now());
    append("/a", 0, 100);
    ids.addAll(read(slow, 10));
    append("/a", 100, 400);
    awaitFeed();

    assertThatThrownBy(() -> slow.poll(10, NOW))
        .isInstanceOfSatisfying(
            TailEnded.class,
            ended -> {
              assertThat(ended.reason()).isEqualTo(TailEnded.Reason.TOO_SLOW);
              assertThat(ended.cursor()).isEqualTo(slow.cursor());
            });
    slow.close();
    try (Tail again = strict.open(View.ALL, Filter.ALL, new Start.At(slow.cursor()))) {
      ids.addAll(read(again, 390));
    }
    assertThat(ids).hasSize(400).doesNotHaveDuplicates().endsWith("/a-399");
  }

  private void awaitFeed() {
    var ends = feed.ends();
    try (var reader = feed.reader(feed.oldest(), Interest.ALL)) {
      long all = ends.values().stream().mapToLong(Long::longValue).sum();
      Awaitility.await().until(() -> reader.behind() == all);
    }
  }

  @Test
  void aTailThatStartsFarBehindIsNotSlow() throws Exception {
    append("/a", 0, 2_000);
    awaitFeed();
    var strict = new Tails(journal, feed, new Metrics(), 100);
    try (Tail tail = strict.open(View.ALL, Filter.ALL, new Start.Oldest())) {
      assertThat(read(tail, 2_000)).hasSize(2_000);
    }
  }

  @Test
  void whatRetentionTookEndsATailWithTheCursorOfTheOldest() throws Exception {
    append("/a", 0, 500);
    int partition = journal.partition("/a");
    awaitFeed();
    var early = feed.oldest();
    var position = new Position(partition, journal.partitions().get(partition).end() - 10);
    Tail tail = tails.open(View.ALL, Filter.ALL, new Start.At(new Cursor(journal.id(), early)));
    journal.expire(position);
    try (Feed fresh = Feed.open(journal, PlainDialect.DIALECTS, new Metrics())) {
      var late = new Tails(journal, fresh, new Metrics());
      Tail expired = late.open(View.ALL, Filter.ALL, new Start.At(tail.cursor()));
      assertThatThrownBy(() -> expired.poll(10, SOON))
          .isInstanceOfSatisfying(
              TailEnded.class,
              ended -> {
                assertThat(ended.reason()).isEqualTo(TailEnded.Reason.EXPIRED);
                assertThat(ended.cursor().next(partition)).isEqualTo(position.offset());
              });
    }
  }

  @Test
  void whenTheHubStopsTailsReadWhatThereIsAndEnd() throws Exception {
    Tail tail = tails.open(View.ALL, Filter.ALL, new Start.Now());
    append("/a", 0, 5);
    tails.close();
    append("/a", 5, 6);

    assertThat(read(tail, 5)).hasSize(5);
    assertThatThrownBy(() -> read(tail, 2))
        .isInstanceOfSatisfying(
            TailEnded.class,
            ended -> assertThat(ended.reason()).isEqualTo(TailEnded.Reason.STOPPING));
  }

  @Test
  void stalledTailsHoldNothingAndDelayNobody() throws Exception {
    var stalled = new ArrayList<Tail>();
    for (int i = 0; i < 10; i++) {
      Tail tail = tails.open(View.ALL, Filter.ALL, new Start.Now());
      stalled.add(tail);
    }
    append("/a", 0, 1);
    for (Tail tail : stalled) {
      assertThat(read(tail, 1)).hasSize(1);
    }
    var first = new WeakReference<>(holdOne());
    try (Tail live = tails.open(View.ALL, Filter.ALL, new Start.Now())) {
      for (int i = 0; i < 140; i++) {
        append("/a", 1000 * i, 1000 * (i + 1));
        assertThat(read(live, 1000)).hasSize(1000);
      }
    }
    Awaitility.await()
        .until(
            () -> {
              System.gc();
              return first.get() == null;
            });
    assertThat(stalled).allSatisfy(tail -> assertThat(read(tail, 1)).hasSize(1));
  }

  /** A reading of the ring that a stalled tail has passed, held by nobody. */
  private Reading holdOne() throws Exception {
    try (Tail tail = tails.open(View.ALL, Filter.ALL, new Start.Now())) {
      append("/a", 0, 1);
      return tail.poll(1, SOON).getFirst();
    }
  }
}
