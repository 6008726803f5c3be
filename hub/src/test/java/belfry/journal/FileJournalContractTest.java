package belfry.journal;

import belfry.event.Position;
import belfry.testing.JournalContract;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.io.TempDir;

class FileJournalContractTest extends JournalContract {
  @TempDir Path home;

  @Override
  protected Journal open(InstantSource clock) throws IOException {
    var settings = FileJournal.Settings.DEFAULT.withSegmentBytes(32 * 1024);
    return FileJournal.open(home, PartitionKind.EVENT, settings, clock, new Random(1));
  }

  /** Everything appended before, by ending the segment and allowing no sealed bytes. */
  @Override
  protected void expire(Journal journal, Position before) throws IOException {
    var files = (FileJournal) journal;
    files.roll();
    Awaitility.await()
        .until(
            () -> {
              files.retain(Retention.FOREVER.withBytes(0));
              return files.partitions().getFirst().oldest() == before.offset();
            });
  }
}
