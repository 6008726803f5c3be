package belfry.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import belfry.event.Position;
import belfry.testing.FlakySink;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is erased from the journal of the events is erased from that of the deliveries. */
class ErasureTest extends FileFixture {
  private int erase(Position position) throws Exception {
    events.erase(position);
    return dispatch.erase(List.of(position), journal()::erase);
  }

  @Test
  void deadLettersAndBodiesOfAttemptsGoAndTheOthersStay() throws Exception {
    add("a", FlakySink.REJECTS);
    add("b", FlakySink.TAKES);
    List<Position> all = append(3, "/s");
    await().untilAsserted(() -> assertThat(dispatch.deadLetters().count("a")).isEqualTo(3));
    await().untilAsserted(() -> assertThat(dispatch.attempts().of("b", 10)).hasSize(3));
    assertThat(erase(all.get(1))).isEqualTo(3);
    check(all);
    restart();
    erase(all.get(1)); // the wish is the caller's to keep
    check(all);
  }

  private void check(List<Position> all) throws Exception {
    var search = DeadLetters.Search.of("a");
    var letters = dispatch.deadLetters().search(search, Optional.empty(), 10);
    assertThat(letters.stream().map(one -> one.letter().position()))
        .containsExactly(all.get(0), all.get(2));
    assertThat(dispatch.deadLetters().count(search)).isEqualTo(2);
    for (String name : List.of("a", "b")) {
      assertThat(dispatch.attempts().detailed(name, 10))
          .noneMatch(one -> one.exchange().toString().contains("\"id\":\"1\""))
          .anyMatch(one -> one.exchange().toString().contains("\"id\":\"2\""));
    }
  }

  @Test
  void whatWasReadAheadOrDeferredIsNotDelivered() throws Exception {
    FlakySink sink = add("a", FlakySink.REFUSES);
    List<Position> all = append(3, "/s");
    await().untilAsserted(() -> assertThat(sink.offered()).isNotEmpty());
    erase(all.get(1));
    await()
        .untilAsserted(
            () -> {
              pass(Duration.ofSeconds(6)); // again if the first attempt has not ended yet
              assertThat(dispatch.status("a").deferredKeys()).isOne();
            });
    erase(all.get(2));
    sink.mood(FlakySink.TAKES);
    pass(Duration.ofMinutes(6));
    awaitTaken(sink, all.subList(0, 1));
    List<Position> more = append(1, "/s");
    awaitTaken(sink, more);
    assertThat(sink.taken()).containsExactly(all.getFirst(), more.getFirst());
  }
}
