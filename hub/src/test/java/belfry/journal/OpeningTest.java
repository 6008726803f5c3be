package belfry.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belfry.event.Cursor;
import belfry.event.InvalidCursor;
import belfry.event.JournalId;
import belfry.event.Position;
import belfry.testing.Samples;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpeningTest {
  @TempDir Path home;

  private FileJournal open(PartitionKind kind) throws IOException {
    return FileJournal.open(home, kind, Journals.SMALL, Journals.CLOCK, new Random(1));
  }

  @Test
  void aSecondProcessIsKeptOutAndToldWhoHoldsIt() throws Exception {
    try (FileJournal journal = open(PartitionKind.EVENT)) {
      assertThat(journal.id().incarnation()).isEqualTo(1);
      assertThatThrownBy(() -> open(PartitionKind.EVENT))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("held by process " + ProcessHandle.current().pid());
    }
    open(PartitionKind.EVENT).close();
  }

  @Test
  void anotherKindIsRefused() throws Exception {
    open(PartitionKind.CONTROL).close();
    assertThatThrownBy(() -> open(PartitionKind.EVENT))
        .hasMessageContaining("kind control (expected: event)");
  }

  @Test
  void aNewerDirectoryIsRefused() throws Exception {
    open(PartitionKind.EVENT).close();
    Path file = home.resolve(Identity.FILE);
    String text = Files.readString(file).replace("belfry-journal 1", "belfry-journal 2");
    String body = text.substring(0, text.indexOf("crc32c"));
    var crc = new java.util.zip.CRC32C();
    crc.update(body.getBytes());
    Files.writeString(file, body + "crc32c %08x\n".formatted(crc.getValue()));
    assertThatThrownBy(() -> open(PartitionKind.EVENT))
        .hasMessageContaining("format version 2 (expected: at most 1");
  }

  @Test
  void aNewerSegmentIsRefused() throws Exception {
    try (FileJournal journal = open(PartitionKind.EVENT)) {
      journal.append(Samples.events(0, 1));
    }
    Path file = home.resolve("0000-0000000000000000.open");
    byte[] bytes = Files.readAllBytes(file);
    ByteBuffer buffer = ByteBuffer.wrap(bytes).putShort(8, (short) 2);
    buffer.putInt(124, BlockHeader.crc(buffer, 0, 124));
    Files.write(file, bytes);
    assertThatThrownBy(() -> open(PartitionKind.EVENT))
        .hasMessageContaining("format version 2 (expected: at most 1");
  }

  @Test
  void unknownLinesOfTheIdentityAreKept() throws Exception {
    var identity =
        new Identity(
            PartitionKind.EVENT,
            new JournalId(new java.util.UUID(1, 2), 3),
            List.of("checkpoint abc def"));
    identity.write(new RealDisk(), home);
    assertThat(Identity.read(new RealDisk(), home)).contains(identity);
    FileJournal.renew(home);
    assertThat(Identity.read(new RealDisk(), home)).contains(identity.nextIncarnation());
  }

  @Test
  void aRestoredJournalRefusesOldCursorsAndGoesOnBehindWhatItHas() throws Exception {
    Cursor before;
    try (FileJournal journal = open(PartitionKind.EVENT)) {
      journal.append(Samples.events(0, 3));
      before = Cursor.at(journal.id(), new Position(0, 2));
    }
    FileJournal.renew(home);
    try (FileJournal journal = open(PartitionKind.EVENT)) {
      assertThat(journal.id().incarnation()).isEqualTo(2);
      assertThatThrownBy(() -> Cursor.decode(before.encoded(), journal.id()))
          .isInstanceOf(InvalidCursor.class);
      assertThat(journal.append(Samples.events(3, 1))).containsExactly(new Position(0, 3));
      assertThat(Journals.readAll(journal).offsets()).containsExactly(0L, 1L, 2L, 3L);
    }
    try (FileJournal journal = open(PartitionKind.EVENT)) {
      assertThat(Journals.readAll(journal).offsets()).containsExactly(0L, 1L, 2L, 3L);
      assertThat(journal.health().damaged()).isEmpty();
    }
  }

  @Test
  void aMissingSegmentIsReported() throws Exception {
    try (FileJournal journal = open(PartitionKind.EVENT)) {
      for (int i = 0; i < 200; i++) {
        journal.append(Samples.events(i, 1));
      }
      journal.awaitMaintenance();
    }
    List<Path> files;
    try (var list = Files.list(home)) {
      files = list.filter(f -> f.toString().contains("0000-")).sorted().toList();
    }
    Files.delete(files.get(1));
    try (FileJournal journal = open(PartitionKind.EVENT)) {
      assertThat(journal.health().damaged())
          .anySatisfy(d -> assertThat(d.reason()).isEqualTo("segment missing"));
      Journals.Content content = Journals.readAll(journal);
      assertThat(content.damage()).hasSize(1);
      assertThat(content.offsets()).startsWith(0L).endsWith(199L);
    }
  }

  /** A directory that version 1 wrote, with sealed segments, tombstones and an open tail. */
  @Test
  void openADirectoryWrittenByVersion1() throws Exception {
    Path stored = Path.of("src/test/resources/journal/v1");
    try (var list = Files.list(stored)) {
      for (Path file : list.toList()) {
        Files.copy(file, home.resolve(file.getFileName()));
      }
    }
    try (FileJournal journal = open(PartitionKind.EVENT)) {
      Journals.Content content = Journals.readAll(journal);
      assertThat(content.damage()).isEmpty();
      assertThat(journal.health().tornBytes()).isZero();
      assertThat(journal.health().segments()).isEqualTo(2);
      assertThat(content.entries())
          .extracting(entry -> entry.event())
          .containsExactlyElementsOf(
              Samples.events(0, 60).stream().filter(e -> !e.id().equals("id-7")).toList());
    }
  }
}
