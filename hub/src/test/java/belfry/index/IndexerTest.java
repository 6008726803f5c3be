package belfry.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import belfry.event.Position;
import belfry.filter.Filter;
import belfry.filter.View;
import belfry.index.Query.Order;
import belfry.testing.PlainDialect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The index of a running hub. */
class IndexerTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  @TempDir Path home;
  private Hub hub;
  private Indexer indexer;

  @BeforeEach
  void open() throws Exception {
    hub = new Hub(home);
    indexer = Indexer.start(hub.index, hub.feed, hub.metrics);
  }

  @AfterEach
  void close() throws Exception {
    indexer.close();
    hub.close();
  }

  private int searchable() throws Exception {
    try (Index.Snapshot snapshot = hub.index.snapshot()) {
      return snapshot
          .candidates(Entries.all(), Order.OLDEST_FIRST, 100_000, new Cancel())
          .places()
          .size();
    }
  }

  private void awaitSearchable(int count) {
    await().atMost(SOON).until(() -> searchable() == count);
  }

  private List<Position> newest(int limit) throws Exception {
    return Hub.positions(hub.page(Hub.query(Filter.ALL, Order.NEWEST_FIRST, limit)).entries());
  }

  @Test
  void makesSearchableWhatIsJournaled() throws Exception {
    hub.journal(300);
    awaitSearchable(300);
    hub.journal(5);
    awaitSearchable(305);
    assertThat(indexer.lag(0)).isZero();
    assertThat(hub.metrics.prometheusText())
        .contains("belfry_index_added_total 305")
        .contains("belfry_index_lag_entries{partition=\"0\"} 0");
  }

  @Test
  void goesOnAfterARestartWhereItWas() throws Exception {
    hub.journal(100);
    awaitSearchable(100);
    indexer.close();
    hub.journal(50);
    indexer = Indexer.start(hub.index, hub.feed, hub.metrics);
    awaitSearchable(150);
  }

  @Test
  void makesADeletedIndexAgainWhileSearchesGoOn() throws Exception {
    hub.journal(200);
    awaitSearchable(200);
    try (Stream<Path> files = Files.list(home.resolve("v" + LuceneIndex.LAYOUT + ".1"))) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    hub.journal(10);
    await()
        .atMost(SOON)
        .until(() -> hub.metrics.prometheusText().contains("belfry_index_rebuilds_total 1"));
    List<Position> all = Hub.positions(hub.readings());
    assertThat(newest(1000)).isEqualTo(all.reversed());
    awaitSearchable(210);
    assertThat(newest(1000)).isEqualTo(all.reversed());
  }

  @Test
  void makesADamagedIndexAgainAtTheStart() throws Exception {
    hub.journal(200);
    awaitSearchable(200);
    indexer.close();
    try (Stream<Path> files = Files.list(home.resolve("v" + LuceneIndex.LAYOUT + ".1"))) {
      LuceneIndexTest.flip(
          files.filter(path -> path.toString().endsWith(".doc")).findFirst().orElseThrow());
    }
    indexer = Indexer.start(hub.index, hub.feed, hub.metrics);
    await()
        .atMost(SOON)
        .until(() -> hub.metrics.prometheusText().contains("belfry_index_rebuilds_total 1"));
    awaitSearchable(200);
    assertThat(newest(1000)).isEqualTo(Hub.positions(hub.readings()).reversed());
  }

  @Test
  void makesAnIndexAgainInWhichASearchMetDamage() throws Exception {
    hub.journal(20);
    awaitSearchable(20);
    hub.index.suspect();
    await()
        .atMost(SOON)
        .until(() -> hub.metrics.prometheusText().contains("belfry_index_rebuilds_total 1"));
    awaitSearchable(20);
  }

  @Test
  void everySearchSeesWhatWasJournaledBeforeItWhileIndexingGoesOn() throws Exception {
    var stop = new AtomicBoolean();
    var wrong = new ArrayList<String>();
    var writer =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    for (int i = 0; i < 400 && !stop.get(); i++) {
                      hub.journal(PlainDialect.event("/s/" + i % 5, "n-" + i));
                      if (hub.search.find(View.ALL, "n-" + i).isEmpty()) {
                        wrong.add("n-" + i);
                      }
                    }
                  } catch (Exception e) {
                    wrong.add(e.toString());
                  }
                });
    while (writer.isAlive()) {
      List<Position> found = newest(1000);
      assertThat(found).doesNotHaveDuplicates();
      hub.index.snapshot().close();
    }
    writer.join();
    stop.set(true);
    assertThat(wrong).isEmpty();
    assertThat(newest(1000)).isEqualTo(Hub.positions(hub.readings()).reversed());
  }

  @Test
  void forgetsWhatRetentionTook() throws Exception {
    hub.journal(200);
    awaitSearchable(200);
    Position oldest = Hub.positions(hub.readings()).get(120);
    hub.journal.expire(oldest);
    int left = hub.readings().size();
    assertThat(left).isLessThan(200);
    awaitSearchable(left);
    assertThat(newest(1000)).hasSize(left);
  }
}
