package belfry.intake;

import belfry.journal.FileJournal;
import belfry.journal.Journal;
import belfry.journal.PartitionKind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Random;

/** Intake over the journal on disk. */
class FileIntakeTest extends IntakeContract {
  @Override
  Journal openJournal(Path home) throws IOException {
    return FileJournal.open(
        home.resolve("journal"),
        PartitionKind.EVENT,
        FileJournal.Settings.DEFAULT,
        InstantSource.system(),
        new Random(1));
  }
}
