package belfry.source.lxd;

import static org.assertj.core.api.Assertions.assertThat;

import belfry.event.Payload;
import belfry.source.lxd.EventBuffer.Order;
import belfry.source.lxd.EventBuffer.Ordered;
import belfry.testing.Proves;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventBufferTest {
  private static final Instant START = Instant.parse("2026-11-20T10:00:00Z");
  private static final int MILLI = 1_000_000;

  private final EventBuffer buffer = new EventBuffer(1 << 20, Duration.ofMillis(100));

  private static Frame frame(int second) {
    return new Frame(Payload.of("e" + second), START, START.plusSeconds(second), 0);
  }

  private void offer(int second, int milli) {
    assertThat(buffer.offer(frame(second), (long) milli * MILLI)).isTrue();
  }

  private List<String> takenAt(int milli) {
    return texts(buffer.take(1_000, 1 << 20, (long) milli * MILLI));
  }

  private static List<String> texts(List<Ordered> taken) {
    return taken.stream()
        .map(
            event ->
                event.frame().bytes().text()
                    + (event.order() == Order.ARRIVED ? "" : " " + event.order()))
        .toList();
  }

  @Test
  @Proves("lxd 31")
  void whatComesInDisorderWithinTheWaitGoesInOrderAndIsMarked() {
    offer(1, 0);
    offer(3, 10);
    offer(2, 20);
    offer(4, 51);
    assertThat(takenAt(99)).isEmpty();
    assertThat(takenAt(100)).containsExactly("e1", "e2 RESTORED", "e3");
    assertThat(takenAt(150)).isEmpty();
    assertThat(takenAt(151)).containsExactly("e4");
  }

  @Test
  @Proves("lxd 31")
  void whatComesTooLateGoesAtOnceAndIsMarked() {
    offer(5, 0);
    assertThat(takenAt(100)).containsExactly("e5");
    offer(4, 110);
    assertThat(takenAt(110)).containsExactly("e4 LATE");
  }

  @Test
  void eventsOfTheSameMomentStayAsTheyArrived() {
    for (int i = 0; i < 5; i++) {
      var frame = new Frame(Payload.of("t" + i), START, START, 0);
      assertThat(buffer.offer(frame, 0)).isTrue();
    }
    assertThat(takenAt(100)).containsExactly("t0", "t1", "t2", "t3", "t4");
  }

  @Test
  void takesWhatFitsAndNotOneByteMore() {
    var small = new EventBuffer(2L * (2 + EventBuffer.OVERHEAD_BYTES), Duration.ZERO);
    assertThat(small.offer(frame(1), 0)).isTrue();
    assertThat(small.offer(frame(2), 0)).isTrue();
    assertThat(small.offer(frame(3), 0)).isFalse();
    assertThat(small.bytes()).isEqualTo(2L * (2 + EventBuffer.OVERHEAD_BYTES));
    assertThat(texts(small.take(1, 1_000, 0))).containsExactly("e1");
    assertThat(small.offer(frame(4), 0)).isTrue();
    assertThat(small.count()).isEqualTo(2);
  }

  @Test
  void aBatchIsBoundedByNumberAndByBytes() {
    for (int i = 1; i <= 5; i++) {
      offer(i, 0);
    }
    buffer.release();
    assertThat(texts(buffer.take(2, 1_000, 0))).containsExactly("e1", "e2");
    assertThat(texts(buffer.take(9, 3, 0))).containsExactly("e3", "e4");
    assertThat(takenAt(0)).containsExactly("e5");
  }

  @Test
  void whatIsReleasedNeedNotWait() throws Exception {
    offer(2, 0);
    offer(1, 0);
    buffer.release();
    assertThat(takenAt(0)).containsExactly("e1 RESTORED", "e2");
    offer(3, 1);
    assertThat(takenAt(2)).isEmpty();
  }

  @Test
  void waitsUntilOneMayGo() throws Exception {
    long began = System.nanoTime();
    assertThat(buffer.offer(frame(1), began)).isTrue();
    buffer.await(Duration.ofSeconds(20));
    long waited = System.nanoTime() - began;
    assertThat(waited).isBetween(100L * MILLI, 10_000L * MILLI);
    assertThat(buffer.take(1, 1, System.nanoTime())).hasSize(1);
    buffer.await(Duration.ofMillis(1));
    assertThat(buffer.take(1, 1, System.nanoTime())).isEmpty();
  }
}
