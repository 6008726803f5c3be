package belfry.journal;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * One segment file and what is known about it. Open or sealed makes no difference to readers: both
 * are blocks up to an end. Thread-safe.
 */
final class Segment {
  private final Path path;
  private final SegmentHeader header;
  private final BlockIndex index;
  private final Optional<Footer> footer;
  private final List<Lost> lost = new CopyOnWriteArrayList<>();
  private volatile End end;
  private volatile boolean complete;
  private volatile boolean retired;

  /**
   * How far a segment may be read.
   *
   * @param position file position behind the last durable block
   * @param offset behind the last durable entry
   * @param oldestMicros recorded time of the first entry; of the newest if there is none
   * @param newestMicros recorded time of the last entry
   */
  record End(long position, long offset, long oldestMicros, long newestMicros) {}

  /** An open segment. */
  Segment(Path path, SegmentHeader header, BlockIndex index, End end) {
    this(path, header, index, end, Optional.empty());
  }

  Segment(Path path, SegmentHeader header, BlockIndex index, End end, Optional<Footer> footer) {
    this.path = path;
    this.header = header;
    this.index = index;
    this.end = end;
    this.footer = footer;
  }

  Path path() {
    return path;
  }

  String name() {
    return path.getFileName().toString();
  }

  SegmentHeader header() {
    return header;
  }

  BlockIndex index() {
    return index;
  }

  End end() {
    return end;
  }

  /** The committer made more durable. */
  void advance(End newEnd) {
    end = newEnd;
  }

  /** Nothing will be written to it any more: it may be sealed. */
  void complete() {
    complete = true;
  }

  boolean isComplete() {
    return complete;
  }

  boolean isSealed() {
    return header.sealed();
  }

  Optional<Footer> footer() {
    return footer;
  }

  long first() {
    return header.first();
  }

  boolean holds(long offset) {
    return offset >= first() && offset < end.offset();
  }

  /** Another file took its place, or none: whoever reads it starts over. */
  void retire() {
    retired = true;
  }

  boolean isRetired() {
    return retired;
  }

  List<Lost> lost() {
    return lost;
  }

  /** Notes a range once, however often it is met. */
  void lose(Lost range) {
    synchronized (lost) {
      boolean known =
          lost.stream()
              .anyMatch(
                  l ->
                      l.position() == range.position()
                          && l.first() == range.first()
                          && l.end() == range.end());
      if (!known) {
        lost.add(range);
      }
    }
  }

  /** The lost range that this offset is in. */
  Optional<Lost> lostAt(long offset) {
    for (Lost range : lost) {
      if (offset >= range.first() && offset < range.end()) {
        return Optional.of(range);
      }
    }
    return Optional.empty();
  }

  Journal.Segment summary() {
    End known = end;
    return new Journal.Segment(
        first(),
        known.offset(),
        RecordCursor.instant(known.oldestMicros()),
        RecordCursor.instant(known.newestMicros()),
        footer.flatMap(f -> f.summary().types()),
        footer.flatMap(f -> f.summary().sources()),
        footer.flatMap(f -> f.summary().projects()));
  }

  Instant newest() {
    return RecordCursor.instant(end.newestMicros());
  }

  @Override
  public String toString() {
    return name();
  }
}
