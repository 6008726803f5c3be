package belfry.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belfry.event.Event;
import belfry.event.Payload;
import belfry.event.Position;
import belfry.testing.Samples;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class JournalLimitsTest {
  @Test
  void whoeverComesWhenTooMuchWaitsIsToldToComeLater() throws Exception {
    var disk = new FaultyDisk();
    var settings = new FileJournal.Settings(1 << 20, 1 << 16, 100_000, Duration.ofDays(1), 1);
    try (FileJournal journal = Journals.open(disk, 1, settings);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<List<Position>>> waiting = new ArrayList<>();
      try (Closeable slow = disk.holdForces()) {
        assertThat(slow).isNotNull();
        for (int i = 0; i < 4; i++) {
          int number = i;
          waiting.add(threads.submit(() -> journal.append(List.of(large(number, 24_000)))));
        }
        Awaitility.await()
            .untilAsserted(
                () ->
                    assertThatThrownBy(() -> journal.append(List.of(large(9, 24_000))))
                        .isInstanceOf(Busy.class)
                        .hasMessageContaining("expected: at most 100000")
                        .extracting(e -> ((Busy) e).after())
                        .isEqualTo(Duration.ofSeconds(1)));
      }
      for (Future<List<Position>> one : waiting) {
        assertThat(one.get()).hasSize(1);
      }
      journal.append(List.of(large(10, 24_000)));
    }
  }

  @Test
  void anAppendLargerThanASegmentGetsALargerSegment() throws Exception {
    var disk = new FaultyDisk();
    try (FileJournal journal = Journals.open(disk, 1)) {
      journal.append(Samples.events(0, 3));
      journal.append(Samples.events(3, 500));
      journal.append(Samples.events(503, 3));
      assertThat(Journals.readAll(journal).offsets()).hasSize(506);
    }
    try (FileJournal journal = Journals.open(disk, 2)) {
      assertThat(Journals.readAll(journal).offsets()).hasSize(506);
    }
  }

  @Test
  void aSegmentHasABoundedSize() {
    var least = Journals.SMALL.withSegmentBytes(FileJournal.Settings.SEGMENT_BYTES_MIN);
    assertThat(least.segmentBytes()).isEqualTo(4096);
    assertThatThrownBy(() -> Journals.SMALL.withSegmentBytes(4095))
        .hasMessageContaining("segmentBytes: 4095 (expected: 4096 to 1073741824)");
    assertThatThrownBy(() -> Journals.SMALL.withSegmentBytes((1 << 30) + 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aPollEndsWhenItHasEnoughData() throws Exception {
    var settings = new FileJournal.Settings(32 << 20, 4 << 20, 32 << 20, Duration.ofDays(1), 1);
    int size = 1 << 20;
    int fits = (int) (FileReader.POLL_BYTES_MAX / size);
    try (FileJournal journal = Journals.open(new FaultyDisk(), 1, settings)) {
      for (int i = 0; i < fits + 2; i++) {
        journal.append(List.of(large(i, size)));
      }
      try (Reader reader = journal.open(new Position(0, 0))) {
        assertThat(reader.poll(100, Duration.ZERO)).hasSize(fits);
        assertThat(reader.poll(100, Duration.ZERO)).hasSize(2);
      }
    }
  }

  @Test
  void aReaderMayStartWhereNothingIsYet() throws Exception {
    try (FileJournal journal = Journals.open(new FaultyDisk(), 1)) {
      try (Reader reader = journal.open(new Position(0, 2))) {
        assertThat(reader.poll(10, Duration.ZERO)).isEmpty();
        journal.append(Samples.events(0, 5));
        assertThat(reader.poll(10, Duration.ZERO))
            .extracting(entry -> entry.position().offset())
            .containsExactly(2L, 3L, 4L);
      }
    }
  }

  @Test
  void aFileThatIsNotOursIsLeftAlone() throws IOException {
    var disk = new FaultyDisk();
    Path note = Journals.HOME.resolve("note.txt");
    disk.create(note).close();
    Journals.open(disk, 1).close();
    assertThat(disk.list(Journals.HOME)).contains("note.txt");
  }

  private static Event large(int number, int bytes) {
    return Samples.event(number).toBuilder().data(Payload.owning(new byte[bytes])).build();
  }
}
