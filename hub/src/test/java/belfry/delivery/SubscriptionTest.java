package belfry.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belfry.delivery.Subscription.Limits;
import belfry.filter.Filter;
import belfry.filter.View;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubscriptionTest {
  private static Subscription named(String name) {
    return Subscription.of(name, Filter.ALL, View.ALL, "plain");
  }

  @Test
  void aNameHasALength() {
    String longest = "n".repeat(Subscription.NAME_CHARS_MAX);
    assertThat(named(longest).name()).isEqualTo(longest);
    assertThatThrownBy(() -> named(longest + "n")).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".a", "a/b", "a@1", "ä"})
  void aNameHasAShape(String name) {
    assertThatThrownBy(() -> named(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("name: " + name + " (expected: ");
  }

  @Test
  void concurrencyHasALimit() {
    assertThat(new Limits(Subscription.CONCURRENCY_MAX, 0).concurrency()).isEqualTo(64);
    assertThatThrownBy(() -> new Limits(Subscription.CONCURRENCY_MAX + 1, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("concurrency: 65 (expected: 1 to 64)");
    assertThatThrownBy(() -> new Limits(0, 0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void attemptsHaveALimit() {
    assertThat(policy(RetryPolicy.ATTEMPTS_MAX).attemptsMax()).isEqualTo(1_000);
    assertThatThrownBy(() -> policy(RetryPolicy.ATTEMPTS_MAX + 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("attemptsMax: 1001 (expected: 1 to 1000)");
    assertThatThrownBy(() -> policy(0)).isInstanceOf(IllegalArgumentException.class);
  }

  private static RetryPolicy policy(int attempts) {
    return new RetryPolicy(List.of(Duration.ofSeconds(1)), 0, attempts, Duration.ofDays(1));
  }
}
