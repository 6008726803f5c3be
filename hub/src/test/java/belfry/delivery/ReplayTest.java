package belfry.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import belfry.event.Cursor;
import belfry.event.Position;
import belfry.filter.Filter;
import belfry.testing.FlakySink;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Ranges of the journal that are sent once more. */
class ReplayTest extends DispatchFixture {
  private static final Start NOW = new Start.Now();
  private static final Start OLDEST = new Start.Oldest();

  private static Replay.Request all() {
    return new Replay.Request(OLDEST, NOW, Filter.ALL, 0);
  }

  private Replay.Progress awaitState(Replay replay, Replay.State state) {
    await().untilAsserted(() -> assertThat(status(replay).state()).isEqualTo(state));
    return status(replay);
  }

  private Replay.Progress status(Replay replay) {
    return dispatch.replays().status(replay.subscription(), replay.id()).orElseThrow();
  }

  private static List<Position> from(FlakySink sink, int first) {
    List<Position> taken = sink.taken();
    return taken.subList(Math.min(first, taken.size()), taken.size());
  }

  @Test
  void aRangeIsSentOnceMoreInOrderWithTheSameKeysAndThenItIsDone() throws Exception {
    FlakySink sink = add("a", FlakySink.TAKES);
    List<Position> before = append(5, "/s");
    time.pass(Duration.ofHours(1));
    Instant from = time.instant();
    List<Position> range = append(300, "/s");
    time.pass(Duration.ofHours(1));
    Instant until = time.instant();
    List<Position> after = append(5, "/s");
    awaitTaken(sink, after);
    var request = new Replay.Request(new Start.Since(from), new Start.Since(until), Filter.ALL, 0);
    assertThat(dispatch.replays().count("a", request)).isEqualTo(300);
    Replay replay = dispatch.replays().start("a", request);
    Replay.Progress done = awaitState(replay, Replay.State.DONE);
    assertThat(from(sink, 310)).isEqualTo(range).doesNotContainAnyElementsOf(before);
    assertThat(sink.keys().values()).allMatch(keys -> keys.size() == 1);
    await().untilAsserted(() -> assertThat(status(replay).delivered()).isEqualTo(300));
    assertThat(done.share()).isEqualTo(1.0);
    assertThat(done.ended()).contains(time.instant());
  }

  @Test
  void whatTheFilterDoesNotWantAndTheCursorHasNotReadIsNotSent() throws Exception {
    FlakySink sink = add("a", FlakySink.TAKES);
    List<Position> first = append(10, "/s");
    append(10, "/t");
    awaitTaken(sink, first);
    await().untilAsserted(() -> assertThat(sink.taken()).hasSize(20));
    var until = Cursor.at(events.id(), first.get(0)).after(first.get(3));
    var request =
        new Replay.Request(OLDEST, new Start.At(until), Filter.standing("source = '/s'"), 0);
    assertThat(dispatch.replays().count("a", request)).isEqualTo(4);
    awaitState(dispatch.replays().start("a", request), Replay.State.DONE);
    assertThat(from(sink, 20)).isEqualTo(first.subList(0, 4));
  }

  @Test
  void aBadEntryEndsAsADeadLetterAndTheRestIsSent() throws Exception {
    FlakySink sink = add("a", FlakySink.TAKES);
    List<Position> all = append(10, "/s");
    awaitTaken(sink, all);
    sink.mood(FlakySink.rejectsIds(Set.of("4")));
    Replay replay = dispatch.replays().start("a", all());
    awaitState(replay, Replay.State.DONE);
    dispatch.save();
    assertThat(status(replay).delivered()).isEqualTo(9);
    assertThat(status(replay).parked()).isEqualTo(1);
    assertThat(dispatch.deadLetters().count("a")).isOne();
    assertThat(notices).containsExactly("parked a");
    assertThat(dispatch.attempts().of("a", 100)).hasSize(20);
  }

  @Test
  void itGoesOnAfterARestartWhereItStood() throws Exception {
    FlakySink sink = add("a", FlakySink.TAKES);
    List<Position> all = append(50, "/s");
    awaitTaken(sink, all);
    var slow = new Replay.Request(OLDEST, NOW, Filter.ALL, 1);
    Replay replay = dispatch.replays().start("a", slow);
    for (int i = 1; i <= 20; i++) {
      int count = 50 + i;
      await().untilAsserted(() -> assertThat(sink.taken()).hasSize(count));
      pass(Duration.ofSeconds(1));
    }
    dispatch.close();
    int sent = sink.taken().size();
    open();
    dispatch.add(plain("a").withPaused(true));
    assertThat(status(replay).state()).isEqualTo(Replay.State.WAITING);
    assertThat(status(replay).share()).isBetween(0.1, 0.9);
    assertThat(status(replay).delivered()).isEqualTo(sent - 50);
    dispatch.resume("a");
    await()
        .untilAsserted(
            () -> {
              pass(Duration.ofSeconds(1));
              assertThat(status(replay).state()).isEqualTo(Replay.State.DONE);
            });
    assertThat(from(sink, 50)).isEqualTo(all);
    dispatch.close();
    open();
    dispatch.add(plain("a"));
    assertThat(status(replay).state()).isEqualTo(Replay.State.DONE);
    assertThat(status(replay).delivered()).isEqualTo(50);
  }

  @Test
  void whatIsCancelledSendsNothingMore() throws Exception {
    FlakySink sink = add("a", FlakySink.TAKES);
    List<Position> all = append(50, "/s");
    awaitTaken(sink, all);
    Replay replay = dispatch.replays().start("a", new Replay.Request(OLDEST, NOW, Filter.ALL, 1));
    await().untilAsserted(() -> assertThat(sink.taken()).hasSize(51));
    assertThat(dispatch.replays().cancel("a", replay.id())).isTrue();
    assertThat(dispatch.replays().cancel("a", replay.id())).isFalse();
    pass(Duration.ofMinutes(5));
    List<Position> more = append(1, "/s");
    awaitTaken(sink, more);
    assertThat(sink.taken()).hasSize(52);
    assertThat(status(replay).state()).isEqualTo(Replay.State.CANCELLED);
    assertThat(status(replay).delivered()).isOne();
  }

  @Test
  void aFailingDestinationIsTriedAgainUntilTheRangeIsThrough() throws Exception {
    FlakySink sink = add("a", FlakySink.TAKES);
    List<Position> all = append(20, "/s");
    awaitTaken(sink, all);
    sink.mood(FlakySink.REFUSES);
    Replay replay = dispatch.replays().start("a", all());
    await()
        .untilAsserted(
            () -> {
              pass(Duration.ofSeconds(6));
              assertThat(status(replay).deferred()).isEqualTo(20);
            });
    assertThat(notices).isEmpty();
    sink.mood(FlakySink.TAKES);
    await()
        .untilAsserted(
            () -> {
              pass(Duration.ofMinutes(6));
              assertThat(status(replay).state()).isEqualTo(Replay.State.DONE);
            });
    assertThat(from(sink, 20)).isEqualTo(all);
  }

  @Test
  void onlySoManyRunAndOnlySoManyAreRemembered() throws Exception {
    FlakySink sink = add("a", FlakySink.TAKES);
    awaitTaken(sink, append(1, "/s"));
    for (int i = 0; i < Replays.ENDED_MAX + 3; i++) {
      awaitState(dispatch.replays().start("a", all()), Replay.State.DONE);
    }
    assertThat(dispatch.replays().list("a")).hasSize(Replays.ENDED_MAX);
    assertThat(dispatch.replays().list("a").getLast().replay().id())
        .isEqualTo(Integer.toString(Replays.ENDED_MAX + 3));
    sink.mood(FlakySink.REFUSES);
    for (int i = 0; i < Replays.RUNNING_MAX; i++) {
      dispatch.replays().start("a", all());
    }
    assertThatThrownBy(() -> dispatch.replays().start("a", all()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("replays: 4 that have not ended (expected: fewer than 4)");
  }

  @Test
  void replaysEndWithTheirSubscription() throws Exception {
    FlakySink sink = add("a", FlakySink.TAKES);
    awaitTaken(sink, append(1, "/s"));
    awaitState(dispatch.replays().start("a", all()), Replay.State.DONE);
    var copies = new ArrayList<>(dispatch.subscriptions());
    assertThat(copies).hasSize(1);
    dispatch.delete("a");
    dispatch.add(plain("a").withStart(NOW));
    assertThat(dispatch.replays().list("a")).isEmpty();
    assertThat(dispatch.replays().status("a", "1")).isEqualTo(Optional.empty());
  }
}
