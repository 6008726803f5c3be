package belfry.journal;

import belfry.event.Entry;
import belfry.event.Event;
import belfry.event.JournalId;
import belfry.event.Position;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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

  /**
   * The entries at these positions, in their order. Those that are gone, erased or unreadable are
   * left out; unreadable ones are reported by the journal's health.
   */
  List<Entry> read(List<Position> positions) throws IOException;

  /**
   * The position of the first entry recorded at or after a time, erased ones included; the end of
   * the partition if there is none yet. A binary search: recorded time never goes back.
   */
  Position find(int partition, Instant recordedTime) throws IOException;

  /**
   * What is known about stretches of a partition that will not grow any more, oldest first, so that
   * a scan may skip them: open the next reader at {@link Segment#end}. What is not covered must be
   * read; a journal may know nothing and return an empty list.
   */
  List<Segment> segments(int partition);

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

  /**
   * A finished stretch of a partition and what is in it.
   *
   * @param first its first offset
   * @param end the offset after its last
   * @param oldest recorded time of its first entry
   * @param newest recorded time of its last entry
   * @param types of its entries, erased ones excluded; empty if there are too many to list
   * @param sources likewise
   * @param projects likewise
   */
  record Segment(
      long first,
      long end,
      Instant oldest,
      Instant newest,
      Optional<Set<String>> types,
      Optional<Set<String>> sources,
      Optional<Set<String>> projects) {
    public Segment {
      types = types.map(Set::copyOf);
      sources = sources.map(Set::copyOf);
      projects = projects.map(Set::copyOf);
    }
  }
}
