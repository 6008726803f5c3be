package belfry.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import belfry.event.Event;
import belfry.event.Position;
import belfry.feed.Feed;
import belfry.journal.FileJournal;
import belfry.journal.PartitionKind;
import belfry.journal.Retention;
import belfry.metrics.Metrics;
import belfry.testing.FlakySink;
import belfry.testing.PlainDialect;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Retention of the event journal, in files, and subscriptions that lag. */
class HoldTest extends FileFixture {
  private static final Retention ONE_HOUR = Retention.FOREVER.withAge(Duration.ofHours(1));
  private static final Duration HOLD_MAX = Duration.ofHours(5);

  private Optional<FileJournal> opened = Optional.empty();
  private Optional<Feed> fed = Optional.empty();
  private int number;

  @BeforeEach
  void openFiles() throws Exception {
    dispatch.close();
    journal().close();
    opened =
        Optional.of(
            FileJournal.open(
                home.resolve("events"), PartitionKind.EVENT, SMALL, time, new Random(5)));
    openOnFiles();
  }

  /** With a feed that has nothing in memory. */
  private void openOnFiles() throws Exception {
    fed = Optional.of(Feed.open(eventFiles(), PlainDialect.DIALECTS, new Metrics()));
    dispatch = Dispatch.open(onFiles(), deliveries());
  }

  private FileJournal eventFiles() {
    return opened.orElseThrow();
  }

  private Context onFiles() {
    Context other = context(fed.orElseThrow());
    return new Context(
        eventFiles(),
        other.feed(),
        other.dialects(),
        other.destinations(),
        other.notices(),
        other.clock(),
        other.random(),
        other.metrics());
  }

  @AfterEach
  void closeEventFiles() throws IOException {
    dispatch.close();
    fed.orElseThrow().close();
    eventFiles().close();
  }

  /** One entry an hour, each in a segment of its own. */
  private List<Position> hours(int count) throws Exception {
    var all = new ArrayList<Position>();
    for (int i = 0; i < count; i++) {
      Event event = PlainDialect.event("/s", "" + number++);
      all.addAll(eventFiles().append(List.of(event)));
      time.pass(Duration.ofMinutes(61));
      eventFiles().retain(Retention.FOREVER);
    }
    return all;
  }

  private void retain() throws IOException {
    long first = dispatch.holds().getOrDefault(0, Long.MAX_VALUE);
    eventFiles().retain(ONE_HOUR.withKeptFrom(first));
  }

  private long first() {
    return eventFiles().partitions().getFirst().oldest();
  }

  private FlakySink lagging() throws Exception {
    var sink = new FlakySink(FlakySink.TAKES);
    sinks.put("a", sink);
    var limits = Subscription.Limits.ONE.withHoldMax(HOLD_MAX);
    dispatch.add(plain("a").withLimits(limits).withPaused(true));
    return sink;
  }

  @Test
  void retentionWaitsForASubscriptionThatLags() throws Exception {
    FlakySink sink = lagging();
    List<Position> all = hours(4);
    retain();
    assertThat(first()).isEqualTo(all.getFirst().offset());
    dispatch.resume("a");
    awaitTaken(sink, all);
    await().untilAsserted(() -> assertThat(dispatch.holds().get(0)).isEqualTo(all.size()));
    retain();
    assertThat(first()).isGreaterThanOrEqualTo(all.get(2).offset());
  }

  @Test
  void whatHasBeenHeldForTooLongGoesAsOneDeadLetterAndAWarning() throws Exception {
    FlakySink sink = lagging();
    List<Position> all = hours(10);
    retain();
    long left = first();
    fed.orElseThrow().close();
    dispatch.close();
    journal().close();
    openOnFiles();
    dispatch.add(plain("a").withPaused(true));
    assertThat(left).isBetween(all.get(4).offset(), all.get(6).offset());
    dispatch.resume("a");
    awaitTaken(sink, all.subList((int) left, all.size()));
    assertThat(sink.taken()).hasSize(all.size() - (int) left);
    assertThat(notices).containsExactly("parked a");
    dispatch.save();
    var letters = dispatch.deadLetters().search(DeadLetters.Search.of("a"), Optional.empty(), 10);
    assertThat(letters).hasSize(1);
    DeadLetter letter = letters.getFirst().letter();
    assertThat(letter.position()).isEqualTo(all.getFirst());
    assertThat(letter.end()).isEqualTo(left);
    assertThat(letter.entry()).isEmpty();
    assertThat(letter.reason()).startsWith("expired: ");
  }

  @Test
  void deferredEntriesAndSubscriptionsThatAreNotAddedYetHoldToo() throws Exception {
    FlakySink sink = lagging();
    sink.mood(FlakySink.refusesSource("/s"));
    dispatch.resume("a");
    List<Position> all = hours(1);
    await()
        .untilAsserted(
            () -> {
              pass(Duration.ofSeconds(10));
              assertThat(dispatch.status("a").deferredKeys()).isOne();
            });
    hours(2);
    retain();
    assertThat(first()).isEqualTo(all.getFirst().offset());
    dispatch.close();
    journal().close();
    dispatch = Dispatch.open(onFiles(), deliveries());
    retain();
    assertThat(first()).isEqualTo(all.getFirst().offset());
  }
}
