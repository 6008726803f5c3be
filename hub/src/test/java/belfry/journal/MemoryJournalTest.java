package belfry.journal;

import belfry.event.Position;
import belfry.testing.JournalContract;
import belfry.testing.MemoryJournal;
import java.time.InstantSource;

class MemoryJournalTest extends JournalContract {
  @Override
  protected Journal open(InstantSource clock) {
    return new MemoryJournal(clock);
  }

  @Override
  protected void expire(Journal journal, Position before) {
    ((MemoryJournal) journal).expire(before);
  }
}
