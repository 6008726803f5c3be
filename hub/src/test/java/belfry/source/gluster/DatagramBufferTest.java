package belfry.source.gluster;

import static org.assertj.core.api.Assertions.assertThat;

import belfry.event.Payload;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DatagramBufferTest {
  private static final int SIZE = 100 + DatagramBuffer.OVERHEAD_BYTES;

  private static Arrived datagram(int bytes) {
    var from = new InetSocketAddress(Rig.IPV4, 9);
    return new Arrived(Payload.owning(new byte[bytes]), from, Instant.EPOCH);
  }

  @Test
  void takesWhatFitsAndNotOneByteMore() {
    var buffer = new DatagramBuffer(3 * SIZE);
    assertThat(buffer.offer(datagram(100))).isTrue();
    assertThat(buffer.halfFull()).isFalse();
    assertThat(buffer.offer(datagram(100))).isTrue();
    assertThat(buffer.halfFull()).isTrue();
    assertThat(buffer.offer(datagram(101))).isFalse();
    assertThat(buffer.offer(datagram(100))).isTrue();
    assertThat(buffer.offer(datagram(0))).isFalse();
    assertThat(buffer.bytes()).isEqualTo(3 * SIZE);

    assertThat(buffer.take(1, 1)).hasSize(1);
    assertThat(buffer.offer(datagram(100))).isTrue();
    assertThat(buffer.count()).isEqualTo(3);
  }

  @Test
  void aBatchIsBoundedByNumberAndByBytes() {
    var buffer = new DatagramBuffer(1 << 20);
    for (int i = 0; i < 50; i++) {
      buffer.offer(datagram(100));
    }
    assertThat(buffer.take(7, 1 << 20)).hasSize(7);
    assertThat(buffer.take(1_000, 250)).hasSize(3);
    assertThat(buffer.take(1_000, 1 << 20)).hasSize(40);
    assertThat(buffer.take(1_000, 1 << 20)).isEmpty();
    assertThat(buffer.bytes()).isZero();
    assertThat(buffer.oldest()).isEmpty();
  }

  @Test
  void waitingEndsWithTheFirstDatagram() throws Exception {
    var buffer = new DatagramBuffer(1 << 20);
    Thread.startVirtualThread(() -> buffer.offer(datagram(1)));
    buffer.await(Duration.ofMinutes(1));
    assertThat(buffer.count()).isOne();
  }
}
