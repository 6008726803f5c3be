package belfry.delivery;

import belfry.journal.FileJournal;
import belfry.journal.Journal;
import belfry.journal.PartitionKind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** The engine with a delivery journal in files, of small segments. */
abstract class FileFixture extends DispatchFixture {
  static final FileJournal.Settings SMALL =
      new FileJournal.Settings(4096, 4096, 1 << 20, Duration.ofHours(1), 1);

  @TempDir Path home;
  private Optional<FileJournal> files = Optional.empty();

  @Override
  Journal deliveries() throws IOException {
    FileJournal journal = openIn(home.resolve("deliveries"));
    files = Optional.of(journal);
    return journal;
  }

  FileJournal openIn(Path directory) throws IOException {
    return FileJournal.open(directory, PartitionKind.DELIVERY, SMALL, time, new Random(3));
  }

  FileJournal journal() {
    return files.orElseThrow();
  }

  @Override
  @AfterEach
  void close() throws Exception {
    super.close();
    journal().close();
  }

  void restart() throws Exception {
    dispatch.close();
    journal().close();
    open();
  }

  long oldest() {
    return journal().partitions().getFirst().oldest();
  }
}
