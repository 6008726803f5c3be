package belfry.journal;

import belfry.event.Entry;
import belfry.event.Event;
import belfry.event.JournalId;
import belfry.event.Position;
import java.io.IOException;
import java.util.List;

/**
 * An append-only log of events in one or more partitions. Offsets rise strictly within a partition
 * and may skip. Thread-safe.
 */
public interface Journal extends AutoCloseable {
  /**
   * Appends all events or none, to one partition, in order. On return they are on disk.
   *
   * @return their positions, in the order of {@code events}
   * @throws DiskFull if there is no room; nothing was written and the journal goes on
   * @throws ReadOnly if an earlier write could not be made durable; only a restart helps
   * @throws Busy if too much waits to be written; nothing was written, try again later
   */
  List<Position> append(List<Event> events) throws IOException, Busy;

  /**
   * A reader whose first entry is the one at {@code from} or the next after it.
   *
   * @throws Expired if entries at or after {@code from} are gone by retention
   */
  Reader open(Position from) throws IOException, Expired;

  /** The entries at these positions, in their order; those that are gone are left out. */
  List<Entry> read(List<Position> positions) throws IOException;

  /** What there is now; at least one, and no partition ever goes away. */
  List<Partition> partitions();

  JournalId id();

  /** Flushes what waits and lets go of the files. Readers end. */
  @Override
  void close() throws IOException;

  /**
   * One partition.
   *
   * @param number 0 or more
   * @param oldest no entry before this offset is left
   * @param end the offset after the newest durable entry: what a reader from now on starts at
   */
  record Partition(int number, long oldest, long end) {}
}
