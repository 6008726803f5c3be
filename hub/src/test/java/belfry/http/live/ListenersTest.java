package belfry.http.live;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belfry.http.Problem;
import belfry.metrics.Metrics;
import org.junit.jupiter.api.Test;

/** How many may listen. */
class ListenersTest {
  @Test
  void oneMoreThanTheLimitIsRefused() throws Exception {
    var listeners = new Listeners(new Metrics(), 2);
    listeners.enter();
    listeners.enter();
    assertThatThrownBy(listeners::enter)
        .isInstanceOf(Problem.class)
        .hasMessageContaining("listeners: 2");
    listeners.leave(Listeners.Ending.LEFT);
    listeners.enter();
  }
}
