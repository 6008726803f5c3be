package belfry.journal;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the blocks of one segment in order, from anywhere, up to its durable end. Damage is noted
 * in the segment and stepped over. Has a file of its own, so that nobody else is hurt if the thread
 * that reads is interrupted, and a deleted segment can be read to its end. Not thread-safe.
 */
final class SegmentScan implements Closeable {
  /** What a scan from end to end reads at once. */
  static final int READ_AHEAD = 256 * 1024;

  /** What is read for a single entry, if its block is not larger. */
  static final int READ_ONE = 24 * 1024;

  private final Segment segment;
  private final Disk.File file;
  private final BlockWindow window;
  private @Nullable ZstdDecompressCtx zstd;
  private long position = SegmentHeader.BYTES;
  private long expected;

  SegmentScan(Disk disk, Segment segment, int readAhead) throws IOException {
    this.segment = segment;
    file = disk.open(segment.path());
    window = new BlockWindow(file, readAhead);
    expected = segment.first();
  }

  Segment segment() {
    return segment;
  }

  /** Goes to the block that holds this offset, as near as the index knows. */
  void seek(long offset) {
    startAt(segment.index().floorOffset(offset));
  }

  /** Goes to a block before the first entry recorded at or after this time. */
  void seekTime(long micros) {
    startAt(segment.index().lowerTime(micros));
  }

  private void startAt(int slot) {
    position = slot < 0 ? SegmentHeader.BYTES : segment.index().position(slot);
    expected = slot < 0 ? segment.first() : segment.index().first(slot);
  }

  /** The next block with records; empty at the durable end, where more may come later. */
  Optional<Block> next() throws IOException {
    while (true) {
      Segment.End end = segment.end();
      if (position >= end.position()) {
        return Optional.empty();
      }
      Optional<BlockHeader> header = window.header(position, end.position(), segment.header());
      if (header.isEmpty()) {
        stepOver(end, "block header");
        continue;
      }
      BlockHeader found = header.get();
      Optional<Block> block = load(found, end);
      if (block.isEmpty()) {
        stepOver(end, "block checksum");
        continue;
      }
      position += found.blockBytes();
      expected = found.end();
      if (!found.isMarker()) {
        return block;
      }
    }
  }

  /** Notes what cannot be read and goes on at the next header. */
  private void stepOver(Segment.End end, String reason) throws IOException {
    long next = window.nextHeader(position + 1, end.position(), segment.header());
    Optional<BlockHeader> header = window.header(next, end.position(), segment.header());
    long nextOffset = header.map(BlockHeader::first).orElse(end.offset());
    segment.lose(
        new Lost(
            expected,
            Math.max(expected, nextOffset),
            position,
            next - position,
            reason + " wrong"));
    position = next;
    expected = Math.max(expected, nextOffset);
  }

  private Optional<Block> load(BlockHeader header, Segment.End end) throws IOException {
    if (!window.isWhole(header, position, end.position())) {
      return Optional.empty();
    }
    int at = window.at(position, header.blockBytes(), end.position()) + BlockHeader.BYTES;
    byte[] stored = window.buffer().array();
    byte[] plain = new byte[header.plainBytes()];
    switch (header.codec()) {
      case BlockHeader.PLAIN -> {
        if (header.plainBytes() != header.storedBytes()) {
          return Optional.empty();
        }
        System.arraycopy(stored, at, plain, 0, plain.length);
      }
      case BlockHeader.ZSTD -> {
        if (!decompress(stored, at, header, plain)) {
          return Optional.empty();
        }
      }
      default -> {
        return Optional.empty();
      }
    }
    return Optional.of(new Block(header, plain, 0, plain.length));
  }

  private boolean decompress(byte[] stored, int at, BlockHeader header, byte[] plain) {
    ZstdDecompressCtx context = zstd;
    if (context == null) {
      context = new ZstdDecompressCtx();
      zstd = context;
    }
    try {
      return context.decompressByteArray(plain, 0, plain.length, stored, at, header.storedBytes())
          == plain.length;
    } catch (ZstdException e) {
      return false;
    }
  }

  /** Closes a file that was only read: nothing can go wrong that anybody needs to know. */
  void closeQuietly() {
    try {
      close();
    } catch (IOException e) {
      // See above.
    }
  }

  @Override
  public void close() throws IOException {
    if (zstd != null) {
      zstd.close();
    }
    file.close();
  }
}
