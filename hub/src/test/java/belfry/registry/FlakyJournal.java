package belfry.registry;

import belfry.event.Entry;
import belfry.event.Event;
import belfry.event.JournalId;
import belfry.event.Position;
import belfry.journal.Busy;
import belfry.journal.Expired;
import belfry.journal.Journal;
import belfry.journal.Reader;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/** A journal that, when told, appends and then says that it failed. */
final class FlakyJournal implements Journal {
  private final Journal journal;
  private volatile boolean failAfter;

  FlakyJournal(Journal journal) {
    this.journal = journal;
  }

  void failAfter(boolean value) {
    failAfter = value;
  }

  @Override
  public List<Position> append(List<Event> events) throws IOException, Busy {
    List<Position> positions = journal.append(events);
    if (failAfter) {
      throw new IOException("told to fail");
    }
    return positions;
  }

  @Override
  public Reader open(Position from) throws IOException, Expired {
    return journal.open(from);
  }

  @Override
  public List<Entry> read(List<Position> positions) throws IOException {
    return journal.read(positions);
  }

  @Override
  public Position find(int partition, Instant recordedTime) throws IOException {
    return journal.find(partition, recordedTime);
  }

  @Override
  public List<Segment> segments(int partition) {
    return journal.segments(partition);
  }

  @Override
  public List<Partition> partitions() {
    return journal.partitions();
  }

  @Override
  public JournalId id() {
    return journal.id();
  }

  @Override
  public void close() throws IOException {
    journal.close();
  }
}
