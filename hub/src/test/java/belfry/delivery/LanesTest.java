package belfry.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

class LanesTest {
  private static final Step REST = new Step.Rest(Instant.MAX);

  private final ReentrantLock lock = new ReentrantLock();
  private final Lanes lanes = new Lanes(lock, "a", 2, () -> {});

  @Test
  void aLaneThatLooksBesideTheOneThatRestsDoesNotUseUpItsWakeUp() throws Exception {
    assertThat(lanes.next(() -> REST)).isEqualTo(REST);
    var awake = new CountDownLatch(1);
    Thread resting =
        Thread.ofVirtual()
            .start(
                () -> {
                  lanes.rest(Duration.ofMinutes(1));
                  awake.countDown();
                });
    await().until(() -> resting.getState() == Thread.State.TIMED_WAITING);
    lock.lock();
    try {
      assertThat(lanes.wake()).isTrue();
      assertThat(lanes.next(() -> REST)).isEqualTo(new Step.Stop());
    } finally {
      lock.unlock();
    }
    await().untilAsserted(() -> assertThat(awake.getCount()).isZero());
    assertThat(lanes.next(() -> REST)).isEqualTo(REST);
  }

  @Test
  void aWakeUpBeforeTheRestIsKept() {
    assertThat(lanes.next(() -> REST)).isEqualTo(REST);
    lanes.wake();
    lanes.rest(Duration.ofMinutes(1));
    assertThat(lanes.next(() -> REST)).isEqualTo(REST);
  }

  @Test
  void nobodyGoesIntoASinkAfterTheStop() {
    assertThat(lanes.enterSink()).isTrue();
    lanes.stop();
    lanes.leaveSink();
    assertThat(lanes.enterSink()).isFalse();
    assertThat(lanes.next(() -> REST)).isEqualTo(new Step.Stop());
  }
}
