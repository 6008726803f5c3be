package belfry.intake;

import belfry.journal.Journal;
import belfry.testing.MemoryJournal;
import java.nio.file.Path;
import java.time.InstantSource;

/** Intake over three partitions with holes. */
class MemoryIntakeTest extends IntakeContract {
  @Override
  Journal openJournal(Path home) {
    return new MemoryJournal(InstantSource.system());
  }
}
