package belfry.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import belfry.metrics.Metrics;
import belfry.source.Losses.Why;
import belfry.testing.Proves;
import java.net.InetAddress;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class LossesTest {
  private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");

  private static final InetAddress IPV4 = InetAddress.ofLiteral("127.0.0.1");
  private static final InetAddress IPV6 = InetAddress.ofLiteral("::1");

  private final Metrics metrics = new Metrics();
  private final Losses losses = new Losses("gluster", "gluster", metrics);

  @Test
  void theFirstIsToldAtOnceAndTheRestSummedUp() {
    losses.add(Why.KERNEL, 7, NOW);
    assertThat(losses.due(NOW))
        .containsExactly(
            new Gap(
                "gluster",
                "gluster",
                "belfry.gap",
                "the receive buffer of the socket was full",
                Optional.empty(),
                OptionalLong.of(7),
                NOW,
                NOW));
    losses.add(Why.KERNEL, 2, NOW.plusMillis(100));
    losses.add(Why.KERNEL, 3, NOW.plusMillis(300));
    assertThat(losses.due(NOW.plusMillis(999))).isEmpty();
    assertThat(losses.due(NOW.plusMillis(1000)))
        .singleElement()
        .satisfies(
            gap -> {
              assertThat(gap.count()).hasValue(5);
              assertThat(gap.since()).isEqualTo(NOW.plusMillis(100));
              assertThat(gap.until()).isEqualTo(NOW.plusMillis(300));
            });
    assertThat(losses.due(NOW.plusSeconds(10))).isEmpty();
    assertThat(losses.lost()).isEqualTo(Map.of("kernel", 12L));
  }

  @Test
  @Proves("gluster 9")
  void aRefusedSenderIsToldOnceAMinute() {
    for (int i = 0; i < 600; i++) {
      losses.add(Why.SENDER, IPV4, NOW.plusMillis(100L * i));
      losses.due(NOW.plusMillis(100L * i));
    }
    losses.add(Why.SENDER, IPV6, NOW.plusSeconds(60));

    assertThat(losses.due(NOW.plusSeconds(60)))
        .extracting(Gap::type, Gap::sender, Gap::count)
        .containsExactly(
            tuple(Gap.REFUSED, Optional.of("127.0.0.1"), OptionalLong.of(599)),
            tuple(Gap.REFUSED, Optional.of("0:0:0:0:0:0:0:1"), OptionalLong.of(1)));
    assertThat(losses.refused()).isEqualTo(Map.of("127.0.0.1", 600L, "0:0:0:0:0:0:0:1", 1L));
    assertThat(losses.lost()).isEmpty();
    assertThat(metrics.prometheusText())
        .contains("belfry_source_not_taken_total{source=\"gluster\",why=\"sender\"} 601");
  }

  @Test
  void atTheEndAllIsTold() {
    losses.add(Why.BUFFER, 1, NOW);
    losses.due(NOW);
    losses.add(Why.BUFFER, 4, NOW);
    losses.add(Why.RATE, IPV4, NOW);

    assertThat(losses.all(NOW))
        .extracting(Gap::count)
        .containsExactly(OptionalLong.of(4), OptionalLong.of(1));
    assertThat(losses.all(NOW)).isEmpty();
  }

  @Test
  void sendersPastTheLimitAreToldTogether() {
    for (int i = 0; i < 3 * Losses.SENDERS_MAX; i++) {
      InetAddress sender = InetAddress.ofLiteral("10.0." + i / 256 + "." + i % 256);
      losses.add(Why.SENDER, sender, NOW);
    }
    var told = losses.due(NOW);

    assertThat(told).hasSize(Losses.SENDERS_MAX + 1);
    assertThat(told.getLast().sender()).contains(Losses.OTHERS);
    assertThat(told.stream().mapToLong(gap -> gap.count().orElseThrow()).sum())
        .isEqualTo(3L * Losses.SENDERS_MAX);
    assertThat(losses.refused())
        .hasSize(Losses.SENDERS_MAX + 1)
        .containsEntry(Losses.OTHERS, 2L * Losses.SENDERS_MAX);
    losses.due(NOW.plusSeconds(60));
    losses.add(Why.SENDER, IPV4, NOW.plusSeconds(60));
    assertThat(losses.due(NOW.plusSeconds(60)).getFirst().sender()).contains("127.0.0.1");
  }

  @Test
  void aGapOfNothingIsNone() {
    assertThatThrownBy(
            () ->
                new Gap(
                    "gluster",
                    "n",
                    "belfry.gap",
                    "r",
                    Optional.empty(),
                    OptionalLong.of(0),
                    NOW,
                    NOW))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
