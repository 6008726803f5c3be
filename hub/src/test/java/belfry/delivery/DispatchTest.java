package belfry.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import belfry.event.Entry;
import belfry.event.Position;
import belfry.feed.Feed;
import belfry.filter.Filter;
import belfry.metrics.Metrics;
import belfry.testing.FlakySink;
import belfry.testing.PlainDialect;
import belfry.testing.Proves;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What subscriptions do, whatever their destinations do. */
class DispatchTest extends DispatchFixture {
  @Test
  @Proves("gluster 15")
  void tenDestinationsOfWhichSixAreBadAndTheOthersDoNotNotice() throws Exception {
    var bad =
        Map.of(
            "refuses", FlakySink.REFUSES,
            "hangs", FlakySink.HANGS,
            "rejects", FlakySink.REJECTS,
            "gone", FlakySink.GONE,
            "asks", FlakySink.asks(Duration.ofDays(1)),
            "one-source", FlakySink.refusesSource("/s1"));
    for (var one : bad.entrySet()) {
      add(one.getKey(), one.getValue());
    }
    var good = new ArrayList<FlakySink>();
    for (int i = 0; i < 4; i++) {
      good.add(add("good-" + i, FlakySink.TAKES));
    }
    var all = new ArrayList<Position>();
    for (int i = 0; i < 100; i++) {
      all.addAll(append(5, "/s" + i % 4));
    }
    for (FlakySink sink : good) {
      awaitTaken(sink, all);
      assertThat(sink.taken()).hasSize(all.size());
    }
    await().untilAsserted(() -> assertThat(notices).contains("disabled gone", "parked rejects"));
    assertThat(dispatch.state("gone")).isInstanceOf(State.Disabled.class);
    await().untilAsserted(() -> assertThat(dispatch.deadLetters().count("rejects")).isEqualTo(500));
    assertThat(dispatch.state("good-0")).isEqualTo(new State.Running());
  }

  @Test
  void whatFailedIsDeliveredInOrderWhenTheDestinationIsBack() throws Exception {
    FlakySink sink = add("a", FlakySink.REFUSES);
    List<Position> all = append(20, "/s");
    await().untilAsserted(() -> assertThat(sink.offered()).isNotEmpty());
    await()
        .untilAsserted(
            () -> {
              pass(Duration.ofSeconds(6)); // again if the first attempt has not ended yet
              assertThat(dispatch.status("a").deferredKeys()).isOne();
            });
    sink.mood(FlakySink.TAKES);
    pass(Duration.ofMinutes(6));
    awaitTaken(sink, all);
    assertThat(sink.taken()).isEqualTo(all);
    assertThat(sink.keys().values()).allMatch(keys -> keys.size() == 1);
  }

  @Test
  void aRestartGoesOnWhereItStood() throws Exception {
    FlakySink sink = add("a", FlakySink.rejectsIds(Set.of("3")));
    List<Position> first = append(10, "/s");
    await().untilAsserted(() -> assertThat(sink.taken()).hasSize(9));
    dispatch.close();
    open();
    dispatch.add(plain("a"));
    List<Position> second = append(10, "/s");
    awaitTaken(sink, second);
    assertThat(sink.taken()).hasSize(19);
    assertThat(dispatch.deadLetters().count("a")).isOne();
    var found =
        dispatch
            .deadLetters()
            .search(DeadLetters.Search.of("a"), Optional.empty(), 10)
            .getFirst()
            .letter();
    Entry original = events.read(List.of(first.get(3))).getFirst();
    assertThat(found.entry()).contains(original);
    await().untilAsserted(() -> assertThat(dispatch.attempts().of("a", 100)).hasSize(20));
  }

  @Test
  void pauseResumeAndUpdateLoseNothing() throws Exception {
    FlakySink sink = add("a", FlakySink.TAKES);
    var all = new ArrayList<>(append(50, "/s"));
    dispatch.pause("a");
    assertThat(dispatch.state("a")).isEqualTo(new State.Paused());
    all.addAll(append(50, "/s"));
    dispatch.resume("a");
    all.addAll(append(50, "/s"));
    dispatch.update(plain("a").withLimits(new Subscription.Limits(4, 0)).withOrder(Order.SUBJECT));
    all.addAll(append(50, "/s"));
    awaitTaken(sink, all);
    assertThat(sink.taken()).isEqualTo(all);
  }

  @Test
  void aSubscriptionMayBeginNowAtATimeOrGoBack() throws Exception {
    append(5, "/s");
    time.pass(Duration.ofHours(1));
    List<Position> later = append(5, "/s");
    Instant between = time.instant().minusSeconds(60);
    sinks.put("now", new FlakySink(FlakySink.TAKES));
    sinks.put("since", new FlakySink(FlakySink.TAKES));
    dispatch.add(plain("now").withStart(new Start.Now()));
    dispatch.add(plain("since").withStart(new Start.Since(between)));
    List<Position> last = append(5, "/s");
    awaitTaken(sinks.get("now"), last);
    awaitTaken(sinks.get("since"), later);
    awaitTaken(sinks.get("since"), last);
    assertThat(sinks.get("now").taken()).hasSize(5);
    assertThat(sinks.get("since").taken()).hasSize(10);
    dispatch.move("now", new Start.Oldest());
    await().untilAsserted(() -> assertThat(sinks.get("now").taken()).hasSize(20));
  }

  @Test
  void whatRetentionTookIsOneDeadLetterWithoutACopy() throws Exception {
    sinks.put("a", new FlakySink(FlakySink.TAKES));
    dispatch.add(plain("a").withPaused(true));
    var all = new ArrayList<Position>();
    all.addAll(append(10, "/s"));
    events.expire(all.get(6));
    feed.close();
    dispatch.close();
    try (Feed late = Feed.open(events, PlainDialect.DIALECTS, new Metrics())) {
      dispatch = Dispatch.open(context(late), deliveries);
      dispatch.add(plain("a"));
      awaitTaken(sinks.get("a"), all.subList(6, 10));
      dispatch.save();
      var letters = dispatch.deadLetters().search(DeadLetters.Search.of("a"), Optional.empty(), 10);
      assertThat(letters).hasSize(1);
      assertThat(letters.getFirst().letter().entry()).isEmpty();
      assertThat(letters.getFirst().letter().end()).isEqualTo(all.get(6).offset());
      dispatch.close();
    }
  }

  @Test
  void manyLanesDeliverAtOnceAndKeepTheOrderOfEachKey() throws Exception {
    var sink = new FlakySink(FlakySink.TAKES);
    sinks.put("a", sink);
    dispatch.add(plain("a").withLimits(new Subscription.Limits(8, 0)));
    var bySource = new LinkedHashMap<String, List<Position>>();
    for (int i = 0; i < 200; i++) {
      String source = "/s" + i % 7;
      bySource.computeIfAbsent(source, none -> new ArrayList<>()).addAll(append(3, source));
    }
    await().untilAsserted(() -> assertThat(sink.taken()).hasSize(600));
    for (List<Position> own : bySource.values()) {
      assertThat(sink.taken().stream().filter(Set.copyOf(own)::contains).toList()).isEqualTo(own);
    }
  }

  @Test
  void deletingForgetsAndTheNameMayBeginAnew() throws Exception {
    FlakySink sink = add("a", FlakySink.REJECTS);
    append(3, "/s");
    await().untilAsserted(() -> assertThat(dispatch.deadLetters().count("a")).isEqualTo(3));
    dispatch.delete("a");
    assertThat(dispatch.deadLetters().count("a")).isZero();
    sink.mood(FlakySink.TAKES);
    dispatch.add(plain("a"));
    await().untilAsserted(() -> assertThat(sink.taken()).hasSize(3));
  }

  @Test
  void deadLettersAreRedeliveredOneByOneOrByFilterWithTheSameKey() throws Exception {
    FlakySink sink = add("a", FlakySink.REJECTS);
    append(3, "/s");
    append(2, "/t");
    await().untilAsserted(() -> assertThat(dispatch.deadLetters().count("a")).isEqualTo(5));
    var search =
        new DeadLetters.Search("a", Instant.MIN, Instant.MAX, Filter.standing("source = '/s'"));
    assertThat(dispatch.deadLetters().count(search)).isEqualTo(3);
    assertThat(dispatch.redelivery("a").all(search)).isEqualTo(new Redelivery.Result(0, 3));
    sink.mood(FlakySink.TAKES);
    var first = dispatch.deadLetters().search(search, Optional.empty(), 1).getFirst();
    assertThat(dispatch.redelivery("a").one(first.place())).isEqualTo(new Redelivery.Result(1, 0));
    assertThat(dispatch.redelivery("a").all(search)).isEqualTo(new Redelivery.Result(2, 0));
    assertThat(sink.taken()).hasSize(3);
    assertThat(sink.keys().values()).allMatch(keys -> keys.size() == 1);
    dispatch.close();
    open();
    dispatch.add(plain("a"));
    assertThat(dispatch.deadLetters().count("a")).isEqualTo(2);
  }

  @Test
  void aStopWaitsForWhatIsUnderWayAndThenInterruptsIt() throws Exception {
    FlakySink sink = add("a", FlakySink.HANGS);
    append(1, "/s");
    await().untilAsserted(() -> assertThat(sink.offered()).hasSize(1));
    long began = System.nanoTime();
    dispatch.close();
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Dispatch.STOP_WAIT);
    open();
    sink.mood(FlakySink.TAKES);
    dispatch.add(plain("a"));
    await().untilAsserted(() -> assertThat(sink.taken()).hasSize(1));
  }

  @Test
  void thereAreAtMostSoManySubscriptions() throws Exception {
    sinks.put("one-more", new FlakySink(FlakySink.TAKES));
    for (int i = 0; i < Dispatch.SUBSCRIPTIONS_MAX; i++) {
      dispatch.add(plain("s" + i).withPaused(true));
    }
    assertThatThrownBy(() -> dispatch.add(plain("one-more")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("one-more with 20000 others");
    dispatch.delete("s7");
    dispatch.add(plain("one-more"));
    assertThat(dispatch.subscriptions()).hasSize(Dispatch.SUBSCRIPTIONS_MAX);
  }
}
