package belfry.journal;

import belfry.event.JournalId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/**
 * Finds out what an open segment holds, after a crash or not; section 4 of the format. It reads the
 * whole file, which is why only the last one or two segments are open.
 */
final class Recovery {
  private static final int INDEX_EVERY_BYTES = 64 * 1024;

  private final Disk disk;
  private final Identity identity;
  private final Quarantine quarantine;
  private final RandomGenerator random;

  /**
   * What was found.
   *
   * @param writePosition where the next block goes
   * @param size of the file, all of it reserved
   * @param cutBytes of a torn tail
   */
  record Recovered(Segment segment, long writePosition, long size, long cutBytes) {}

  Recovery(Disk disk, Path home, Identity identity, RandomGenerator random) {
    this.disk = disk;
    this.identity = identity;
    this.random = random;
    quarantine = new Quarantine(disk, home);
  }

  /**
   * Reads an open segment.
   *
   * @param first its first offset, by its name
   * @param expectedEnd first offset of the segment behind it; empty for the last one, which alone
   *     may have a torn tail
   */
  Recovered recover(Path path, long first, OptionalLong expectedEnd) throws IOException {
    try (Disk.File file = disk.change(path)) {
      return new Walk(path, file, first, expectedEnd).run();
    }
  }

  /** The header of a segment; made up from its name and its blocks if it is damaged. */
  static Optional<SegmentHeader> header(Disk.File file, Path path, JournalId journal)
      throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(SegmentHeader.BYTES);
    file.read(bytes, 0);
    Optional<SegmentHeader> header = SegmentHeader.read(bytes.flip(), path.toString());
    if (header.isPresent() && !header.get().journal().id().equals(journal.id())) {
      throw new Damaged(
          path
              + ": of journal "
              + header.get().journal().id()
              + " (expected: "
              + journal.id()
              + "; it does not belong here)");
    }
    return header;
  }

  /** One pass over one file. */
  private final class Walk {
    private final Path path;
    private final Disk.File file;
    private final BlockWindow window;
    private final OptionalLong expectedEnd;
    private final long size;
    private final SegmentHeader header;
    private final BlockIndex index = new BlockIndex();
    private final Segment segment;

    private long position = SegmentHeader.BYTES;
    private long expected;
    private long appendAt = SegmentHeader.BYTES;
    private long appendOffset;
    private long oldest;
    private long newest;
    private long durableTo = -1;

    Walk(Path path, Disk.File file, long first, OptionalLong expectedEnd) throws IOException {
      this.path = path;
      this.file = file;
      this.expectedEnd = expectedEnd;
      window = new BlockWindow(file, SegmentScan.READ_AHEAD);
      size = file.size();
      Optional<SegmentHeader> found = header(file, path, identity.journal());
      header = found.isPresent() ? found.get() : inferred(first);
      expected = header.first();
      appendOffset = expected;
      oldest = header.madeMicros();
      newest = oldest;
      var end = new Segment.End(position, expected, oldest, newest);
      segment = new Segment(path, header, index, end);
      if (found.isEmpty()) {
        lose(new Lost(first, first, 0, SegmentHeader.BYTES, "segment header wrong"));
      }
    }

    /** What the header said, from the first block that can be found. */
    private SegmentHeader inferred(long first) throws IOException {
      for (long at = SegmentHeader.BYTES; at + BlockHeader.BYTES <= size; at += Long.BYTES) {
        int place = window.at(at, BlockHeader.BYTES, size);
        Optional<BlockHeader> block = BlockHeader.read(window.buffer(), place);
        if (block.isPresent()) {
          return inferred(first, block.get().segmentId(), block.get().incarnation());
        }
      }
      return inferred(first, random.nextLong(), identity.journal().incarnation());
    }

    private SegmentHeader inferred(long first, long id, int incarnation) {
      var journal = new JournalId(identity.journal().id(), incarnation);
      return new SegmentHeader(identity.kind(), false, 0, journal, id, first, 0);
    }

    Recovered run() throws IOException {
      while (true) {
        Optional<BlockHeader> block = block(position);
        if (block.isPresent() && block.get().first() >= expected) {
          take(block.get());
        } else if (position < durableTo()) {
          corrupt();
        } else {
          break;
        }
      }
      long cut = expectedEnd.isPresent() ? endOfMiddle() : cutTornTail();
      // What a killed process wrote may be in the page cache alone, and is about to be read.
      file.force(true);
      segment.advance(new Segment.End(position, expected, oldest, newest));
      return new Recovered(segment, position, size, cut);
    }

    private Optional<BlockHeader> block(long at) throws IOException {
      Optional<BlockHeader> found = window.header(at, size, header);
      return found.isPresent() && window.isWhole(found.get(), at, size) ? found : Optional.empty();
    }

    private void take(BlockHeader block) throws IOException {
      if (block.first() > expected) {
        long found = block.first();
        lose(new Lost(expected, found, position, 0, "offsets missing"));
      }
      if (!block.isMarker()) {
        int last = index.size() - 1;
        if (last < 0 || position - index.position(last) >= INDEX_EVERY_BYTES) {
          index.add(position, block.first(), block.baseMicros());
        }
        oldest = expected == header.first() ? block.baseMicros() : oldest;
        newest = Math.max(newest, block.baseMicros());
      }
      position += block.blockBytes();
      expected = block.end();
      if (block.isLast()) {
        appendAt = position;
        appendOffset = expected;
      }
    }

    /** Up to where everything had been forced: what later blocks prove. Read when first needed. */
    private long durableTo() throws IOException {
      if (expectedEnd.isPresent()) {
        return lastByte() + 1;
      }
      if (durableTo < 0) {
        durableTo = 0;
        long at = window.nextHeader(position, size, header);
        while (at < size) {
          Optional<BlockHeader> block = window.header(at, size, header);
          durableTo = Math.max(durableTo, block.map(BlockHeader::durableTo).orElse(0L));
          at = window.nextHeader(at + 1, size, header);
        }
      }
      return durableTo;
    }

    /** Notes a range that had been durable, keeps its bytes, and goes on behind it. */
    private void corrupt() throws IOException {
      long next = nextWhole();
      long until = next < size ? next : Math.max(position, lastByte() + 1);
      long offset =
          next < size
              ? window.header(next, size, header).map(BlockHeader::first).orElse(expected)
              : expectedEnd.orElse(expected);
      quarantine.keep(segment.name(), file, position, until - position);
      lose(new Lost(expected, offset, position, until - position, "block wrong"));
      expected = offset;
      position = until;
      appendAt = position;
      appendOffset = expected;
    }

    private long nextWhole() throws IOException {
      long at = window.nextHeader(position + 1, size, header);
      while (at < size && block(at).isEmpty()) {
        at = window.nextHeader(at + 1, size, header);
      }
      return at;
    }

    /** A segment that has one behind it was durable to its last entry. */
    private long endOfMiddle() {
      long end = expectedEnd.orElse(expected);
      if (expected < end) {
        lose(new Lost(expected, end, position, 0, "end of segment missing"));
        expected = end;
      }
      return 0;
    }

    /** Overwrites what was never acknowledged, so that it is not mistaken for a block later. */
    private long cutTornTail() throws IOException {
      position = appendAt;
      expected = appendOffset;
      index.cut(position);
      long bytes = lastByte() + 1 - position;
      if (bytes <= 0) {
        return 0;
      }
      quarantine.keep(segment.name(), file, position, bytes);
      ByteBuffer zeros = ByteBuffer.allocate(1 << 20);
      for (long done = 0; done < bytes; done += zeros.capacity()) {
        zeros.clear().limit((int) Math.min(zeros.capacity(), bytes - done));
        file.write(zeros, position + done);
      }
      file.force(true);
      return bytes;
    }

    /** The position of the last byte that is not zero; before the blocks if there is none. */
    private long lastByte() throws IOException {
      ByteBuffer part = ByteBuffer.allocate(1 << 16);
      byte[] zeros = new byte[part.capacity()];
      for (long end = size; end > SegmentHeader.BYTES; end -= part.capacity()) {
        long from = Math.max(SegmentHeader.BYTES, end - part.capacity());
        part.clear().limit((int) (end - from));
        file.read(part, from);
        int count = (int) (end - from);
        if (!java.util.Arrays.equals(part.array(), 0, count, zeros, 0, count)) {
          int last = count - 1;
          while (part.array()[last] == 0) {
            last--;
          }
          return from + last;
        }
      }
      return SegmentHeader.BYTES - 1L;
    }

    private void lose(Lost range) {
      segment.lose(range);
    }

    @Override
    public String toString() {
      return path + " at " + position;
    }
  }
}
