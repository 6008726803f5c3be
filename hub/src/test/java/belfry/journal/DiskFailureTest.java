package belfry.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belfry.event.Position;
import belfry.testing.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskFailureTest {
  private static final int TRIES = 10_000;

  @Test
  void aFailedForceEndsWritingForGoodAndReadingGoesOn() throws Exception {
    var disk = new FaultyDisk();
    long end;
    try (FileJournal journal = Journals.open(disk, 1)) {
      List<Position> safe = journal.append(Samples.events(0, 5));
      disk.failForceAfter(0);
      assertThatThrownBy(() -> journal.append(Samples.events(5, 1)))
          .isInstanceOf(ReadOnly.class)
          .hasMessageContaining("Input/output error")
          .hasMessageContaining("restart");
      disk.failForceAfter(Integer.MAX_VALUE);
      assertThatThrownBy(() -> journal.append(Samples.events(6, 1))).isInstanceOf(ReadOnly.class);
      assertThat(journal.health().readOnly().orElseThrow()).contains("Input/output error");
      assertThat(journal.read(safe)).hasSize(5);
      end = journal.partitions().getFirst().end();
      assertThat(Journals.readAll(journal).entries()).hasSize((int) end);
    }
    try (FileJournal journal = Journals.open(disk, 2)) {
      assertThat(journal.health().readOnly()).isEmpty();
      assertThat(journal.partitions().getFirst().end()).isGreaterThanOrEqualTo(end);
      journal.append(Samples.events(7, 1));
    }
  }

  @Test
  void aFullDiskRefusesAndWritingGoesOnWhenThereIsRoom() throws Exception {
    var disk = new FaultyDisk();
    try (FileJournal journal = Journals.open(disk, 1)) {
      disk.space(20_000);
      int taken = appendUntilFull(journal);
      assertThat(taken).isPositive();
      assertThat(journal.health().readOnly()).isEmpty();
      assertThatThrownBy(() -> journal.append(Samples.events(taken, 1)))
          .isInstanceOf(DiskFull.class);
      disk.space(1_000_000);
      Position next = journal.append(Samples.events(taken, 1)).getFirst();
      assertThat(next.offset()).as("nothing refused took an offset").isEqualTo(taken);
      assertThat(Journals.readAll(journal).entries())
          .extracting(entry -> entry.event().id())
          .containsExactlyElementsOf(
              Samples.events(0, taken + 1).stream().map(e -> e.id()).toList());
    }
  }

  /** A real full disk: a small file system in memory, which only root may mount. */
  @Test
  void aFullFileSystemRefusesAndWritingGoesOnWhenThereIsRoom(@TempDir Path mount) throws Exception {
    run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", mount.toString());
    try {
      Path ballast = mount.resolve("ballast");
      Files.write(ballast, new byte[600_000]);
      var settings = new FileJournal.Settings(128 << 10, 16 << 10, 1 << 20, Duration.ofDays(1), 3);
      try (FileJournal journal =
          FileJournal.open(
              mount.resolve("event"),
              PartitionKind.EVENT,
              settings,
              Journals.CLOCK,
              new Random(1))) {
        int taken = appendUntilFull(journal);
        assertThat(taken).isGreaterThan(100);
        Files.delete(ballast);
        journal.append(Samples.events(taken, 1));
        assertThat(Journals.readAll(journal).entries()).hasSize(taken + 1);
      }
    } finally {
      run("umount", mount.toString());
    }
  }

  private static int appendUntilFull(FileJournal journal) throws IOException, Busy {
    for (int i = 0; i < TRIES; i++) {
      try {
        journal.append(Samples.events(i, 1));
      } catch (DiskFull e) {
        assertThat(e).hasMessageContaining("no room");
        return i;
      }
    }
    throw new AssertionError("never full");
  }

  private static void run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue())
        .as("needs root: sudo %s: %s", String.join(" ", command), output)
        .isZero();
  }
}
