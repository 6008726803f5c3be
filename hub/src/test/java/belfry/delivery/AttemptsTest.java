package belfry.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import belfry.event.Position;
import belfry.sink.Exchange;
import belfry.testing.FlakySink;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is remembered of attempts. */
class AttemptsTest extends FileFixture {
  private static Attempt attempt(Instant when, int number) {
    return new Attempt(
        "a",
        new Position(0, number),
        1,
        1,
        when,
        Duration.ofMillis(5),
        Attempt.Result.RETRY,
        "status 500",
        Optional.empty());
  }

  private static Attempt told(Attempt attempt) {
    return attempt.with(
        new Exchange("192.0.2.1:443", Duration.ZERO, "POST / HTTP/1.1", "{}", "", ""));
  }

  @Test
  void whatWentOverTheWireIsRememberedAcrossARestart() throws Exception {
    FlakySink sink = add("a", FlakySink.REJECTS);
    List<Position> all = append(2, "/s");
    await().untilAsserted(() -> assertThat(dispatch.attempts().of("a", 10)).hasSize(2));
    assertThat(sink.offered()).isEqualTo(all);
    List<Attempt> before = dispatch.attempts().detailed("a", 10);
    Attempt newest = before.getFirst();
    assertThat(newest.position()).isEqualTo(all.getLast());
    Exchange exchange = newest.exchange().orElseThrow();
    assertThat(exchange.remote()).isEqualTo("192.0.2.1:443");
    assertThat(exchange.connected()).isEqualTo(Duration.ofMillis(3));
    assertThat(exchange.requestBody()).contains("\"id\":\"1\"");
    assertThat(exchange.responseBody()).contains("status 400");
    assertThat(dispatch.attempts().of("a", 10)).allMatch(one -> one.exchange().isEmpty());
    restart();
    assertThat(dispatch.attempts().detailed("a", 10)).isEqualTo(before);
  }

  @Test
  void thereAreAtMostSoMany() throws Exception {
    var attempts = new Attempts(deliveries, time);
    for (int i = 0; i <= Attempts.KEPT_MAX; i++) {
      attempts.add("a", List.of(attempt(time.instant(), i)), new Position(0, i));
    }
    List<Attempt> kept = attempts.of("a", Integer.MAX_VALUE);
    assertThat(kept).hasSize(Attempts.KEPT_MAX);
    assertThat(kept.getLast().position()).isEqualTo(new Position(0, 1));
    assertThat(attempts.of("b", 1)).isEmpty();
  }

  @Test
  void oneGroupWriteHasAtMostSoManyAndCountsTheOthers() {
    var pending = new Pending(new Standing());
    for (int i = 0; i <= Pending.ATTEMPTS_MAX; i++) {
      pending.add(attempt(time.instant(), i));
    }
    var written = (Change.Attempted) pending.take(new Standing().next(), true).getFirst();
    assertThat(written.attempts()).hasSize(Pending.ATTEMPTS_MAX);
    assertThat(written.left()).isOne();
  }

  @Test
  void oneGroupWriteKeepsTheWireOfAtMostSoManyEachInARecordOfItsOwn() {
    var pending = new Pending(new Standing());
    var added = new ArrayList<Attempt>();
    for (int i = 0; i < Pending.EXCHANGES_MAX + 10; i++) {
      Attempt plain = attempt(time.instant(), i);
      added.add(pending.keepsExchange() ? told(plain) : plain);
      pending.add(added.getLast());
    }
    List<Change> taken = pending.take(new Standing().next(), true);
    var records =
        taken.stream()
            .filter(Change.Attempted.class::isInstance)
            .map(one -> ((Change.Attempted) one).attempts())
            .toList();
    assertThat(records).hasSize(Pending.EXCHANGES_MAX + 1);
    assertThat(records.stream().flatMap(List::stream)).isEqualTo(added);
    assertThat(records.getFirst()).hasSize(1);
    assertThat(records.getLast()).hasSize(10);
    assertThat(pending.keepsExchange()).isTrue();
  }

  @Test
  void eachPartOfAnExchangeHasALimit() {
    String head = "h".repeat(Exchange.HEAD_CHARS_MAX);
    String body = "b".repeat(Exchange.BODY_CHARS_MAX);
    var exact = new Exchange("", Duration.ZERO, head, body, head, body);
    assertThat(exact.requestHead()).isEqualTo(head);
    var longer = new Exchange("", Duration.ZERO, head + "h", body + "b", head + "h", body + "b");
    assertThat(longer).isEqualTo(exact);
  }

  @Test
  void aReasonIsWrittenUpToItsLimit() {
    String reason = "r".repeat(Data.REASON_CHARS_MAX);
    var kept = new Change.Disabled(reason);
    assertThat(Records.change(Records.of("a", kept, time.instant()))).isEqualTo(kept);
    var longer = new Change.Disabled(reason + "r");
    assertThat(Records.change(Records.of("a", longer, time.instant()))).isEqualTo(kept);
  }
}
