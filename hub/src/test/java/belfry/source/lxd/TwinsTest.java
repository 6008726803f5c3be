package belfry.source.lxd;

import static org.assertj.core.api.Assertions.assertThat;

import belfry.event.Payload;
import org.junit.jupiter.api.Test;

class TwinsTest {
  private final Twins twins = new Twins();

  @Test
  void countsTheSameBytes() {
    assertThat(twins.earlier(Payload.of("a"))).isZero();
    assertThat(twins.earlier(Payload.of("b"))).isZero();
    assertThat(twins.earlier(Payload.of("a"))).isEqualTo(1);
    assertThat(twins.earlier(Payload.of("a"))).isEqualTo(2);
  }

  @Test
  void remembersTheLastFramesOnly() {
    twins.earlier(Payload.of("a"));
    twins.earlier(Payload.of("b"));
    for (int i = 0; i < Twins.FRAMES_MAX - 2; i++) {
      twins.earlier(Payload.of("frame " + i));
    }
    assertThat(twins.earlier(Payload.of("a"))).as("one of the last 16,384").isEqualTo(1);
    twins.earlier(Payload.of("one more"));
    assertThat(twins.earlier(Payload.of("b"))).as("forgotten").isZero();
    assertThat(twins.earlier(Payload.of("a"))).as("seen meanwhile").isEqualTo(2);
  }
}
