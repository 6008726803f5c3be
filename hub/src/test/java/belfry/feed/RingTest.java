package belfry.feed;

import static org.assertj.core.api.Assertions.assertThat;

import belfry.event.Entry;
import belfry.event.Payload;
import belfry.event.Position;
import belfry.testing.PlainDialect;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RingTest {
  private static Reading reading(Ring ring, long offset) {
    var entry =
        new Entry(
            new Position(0, offset),
            Instant.EPOCH,
            Payload.EMPTY,
            PlainDialect.event("/s", "e" + offset));
    return new Reading(entry, PlainDialect.DIALECTS, ring.weight());
  }

  private static void append(Ring ring, long... offsets) {
    var readings = new ArrayList<Reading>();
    for (long offset : offsets) {
      readings.add(reading(ring, offset));
    }
    ring.append(readings, offsets[offsets.length - 1] + 1);
  }

  private static List<Long> offsets(List<Reading> readings) {
    return readings.stream().map(Reading::offset).toList();
  }

  @Test
  void joinsByOffsetAlthoughOffsetsSkip() {
    var ring = new Ring(10, 8, Long.MAX_VALUE);
    append(ring, 12, 15, 16);

    assertThat(ring.join(10)).isZero();
    assertThat(ring.join(13)).isEqualTo(1);
    assertThat(ring.join(16)).isEqualTo(2);
    assertThat(ring.join(17)).isEqualTo(3);
    assertThat(ring.join(100)).isEqualTo(3);
    assertThat(ring.join(9)).isEqualTo(-1);
  }

  @Test
  void aReaderFallsOffWhenItsNextReadingHasLeft() {
    var ring = new Ring(0, 4, Long.MAX_VALUE);
    append(ring, 0, 1, 2, 3, 4);

    assertThat(ring.read(0, 10)).isNull();
    assertThat(offsets(ring.read(1, 10))).containsExactly(1L, 2L, 3L, 4L);
    assertThat(offsets(ring.read(1, 2))).containsExactly(1L, 2L);
    assertThat(ring.read(5, 10)).isEmpty();
    assertThat(ring.floor()).isOne();
    assertThat(ring.join(0)).isEqualTo(-1);
    assertThat(ring.join(1)).isOne();
  }

  @Test
  void isBoundedByBytesAndKeepsTheNewestWhateverItsSize() {
    long one = Ring.bytes(reading(new Ring(0, 2, 0), 0).entry());
    var ring = new Ring(0, 64, 3 * one);
    append(ring, 0, 1, 2, 3, 4);
    assertThat(ring.size()).isEqualTo(3);
    assertThat(ring.bytes()).isEqualTo(3 * one);

    var tiny = new Ring(0, 64, 1);
    append(tiny, 0, 1);
    assertThat(offsets(tiny.read(1, 9))).containsExactly(1L);
  }

  @Test
  void encodedDialectsAndContentAreChargedUntilTheReadingLeaves() {
    var ring = new Ring(0, 2, Long.MAX_VALUE);
    Reading early = reading(ring, 0);
    early.content();
    assertThat(ring.bytes()).isZero();
    ring.append(List.of(early), 1);
    long before = ring.bytes();
    Reading second = reading(ring, 1);
    ring.append(List.of(second), 2);
    second.content();
    assertThat(ring.bytes()).isEqualTo(2 * before + second.entry().event().data().size());

    append(ring, 2, 3);
    assertThat(ring.bytes()).isEqualTo(2 * before);
    second.audit();
    assertThat(ring.bytes()).isEqualTo(2 * before);
  }

  @Test
  void skippingForgetsEverythingBefore() {
    var ring = new Ring(0, 4, Long.MAX_VALUE);
    append(ring, 0, 1);
    ring.skipTo(50);

    assertThat(ring.join(2)).isEqualTo(-1);
    assertThat(ring.join(50)).isEqualTo(3);
    assertThat(ring.read(2, 10)).isNull();
    assertThat(ring.bytes()).isZero();
  }

  /** The sequence lock: what a reader is given is always whole and in order. */
  @Test
  void readersSeeOnlyRunsInOrderWhileTheWriterOverwrites() throws Exception {
    var ring = new Ring(0, 16, Long.MAX_VALUE);
    int last = 200_000;
    var writer =
        Thread.ofPlatform()
            .start(
                () -> {
                  for (long offset = 0; offset < last; offset += 5) {
                    append(ring, offset, offset + 1, offset + 2, offset + 3, offset + 4);
                  }
                });
    long fallen = 0;
    long seen = 0;
    long next = 0;
    while (next < last) {
      long at = ring.join(next);
      List<Reading> readings = at < 0 ? null : ring.read(at, 7);
      if (readings == null) {
        fallen++;
        next = ring.floor();
        continue;
      }
      for (Reading reading : readings) {
        assertThat(reading.offset()).isEqualTo(next++);
        seen++;
      }
    }
    writer.join();
    assertThat(seen).isPositive();
    assertThat(seen + fallen).isPositive();
  }
}
