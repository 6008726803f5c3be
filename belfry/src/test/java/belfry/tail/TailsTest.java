package belfry.tail;

import static org.assertj.core.api.Assertions.assertThat;

import belfry.event.Event;
import belfry.feed.Feed;
import belfry.feed.Reading;
import belfry.filter.Filter;
import belfry.filter.View;
import belfry.metrics.Metrics;
import belfry.testing.MemoryJournal;
import belfry.testing.PlainDialect;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
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
    while (ids.size() < count) {
      List<Reading> readings = tail.poll(count - ids.size(), SOON);
      if (readings.isEmpty()) {
        return ids;
      }
      readings.forEach(reading -> ids.add(reading.entry().event().id()));
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
}
