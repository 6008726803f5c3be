package belfry.journal;

import belfry.event.Entry;
import belfry.event.Position;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Opening and reading journals in tests. */
final class Journals {
  static final Path HOME = Path.of("/journal/event");
  static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z"));

  /** Segments so small that a test meets several. */
  static final FileJournal.Settings SMALL =
      new FileJournal.Settings(8192, 2048, 1 << 20, Duration.ofDays(1), 3);

  private Journals() {}

  static FileJournal open(Disk disk, long seed) throws IOException {
    return open(disk, seed, SMALL);
  }

  static FileJournal open(Disk disk, long seed, FileJournal.Settings settings) throws IOException {
    return FileJournal.open(disk, HOME, PartitionKind.EVENT, settings, CLOCK, new Random(seed));
  }

  /** All that can be read, and what the reader was told about the rest. */
  record Content(List<Entry> entries, List<String> damage) {
    List<Long> offsets() {
      return entries.stream().map(entry -> entry.position().offset()).toList();
    }
  }

  static Content readAll(FileJournal journal) throws Exception {
    var entries = new ArrayList<Entry>();
    var damage = new ArrayList<String>();
    long oldest = journal.partitions().getFirst().oldest();
    long end = journal.partitions().getFirst().end();
    try (Reader reader = journal.open(new Position(0, oldest))) {
      while (reader.next() < end) {
        try {
          entries.addAll(reader.poll(50, Duration.ZERO));
        } catch (Damaged e) {
          damage.add(e.getMessage());
        }
      }
    }
    return new Content(entries, damage);
  }
}
