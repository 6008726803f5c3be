package belfry.journal;

import belfry.event.Entry;
import belfry.event.Position;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Reads single entries, in the order of the file so that a block is decompressed once. */
final class PointReads {
  private static final int ATTEMPTS_MAX = 100;

  private final Disk disk;
  private final Segments segments;
  private final EventDecoder decoder = new EventDecoder();

  PointReads(Disk disk, Segments segments) {
    this.disk = disk;
    this.segments = segments;
  }

  List<Entry> read(List<Position> positions) throws IOException {
    int[] order =
        IntStream.range(0, positions.size())
            .boxed()
            .sorted(Comparator.comparing(positions::get))
            .mapToInt(Integer::intValue)
            .toArray();
    @Nullable Entry[] found = new Entry[positions.size()];
    int done = 0;
    while (done < order.length) {
      Position position = positions.get(order[done]);
      Optional<Segment> segment =
          position.partition() == 0 && position.offset() < segments.end()
              ? segments.at(position.offset())
              : Optional.empty();
      if (segment.isEmpty() || !segment.get().holds(position.offset())) {
        done++;
      } else {
        done = readFrom(segment.get(), positions, order, done, found);
      }
    }
    var entries = new ArrayList<Entry>(found.length);
    Arrays.stream(found).filter(entry -> entry != null).forEach(entries::add);
    return entries;
  }

  /** Reads what this segment holds of the positions; starts over if it was replaced meanwhile. */
  private int readFrom(
      Segment segment, List<Position> positions, int[] order, int from, @Nullable Entry[] found)
      throws IOException {
    int at = from;
    try (var scan = new SegmentScan(disk, segment, SegmentScan.READ_ONE)) {
      Optional<Block> block = Optional.empty();
      while (at < order.length && segment.holds(positions.get(order[at]).offset())) {
        long offset = positions.get(order[at]).offset();
        if (block.isEmpty() || offset >= block.get().header().end()) {
          scan.seek(offset);
          block = blockWith(scan, offset);
        }
        found[order[at]] = block.isPresent() ? entry(block.get(), offset) : null;
        at++;
      }
    } catch (NoSuchFileException e) {
      return ended(segment, from, e);
    }
    return segment.isRetired() ? from : at;
  }

  private static int ended(Segment segment, int from, NoSuchFileException e)
      throws NoSuchFileException {
    if (!segment.isRetired()) {
      throw e;
    }
    return from;
  }

  private static Optional<Block> blockWith(SegmentScan scan, long offset) throws IOException {
    Optional<Block> block = scan.next();
    while (block.isPresent() && block.get().header().end() <= offset) {
      block = scan.next();
    }
    return block;
  }

  private @Nullable Entry entry(Block block, long offset) throws IOException {
    var records = new RecordCursor(block);
    while (records.next()) {
      if (records.offset() >= offset) {
        return records.offset() == offset && !records.isTombstone() && !segments.isHidden(offset)
            ? records.entry(decoder)
            : null;
      }
    }
    return null;
  }

  /** The first offset recorded at or after a time. */
  long find(Instant time) throws IOException {
    for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
      Optional<Segment> segment = segments.at(time);
      if (segment.isEmpty()) {
        return segments.end();
      }
      try {
        return find(segment.get(), micros(time));
      } catch (NoSuchFileException e) {
        ended(segment.get(), 0, e);
      }
    }
    throw new IOException("journal: segments replaced " + ATTEMPTS_MAX + " times while reading");
  }

  private long find(Segment segment, long micros) throws IOException {
    try (var scan = new SegmentScan(disk, segment, SegmentScan.READ_ONE)) {
      scan.seekTime(micros);
      Optional<Block> block = scan.next();
      while (block.isPresent()) {
        var records = new RecordCursor(block.get());
        while (records.next()) {
          if (records.micros() >= micros) {
            return records.offset();
          }
        }
        block = scan.next();
      }
      return segment.end().offset();
    }
  }

  /** Rounded up: an entry recorded within the same microsecond but before the time is not it. */
  private static long micros(Instant time) {
    try {
      long floor = RecordCursor.micros(time);
      return RecordCursor.instant(floor).isBefore(time) ? floor + 1 : floor;
    } catch (ArithmeticException e) {
      return time.getEpochSecond() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
  }
}
