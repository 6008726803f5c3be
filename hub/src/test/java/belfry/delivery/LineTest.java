package belfry.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import belfry.event.Entry;
import belfry.event.Payload;
import belfry.event.Position;
import belfry.feed.Reading;
import belfry.filter.Filter;
import belfry.filter.View;
import belfry.sink.Batching;
import belfry.sink.Outcome;
import belfry.testing.PlainDialect;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The decisions, without a thread, a clock or a sink. */
class LineTest {
  private static final Outcome DELIVERED = new Outcome.Delivered();
  private static final Outcome RETRY = new Outcome.Retry("status 500", Optional.empty());
  private static final Outcome REJECTED = new Outcome.Rejected("status 400");

  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final Subscription plain = Subscription.of("s", Filter.ALL, View.ALL, "plain");
  private Line line = line(plain, 1);
  private long offset;

  private static Line line(Subscription subscription, int batch) {
    return new Line(subscription, new Batching(batch), new Standing(), new Random(1));
  }

  private Reading reading(String source) {
    var event = PlainDialect.event(source, "" + offset);
    var entry = new Entry(new Position(0, offset++), now, Payload.EMPTY, event);
    return new Reading(entry, PlainDialect.DIALECTS);
  }

  private void offer(String... sources) {
    var readings = new ArrayList<Reading>();
    for (String source : sources) {
      readings.add(reading(source));
    }
    var next = new TreeMap<Integer, Long>();
    next.put(0, offset);
    line.offer(readings, next);
  }

  private Optional<Task> task() {
    return line.next(now) instanceof Step.Deliver(var task) ? Optional.of(task) : Optional.empty();
  }

  private Task settle(Outcome outcome) {
    Task task = task().orElseThrow(() -> new AssertionError("nothing to deliver at " + now));
    settle(task, outcome);
    return task;
  }

  private void settle(Task task, Outcome outcome) {
    Task full = task;
    if (task.deferred()) {
      var entries = new TreeMap<Position, Reading>();
      for (var item : task.part()) {
        var event = PlainDialect.event(item.key().split("\n", -1)[1], item.position().toString());
        var entry = new Entry(item.position(), now, Payload.EMPTY, event);
        entries.put(item.position(), new Reading(entry, PlainDialect.DIALECTS));
      }
      full = task.read(entries);
    }
    line.settle(full, outcome, Attempt.of("s", full, outcome, now, Duration.ZERO), now);
  }

  private static List<Long> offsets(Task task) {
    return task.part().stream().map(item -> item.position().offset()).toList();
  }

  private long bookmark() {
    return line.bookmark().getOrDefault(0, 0L);
  }

  private List<DeadLetter> parked() {
    return line.take(true).stream()
        .filter(Change.Parked.class::isInstance)
        .map(change -> ((Change.Parked) change).letter())
        .toList();
  }

  @Test
  void theBookmarkFollowsWhatIsDelivered() {
    offer("/a", "/b");
    assertThat(bookmark()).isZero();
    assertThat(offsets(settle(DELIVERED))).containsExactly(0L);
    assertThat(bookmark()).isEqualTo(1);
    settle(DELIVERED);
    assertThat(bookmark()).isEqualTo(2);
    assertThat(line.next(now)).isInstanceOf(Step.Read.class);
  }

  @Test
  void aFailingKeyIsHeldForItsInlineAttemptsAndOtherKeysGoOn() {
    offer("/a", "/a", "/b");
    settle(RETRY);
    assertThat(offsets(settle(DELIVERED))).containsExactly(2L);
    assertThat(task()).isEmpty();
    assertThat(bookmark()).isZero();
    now = now.plusSeconds(6);
    Task second = settle(DELIVERED);
    assertThat(offsets(second)).containsExactly(0L);
    assertThat(second.number()).isEqualTo(2);
    assertThat(offsets(settle(DELIVERED))).containsExactly(1L);
    assertThat(bookmark()).isEqualTo(3);
  }

  @Test
  void afterTheInlineAttemptsTheKeyIsDeferredAndLaterEntriesQueueBehindIt() {
    offer("/a", "/a", "/b");
    settle(RETRY);
    settle(DELIVERED);
    now = now.plusSeconds(6);
    settle(RETRY);
    assertThat(line.standing().keys()).isOne();
    assertThat(line.standing().positions()).isEqualTo(2);
    assertThat(bookmark()).isEqualTo(3);
    offer("/a", "/b");
    assertThat(line.standing().positions()).isEqualTo(3);
    assertThat(offsets(settle(DELIVERED))).containsExactly(4L);
    assertThat(task()).isEmpty();

    now = now.plus(Duration.ofMinutes(6));
    for (long expected : new long[] {0, 1, 3}) {
      Task task = settle(DELIVERED);
      assertThat(task.deferred()).isTrue();
      assertThat(offsets(task)).containsExactly(expected);
    }
    assertThat(line.standing().keys()).isZero();
  }

  @Test
  void whenTheScheduleEndsTheEntryIsADeadLetterWithItsCopyAndTheKeyGoesOn() {
    var policy =
        new RetryPolicy(List.of(Duration.ofSeconds(1)), 0, 5, RetryPolicy.STANDARD.totalMax());
    line = line(plain.withRetry(policy), 1);
    offer("/a", "/a");
    for (int i = 0; i < 5; i++) {
      settle(RETRY);
      now = now.plusSeconds(400);
    }
    List<DeadLetter> letters = parked();
    assertThat(letters).hasSize(1);
    assertThat(letters.getFirst().position().offset()).isZero();
    assertThat(letters.getFirst().attempts()).isEqualTo(5);
    assertThat(letters.getFirst().reason()).isEqualTo("status 500");
    assertThat(letters.getFirst().entry()).isPresent();
    assertThat(offsets(settle(DELIVERED))).containsExactly(1L);
  }

  @Test
  void aRejectedEntryIsADeadLetterAtOnceAndItsKeyGoesOn() {
    offer("/a", "/a");
    settle(REJECTED);
    assertThat(parked()).extracting(letter -> letter.position().offset()).containsExactly(0L);
    assertThat(offsets(settle(DELIVERED))).containsExactly(1L);
    assertThat(bookmark()).isEqualTo(2);
  }

  @Test
  void aRejectedBatchIsHalvedUntilTheBadEntryIsFound() {
    line = line(plain, 8);
    offer("/a", "/b", "/a", "/b", "/a", "/b", "/a", "/b");
    var delivered = new ArrayList<Long>();
    int tries = 0;
    for (Optional<Task> task = task(); task.isPresent(); task = task()) {
      List<Long> offsets = offsets(task.get());
      boolean bad = offsets.contains(5L);
      settle(task.get(), bad ? REJECTED : DELIVERED);
      if (!bad) {
        delivered.addAll(offsets);
      }
      tries++;
    }
    assertThat(delivered).containsExactly(0L, 1L, 2L, 3L, 4L, 6L, 7L);
    assertThat(parked()).extracting(letter -> letter.position().offset()).containsExactly(5L);
    assertThat(tries).isLessThanOrEqualTo(8);
    assertThat(bookmark()).isEqualTo(8);
  }

  @Test
  void aGoneDestinationDisablesTheSubscriptionAndNothingIsPassed() {
    offer("/a", "/b");
    settle(new Outcome.Gone("status 410"));
    assertThat(line.next(now)).isInstanceOf(Step.Stop.class);
    assertThat(line.standing().disabled()).contains("status 410");
    assertThat(bookmark()).isZero();
  }

  @Test
  void aRunOfFailuresOpensTheBreakerAndAProbeClosesIt() {
    offer("/a", "/b", "/c", "/d", "/e", "/f", "/g");
    for (int i = 0; i < Breaker.FAILURES_MAX; i++) {
      settle(RETRY);
    }
    assertThat(line.breaker()).isInstanceOf(Breaker.Open.class);
    assertThat(line.next(now)).isEqualTo(new Step.Rest(now.plus(Breaker.OPEN_FIRST)));
    now = now.plus(Breaker.OPEN_FIRST);
    Task probe = task().orElseThrow();
    assertThat(line.next(now)).isEqualTo(new Step.Rest(Instant.MAX));
    settle(probe, RETRY);
    assertThat(line.next(now))
        .isEqualTo(new Step.Rest(now.plus(Breaker.OPEN_FIRST).plusSeconds(5)));
    now = now.plusSeconds(10);
    settle(DELIVERED);
    assertThat(line.breaker()).isEqualTo(Breaker.CLOSED);
  }

  @Test
  void theTimeBetweenProbesDoublesUpToItsLimit() {
    Breaker breaker = Breaker.CLOSED;
    for (int i = 0; i < Breaker.FAILURES_MAX; i++) {
      breaker = breaker.failed(now);
    }
    var waits = new ArrayList<Duration>();
    for (int i = 0; i < 8; i++) {
      var open = (Breaker.Open) breaker;
      waits.add(open.open());
      breaker = open.probe().failed(now);
    }
    assertThat(waits.subList(0, 3))
        .containsExactly(
            Breaker.OPEN_FIRST,
            Breaker.OPEN_FIRST.multipliedBy(2),
            Breaker.OPEN_FIRST.multipliedBy(4));
    assertThat(waits.getLast()).isEqualTo(Breaker.OPEN_MAX);
    assertThat(waits).isSorted();
  }

  @Test
  void aDestinationThatIsBackGetsWhatWasDeferredAtOnce() {
    offer("/a", "/b", "/c", "/d", "/e", "/f");
    var wish = new Outcome.Retry("status 429", Optional.of(Duration.ofSeconds(40)));
    settle(wish);
    now = now.plusSeconds(40);
    assertThat(line.standing().keys()).isOne();
    for (int i = 0; i < 4; i++) {
      settle(RETRY);
    }
    now = now.plusSeconds(5);
    offer("/z");
    settle(DELIVERED);
    var all = new ArrayList<Long>();
    for (Optional<Task> task = task(); task.isPresent(); task = task()) {
      all.addAll(offsets(task.get()));
      settle(task.get(), DELIVERED);
    }
    assertThat(line.standing().keys()).isZero();
    assertThat(all).contains(0L);
  }

  @Test
  void retryAfterIsObeyedToTheSecondUpToItsLimit() {
    offer("/a", "/b");
    settle(new Outcome.Retry("status 429", Optional.of(Duration.ofSeconds(17))));
    assertThat(line.next(now)).isEqualTo(new Step.Rest(now.plusSeconds(17)));
    now = now.plusSeconds(17);
    settle(new Outcome.Retry("status 429", Optional.of(Duration.ofDays(400))));
    assertThat(line.next(now)).isEqualTo(new Step.Rest(now.plus(RetryPolicy.RETRY_AFTER_MAX)));
  }

  @Test
  void aThousandKeysMayBeDeferredAndThenNothingIsRead() {
    line = line(plain.withRetry(deferAtOnce()), 1);
    int read = 0;
    while (line.next(now) instanceof Step.Read(var max, var until) && read < 5_000) {
      for (int i = 0; i < max; i++) {
        offer("/source-" + read++);
      }
      failAll();
    }
    assertThat(read).isEqualTo(Line.KEYS_MAX);
    assertThat(line.standing().keys()).isEqualTo(Line.KEYS_MAX);
  }

  @Test
  void aHundredThousandPositionsMayBeDeferredAndThenNothingIsRead() {
    line = line(plain.withRetry(deferAtOnce()), 1);
    int read = 0;
    while (line.next(now) instanceof Step.Read(var max, var until) && read < 200_000) {
      for (int i = 0; i < max; i++) {
        offer("/a");
        read++;
      }
      failAll();
      line.take(true);
    }
    assertThat(read).isEqualTo(Line.POSITIONS_MAX);
    assertThat(line.standing().positions()).isEqualTo(Line.POSITIONS_MAX);
  }

  /** Everything ready fails; the breaker is passed by letting time pass, not the schedule. */
  private void failAll() {
    for (int i = 0; i < 10_000; i++) {
      switch (line.next(now)) {
        case Step.Deliver(var task) -> settle(task, RETRY);
        case Step.Rest(var until) -> {
          if (line.breaker() instanceof Breaker.Open) {
            now = until;
          } else {
            return;
          }
        }
        case Step.Read read -> {
          return;
        }
        case Step.Stop stop -> {
          return;
        }
      }
    }
  }

  private static RetryPolicy deferAtOnce() {
    return new RetryPolicy(List.of(Duration.ofDays(3000)), 0, 10, Duration.ofDays(300_000));
  }

  @Test
  void noMoreIsReadAheadThanTheLimitOrABatchNeeds() {
    assertThat(line.next(now)).isEqualTo(new Step.Read(Line.READY_MAX, Instant.MAX));
    String[] sources = new String[Line.READY_MAX];
    Arrays.fill(sources, "/a");
    offer(sources);
    assertThat(task()).isPresent();
    assertThat(line.next(now)).isEqualTo(new Step.Rest(Instant.MAX));
    line = line(plain, Line.READY_MAX);
    assertThat(line.next(now)).isEqualTo(new Step.Read(2 * Line.READY_MAX, Instant.MAX));
  }

  @Test
  void nothingIsBegunWhileTooMuchDataOfDeadLettersWaits() {
    var pending = new Pending(new Standing());
    int size = 1 << 20;
    var event =
        PlainDialect.event("/s", "1").toBuilder().data(Payload.owning(new byte[size])).build();
    var entry = new Entry(new Position(0, 1), now, Payload.EMPTY, event);
    for (long bytes = size; bytes < Pending.PARKED_BYTES_MAX; bytes += size) {
      pending.add(new Change.Parked(DeadLetter.of("s", entry, now, "status 400", 1)));
      assertThat(pending.isFull()).isFalse();
    }
    pending.add(new Change.Parked(DeadLetter.of("s", entry, now, "status 400", 1)));
    assertThat(pending.isFull()).isTrue();
    pending.take(new TreeMap<>(), true);
    assertThat(pending.isFull()).isFalse();
  }

  @Test
  void entriesOfOneKeyAreNeverUnderWayTwice() {
    line = line(plain.withLimits(new Subscription.Limits(4, 0)), 1);
    offer("/a", "/a", "/b", "/a");
    Task first = task().orElseThrow();
    Task second = task().orElseThrow();
    assertThat(offsets(first)).containsExactly(0L);
    assertThat(offsets(second)).containsExactly(2L);
    assertThat(task()).isEmpty();
    settle(second, DELIVERED);
    assertThat(task()).isEmpty();
    assertThat(bookmark()).isZero();
    settle(first, DELIVERED);
    assertThat(offsets(settle(DELIVERED))).containsExactly(1L);
  }

  @Test
  void aRateIsKept() {
    line = line(plain.withLimits(new Subscription.Limits(1, 2)), 1);
    offer("/a", "/a", "/a");
    settle(DELIVERED);
    assertThat(line.next(now)).isEqualTo(new Step.Rest(now.plusMillis(500)));
    now = now.plusMillis(500);
    settle(DELIVERED);
  }

  @Test
  void whatCannotBeWrittenIsTakenAgainAndNothingGrowsWithoutBound() {
    int rejected = 0;
    for (int i = 0; i < 2 * Pending.CHANGES_MAX; i++) {
      Step step = line.next(now);
      if (step instanceof Step.Read) {
        offer("/a");
      } else if (step instanceof Step.Deliver(var task)) {
        settle(task, REJECTED);
        rejected++;
      }
    }
    assertThat(rejected).isEqualTo(Pending.CHANGES_MAX);
    assertThat(line.next(now)).isEqualTo(new Step.Rest(Instant.MAX));
    List<Change> taken = line.take(true);
    line.giveBack(taken);
    List<Change> again = line.take(true);
    assertThat(again.stream().filter(Change.Parked.class::isInstance)).hasSize(Pending.CHANGES_MAX);
    assertThat(again.getLast()).isInstanceOf(Change.Moved.class);
  }
}
