package belfry.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import belfry.event.Position;
import belfry.filter.Filter;
import belfry.journal.Busy;
import belfry.journal.FileJournal;
import belfry.journal.Retention;
import belfry.metrics.Metrics;
import belfry.testing.FlakySink;
import belfry.testing.PlainDialect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Standings are written anew, so that the delivery journal, in files, may forget. */
class RewritingTest extends FileFixture {
  /** As the files are now, which is what a crash would leave. */
  private Path image(String name) throws IOException {
    Path image = home.resolve(name);
    Files.createDirectory(image);
    try (var all = Files.list(home.resolve("deliveries"))) {
      for (Path file : all.toList()) {
        Files.copy(file, image.resolve(file.getFileName()));
      }
    }
    return image;
  }

  private List<Change> standing(Path image, String name) throws Exception {
    try (FileJournal journal = openIn(image)) {
      var letters = new DeadLetters(journal, PlainDialect.DIALECTS, time, new Metrics());
      var log = DeliveryLog.open(journal, time, letters, new Attempts(journal, time));
      return log.standing(name).orElseThrow().whole();
    }
  }

  /** One whose key of the source /bad is deferred with twenty entries; paused, so it stays so. */
  private FlakySink deferring(List<Position> good, List<Position> bad) throws Exception {
    FlakySink sink = add("a", FlakySink.refusesSource("/bad"));
    for (int i = 0; i < 20; i++) {
      good.addAll(append(1, "/good"));
      bad.addAll(append(1, "/bad"));
    }
    awaitTaken(sink, good);
    await()
        .untilAsserted(
            () -> {
              pass(Duration.ofSeconds(6));
              assertThat(dispatch.status("a").deferredPositions()).isEqualTo(20);
            });
    dispatch.pause("a");
    return sink;
  }

  @Test
  void bookmarkAndDeferredKeysSurviveARetentionThatTakesAllTheirRecords() throws Exception {
    var good = new ArrayList<Position>();
    var bad = new ArrayList<Position>();
    FlakySink sink = deferring(good, bad);
    long written = journal().partitions().getFirst().end();
    time.pass(DeadLetters.AGE_MAX.plusDays(1));
    dispatch.save();
    journal().retain(dispatch.retention());
    assertThat(oldest()).isGreaterThanOrEqualTo(written);
    restart();
    sink.mood(FlakySink.TAKES);
    dispatch.add(plain("a").withStart(new Start.Now()));
    good.addAll(append(5, "/good"));
    awaitTaken(sink, good);
    awaitTaken(sink, bad);
    assertThat(sink.taken()).hasSize(45);
    assertThat(sink.taken().stream().filter(bad::contains).toList()).isEqualTo(bad);
  }

  @Test
  void aCrashBetweenRewritingAndRetentionOrAfterItChangesNothing() throws Exception {
    var good = new ArrayList<Position>();
    var bad = new ArrayList<Position>();
    deferring(good, bad);
    List<Change> before = standing(image("before"), "a");
    assertThat(before).contains(new Change.Deferred("default\n/bad", bad));
    time.pass(DeadLetters.AGE_MAX.plusDays(1));
    dispatch.save();
    assertThat(standing(image("rewritten"), "a")).isEqualTo(before);
    journal().retain(dispatch.retention());
    assertThat(oldest()).isPositive();
    assertThat(standing(image("retained"), "a")).isEqualTo(before);
  }

  @Test
  void whoHasNotBeenAddedYetIsWrittenAnewToo() throws Exception {
    FlakySink sink = add("idle", FlakySink.TAKES);
    List<Position> all = new ArrayList<>(append(3, "/s"));
    awaitTaken(sink, all);
    dispatch.save();
    dispatch.save();
    restart();
    FlakySink other = add("other", FlakySink.TAKES);
    all.addAll(append(3, "/s"));
    awaitTaken(other, all);
    time.pass(DeadLetters.AGE_MAX.plusDays(1));
    dispatch.save();
    journal().retain(dispatch.retention());
    assertThat(oldest()).isPositive();
    restart();
    dispatch.add(plain("idle").withStart(new Start.Now()));
    awaitTaken(sink, all);
    assertThat(sink.taken()).hasSize(6);
  }

  @Test
  void aReplaySurvivesToo() throws Exception {
    FlakySink sink = add("a", FlakySink.TAKES);
    List<Position> all = append(3, "/s");
    awaitTaken(sink, all);
    sink.mood(FlakySink.REFUSES);
    var range =
        new Replay.Request(
            new Start.Oldest(), new Start.Now(), Filter.standing("source = '/s'"), 2);
    Replay replay = dispatch.replays().start("a", range);
    dispatch.pause("a");
    time.pass(DeadLetters.AGE_MAX.plusDays(1));
    dispatch.save();
    journal().retain(dispatch.retention());
    restart();
    dispatch.add(plain("a").withPaused(true));
    assertThat(dispatch.replays().list("a").getFirst().replay()).isEqualTo(replay);
    assertThat(dispatch.replays().list("a").getFirst().state()).isEqualTo(Replay.State.WAITING);
  }

  @Test
  void attemptsAndDeadLettersGoByTheirOwnAge() throws Exception {
    FlakySink sink = add("a", FlakySink.REJECTS);
    append(1, "/s");
    await().untilAsserted(() -> assertThat(dispatch.deadLetters().count("a")).isOne());
    await().untilAsserted(() -> assertThat(dispatch.attempts().of("a", 10)).hasSize(1));
    time.pass(Attempts.AGE_MAX);
    assertThat(dispatch.attempts().of("a", 10)).hasSize(1);
    time.pass(Duration.ofNanos(1000));
    assertThat(dispatch.attempts().of("a", 10)).isEmpty();
    dispatch.save();
    journal().retain(dispatch.retention());
    var search = DeadLetters.Search.of("a");
    assertThat(dispatch.deadLetters().search(search, Optional.empty(), 10)).hasSize(1);
    sink.mood(FlakySink.TAKES);
    time.pass(DeadLetters.AGE_MAX.minus(Attempts.AGE_MAX));
    assertThat(dispatch.deadLetters().count(search)).isZero();
    assertThat(dispatch.redelivery("a").all(search)).isEqualTo(new Redelivery.Result(0, 0));
  }

  @Test
  void withoutARewritingNothingMayBeForgotten() throws Exception {
    deliveries.busy(true);
    try (Dispatch fresh = Dispatch.open(context(feed), deliveries)) {
      time.pass(Duration.ofDays(100));
      assertThatThrownBy(fresh::save).isInstanceOf(Busy.class);
      assertThat(fresh.retention()).isEqualTo(Retention.FOREVER);
      deliveries.busy(false);
      fresh.save();
      assertThat(fresh.retention().age()).contains(DeadLetters.AGE_MAX);
      deliveries.busy(true);
      time.pass(Duration.ofDays(100));
      assertThat(fresh.retention().age()).contains(Duration.ofDays(100).plus(Dispatchers.REWRITE));
      deliveries.busy(false);
    }
  }

  @Test
  void aStandingOfAHundredThousandPositionsIsWrittenInRecordsOfBoundedSize() {
    var standing = new Standing();
    var positions = new ArrayList<Position>();
    for (int i = 0; i < Line.POSITIONS_MAX; i++) {
      positions.add(new Position(0, i));
    }
    standing.apply(new Change.Deferred("k", positions));
    List<Change> chunks =
        standing.whole().stream().filter(Change.Deferred.class::isInstance).toList();
    assertThat(chunks).hasSize(Line.POSITIONS_MAX / Standing.CHUNK);
    assertThat(chunks)
        .allMatch(one -> ((Change.Deferred) one).positions().size() == Standing.CHUNK);
    var again = new Standing();
    standing.whole().forEach(again::apply);
    assertThat(again.whole()).isEqualTo(standing.whole());
    assertThat(Map.of("k", again.head("k", Integer.MAX_VALUE))).containsEntry("k", positions);
  }
}
