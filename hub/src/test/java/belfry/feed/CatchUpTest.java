package belfry.feed;

import static org.assertj.core.api.Assertions.assertThat;

import belfry.event.Event;
import belfry.event.Position;
import belfry.metrics.Metrics;
import belfry.testing.MemoryJournal;
import belfry.testing.PlainDialect;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CatchUpTest {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final int TOTAL = 60_000;

  private final MemoryJournal journal = new MemoryJournal(InstantSource.system(), 1, 1);
  private final Metrics metrics = new Metrics();
  private final List<Position> positions = new ArrayList<>();
  private final Feed feed =
      Feed.open(journal, PlainDialect.DIALECTS, new Feed.Bounds(16, 1 << 20), metrics);

  @BeforeEach
  void fill() throws Exception {
    var events = new ArrayList<Event>();
    for (int i = 0; i < TOTAL; i++) {
      events.add(PlainDialect.event("/a", "" + i));
    }
    positions.addAll(journal.append(events));
    Awaitility.await().until(() -> feed.reader(positions.getLast().next()).behind() == 0);
  }

  @AfterEach
  void close() {
    feed.close();
    journal.close();
  }

  @Test
  void fiveLaggardsFarApartShareFourScansAndAllArrive() throws Exception {
    var counts = new ArrayList<Integer>();
    var threads = new ArrayList<Thread>();
    for (int reader = 0; reader < 5; reader++) {
      int first = reader * 10_000;
      threads.add(
          Thread.startVirtualThread(
              () -> {
                int count = readAll(first);
                synchronized (counts) {
                  counts.add(count);
                }
              }));
    }
    while (threads.stream().anyMatch(Thread::isAlive)) {
      assertThat(scans()).isLessThanOrEqualTo(CatchUp.SCANS_MAX);
      Thread.onSpinWait();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(counts).containsExactlyInAnyOrder(60_000, 50_000, 40_000, 30_000, 20_000);
  }

  private int readAll(int first) {
    try (FeedReader reader = feed.reader(positions.get(first))) {
      int at = first;
      while (at < TOTAL) {
        for (Reading reading : reader.poll(100, SOON)) {
          if (!reading.entry().position().equals(positions.get(at++))) {
            throw new IllegalStateException("position " + at + ": " + reading.entry().position());
          }
        }
      }
      return at - first;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private long scans() {
    return metrics
        .prometheusText()
        .lines()
        .filter(line -> line.startsWith("belfry_feed_scans "))
        .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(' ') + 1)))
        .sum();
  }

  @Test
  void aScanThatNobodyFollowsEnds() throws Exception {
    try (FeedReader reader = feed.reader(positions.getFirst())) {
      assertThat(reader.poll(10, SOON)).hasSize(10);
      assertThat(scans()).isOne();
      Awaitility.await().until(() -> scans() == 0);
      assertThat(reader.poll(1, SOON).getFirst().entry().position()).isEqualTo(positions.get(10));
    }
  }
}
