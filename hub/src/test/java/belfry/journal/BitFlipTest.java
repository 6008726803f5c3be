package belfry.journal;

import static org.assertj.core.api.Assertions.assertThat;

import belfry.event.Entry;
import belfry.event.Event;
import belfry.event.Payload;
import belfry.testing.Samples;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** One wrong bit, at every byte of a segment: found, located, and nothing else is lost. */
class BitFlipTest {
  private static final Path OPEN = Journals.HOME.resolve("0000-0000000000000000.open");
  private static final Path SEALED = Journals.HOME.resolve("0000-0000000000000000.sealed");

  @Test
  void isFoundInAnOpenSegment() throws Exception {
    var disk = new FaultyDisk();
    List<Entry> written = write(disk, Samples.events(0, 8), false);
    flipEverywhere(disk, OPEN, written, usedBytes(disk.bytes(OPEN)));
  }

  @Test
  void isFoundInASealedSegment() throws Exception {
    var disk = new FaultyDisk();
    List<Entry> written = write(disk, blockFillers(), true);
    flipEverywhere(disk, SEALED, written, disk.bytes(SEALED).length);
  }

  /** Where the zeros begin, and some of them. */
  private static int usedBytes(byte[] bytes) {
    int end = bytes.length;
    while (bytes[end - 1] == 0) {
      end--;
    }
    return Math.min(bytes.length, end + 16);
  }

  /** Two fill a block, and compressed they are small, so that few bytes make many blocks. */
  private static List<Event> blockFillers() {
    Payload large = Payload.of("{\"a\":\"" + "a".repeat(30_000) + "\"}");
    return Samples.events(0, 8).stream().map(e -> e.toBuilder().data(large).build()).toList();
  }

  private static List<Entry> write(FaultyDisk disk, List<Event> events, boolean seal)
      throws Exception {
    var settings = seal ? Journals.SMALL.withSegmentBytes(1 << 20) : Journals.SMALL;
    try (FileJournal journal = Journals.open(disk, 1, settings)) {
      for (int i = 0; i < events.size(); i += 2) {
        journal.append(events.subList(i, i + 2));
      }
      if (seal) {
        journal.roll();
        org.awaitility.Awaitility.await()
            .until(
                () -> {
                  journal.awaitMaintenance();
                  return journal.health().unsealed() == 1 && journal.health().segments() == 2;
                });
      }
      return Journals.readAll(journal).entries();
    }
  }

  private static void flipEverywhere(FaultyDisk whole, Path file, List<Entry> written, int size)
      throws Exception {
    var lostAtWorst = new HashSet<Long>();
    int silent = 0;
    var unnoticed = new ArrayList<Integer>();
    for (int at = 0; at < size; at++) {
      FaultyDisk disk = whole.copy();
      disk.flipBit(file, at, at % 8);
      try (FileJournal journal = Journals.open(disk, 2)) {
        Journals.Content content = Journals.readAll(journal);
        Health health = journal.health();
        String as = "byte " + at;
        List<Entry> expected = new ArrayList<>(written);
        Set<Long> lost = new HashSet<>();
        for (Health.Damage damage : health.damaged()) {
          assertThat(damage.file()).as(as).isEqualTo(file.getFileName().toString());
          for (long offset = damage.first(); offset < damage.end(); offset++) {
            lost.add(offset);
          }
          if (damage.bytes() > 0) {
            assertThat((long) at)
                .as(as + " is within " + damage)
                .isBetween(damage.position(), damage.position() + damage.bytes() - 1);
          }
        }
        expected.removeIf(entry -> lost.contains(entry.position().offset()));
        assertThat(content.entries()).as(as).containsExactlyElementsOf(expected);
        assertThat(content.damage()).as(as).hasSize(lost.isEmpty() ? 0 : 1);
        if (health.damaged().isEmpty() && health.tornBytes() == 0) {
          unnoticed.add(at);
        }
        lostAtWorst.addAll(lost);
        silent += lost.isEmpty() ? 1 : 0;
      }
    }
    assertThat(unnoticed).as("bytes whose flip nobody noticed").isEmpty();
    assertThat(lostAtWorst).as("offsets that some flip cost").hasSize(written.size());
    assertThat(silent).as("flips that cost no entry: headers, footers, markers").isPositive();
  }
}
