package belfry.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import belfry.event.Position;
import belfry.metrics.Metrics;
import belfry.testing.ManualTime;
import belfry.testing.MemoryJournal;
import belfry.testing.PlainDialect;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DeadLettersTest {
  private final ManualTime time = new ManualTime(Instant.parse("2026-01-01T00:00:00Z"));
  private final Metrics metrics = new Metrics();
  private final DeadLetters letters =
      new DeadLetters(new MemoryJournal(time), PlainDialect.DIALECTS, time, metrics);

  private void add(long offset) {
    var position = new Position(0, offset);
    letters.add(position, DeadLetter.lost("a", position, offset + 1, time.instant(), "status 400"));
  }

  @Test
  void ofMoreThanTheLimitTheOldestGoesAndIsCounted() throws Exception {
    for (int i = 0; i < DeadLetters.KEPT_MAX; i++) {
      add(i);
    }
    assertThat(letters.size()).isEqualTo(DeadLetters.KEPT_MAX);
    assertThat(letters.copiesOf(new Position(0, 0))).hasSize(1);
    add(DeadLetters.KEPT_MAX);
    assertThat(letters.size()).isEqualTo(DeadLetters.KEPT_MAX);
    assertThat(letters.copiesOf(new Position(0, 0))).isEmpty();
    assertThat(metrics.prometheusText()).contains("belfry_delivery_dead_letters_forgotten_total 1");
  }

  @Test
  void oneIsKeptToItsAgeAndNoLonger() {
    add(0);
    time.pass(DeadLetters.AGE_MAX);
    assertThat(letters.count("a")).isOne();
    time.pass(Duration.ofMillis(1));
    assertThat(letters.count("a")).isZero();
  }
}
