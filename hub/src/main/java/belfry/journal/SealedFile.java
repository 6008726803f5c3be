package belfry.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/** Opens a sealed segment by its footer; if that is damaged, by reading its blocks. */
final class SealedFile {
  private final Disk disk;
  private final Identity identity;

  SealedFile(Disk disk, Identity identity) {
    this.disk = disk;
    this.identity = identity;
  }

  /** The segment in this file; {@code expectedEnd} is the first offset of the one behind it. */
  Segment open(Path path, long first, OptionalLong expectedEnd) throws IOException {
    try (Disk.File file = disk.open(path)) {
      long size = file.size();
      Optional<SegmentHeader> header = Recovery.header(file, path, identity.journal());
      if (header.isPresent()) {
        Optional<Segment> segment = byFooter(path, file, size, header.get());
        if (segment.isPresent()) {
          return segment.get();
        }
      }
      return byBlocks(path, file, header, new Range(first, expectedEnd, size));
    }
  }

  private record Range(long first, OptionalLong expectedEnd, long size) {}

  private static Optional<Segment> byFooter(
      Path path, Disk.File file, long size, SegmentHeader header) throws IOException {
    if (size < SegmentHeader.BYTES + Footer.TRAILER_BYTES) {
      return Optional.empty();
    }
    ByteBuffer trailer = ByteBuffer.allocate(Footer.TRAILER_BYTES);
    file.read(trailer, size - Footer.TRAILER_BYTES);
    Optional<Long> start = Footer.start(trailer.flip(), size, header.segmentId());
    if (start.isEmpty()) {
      return Optional.empty();
    }
    byte[] bytes = new byte[(int) (size - start.get())];
    file.read(ByteBuffer.wrap(bytes), start.get());
    Optional<Footer.Read> read = Footer.read(bytes);
    if (read.isEmpty()) {
      return Optional.empty();
    }
    Footer footer = read.get().footer();
    var end =
        new Segment.End(start.get(), footer.end(), footer.oldestMicros(), footer.newestMicros());
    var segment = new Segment(path, header, read.get().index(), end, Optional.of(footer));
    footer.lost().forEach(segment::lose);
    return Optional.of(segment);
  }

  /** Header, footer or both are gone: the blocks say the same, only slower. */
  private Segment byBlocks(Path path, Disk.File file, Optional<SegmentHeader> found, Range range)
      throws IOException {
    var window = new BlockWindow(file, SegmentScan.READ_AHEAD);
    SegmentHeader header = found.isPresent() ? found.get() : inferred(window, range);
    var index = new BlockIndex();
    long oldest = header.madeMicros();
    long newest = oldest;
    long end = header.first();
    long last = SegmentHeader.BYTES;
    long at = window.nextHeader(SegmentHeader.BYTES, range.size, header);
    while (at < range.size) {
      Optional<BlockHeader> block = window.header(at, range.size, header);
      if (block.isPresent()) {
        oldest = index.size() == 0 ? block.get().baseMicros() : oldest;
        newest = block.get().baseMicros();
        end = block.get().end();
        index.add(at, block.get().first(), newest);
        last = at + block.get().blockBytes();
      }
      at = window.nextHeader(at + 1, range.size, header);
    }
    long offset = range.expectedEnd.orElse(end);
    var segment = new Segment(path, header, index, new Segment.End(last, offset, oldest, newest));
    segment.lose(
        found.isEmpty()
            ? new Lost(range.first, range.first, 0, SegmentHeader.BYTES, "segment header wrong")
            : new Lost(offset, offset, last, range.size - last, "footer wrong"));
    if (end < offset) {
      segment.lose(new Lost(end, offset, last, range.size - last, "blocks missing"));
    }
    return segment;
  }

  private SegmentHeader inferred(BlockWindow window, Range range) throws IOException {
    for (long at = SegmentHeader.BYTES; at + BlockHeader.BYTES <= range.size; at += Long.BYTES) {
      int place = window.at(at, BlockHeader.BYTES, range.size);
      Optional<BlockHeader> block = BlockHeader.read(window.buffer(), place);
      if (block.isPresent()) {
        var journal =
            new belfry.event.JournalId(identity.journal().id(), block.get().incarnation());
        return new SegmentHeader(
            identity.kind(),
            true,
            block.get().partition(),
            journal,
            block.get().segmentId(),
            range.first,
            block.get().baseMicros());
      }
    }
    return new SegmentHeader(identity.kind(), true, 0, identity.journal(), 0, range.first, 0);
  }
}
