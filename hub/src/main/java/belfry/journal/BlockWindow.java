package belfry.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** A moving window over the bytes of one segment file. Not thread-safe. */
final class BlockWindow {
  private static final int RESYNC_STEP = 8;

  private final Disk.File file;
  private final int readAhead;
  private ByteBuffer window;
  private long from;

  /** A window that reads at least {@code readAhead} bytes at once. */
  BlockWindow(Disk.File file, int readAhead) {
    this.file = file;
    this.readAhead = readAhead;
    window = ByteBuffer.allocate(readAhead);
    window.limit(0);
  }

  /**
   * Makes {@code count} bytes at {@code position} available, but none at or behind {@code limit}.
   *
   * @return where they are in {@link #buffer}, or -1 if they are not all before the limit
   */
  int at(long position, int count, long limit) throws IOException {
    if (position + count > limit) {
      return -1;
    }
    if (position < from || position + count > from + window.limit()) {
      fill(position, (int) Math.min(Math.max(count, readAhead), limit - position));
      if (window.limit() < count) {
        return -1;
      }
    }
    return (int) (position - from);
  }

  private void fill(long position, int count) throws IOException {
    if (window.capacity() < count) {
      window = ByteBuffer.allocate(count);
    }
    window.clear().limit(count);
    from = position;
    file.read(window, position);
    window.flip();
  }

  ByteBuffer buffer() {
    return window;
  }

  /** Forgets what was read: the file was changed, or more became readable. */
  void forget() {
    window.clear().limit(0);
    from = 0;
  }

  /** The header of a block of this segment at a position, if there is an undamaged one. */
  Optional<BlockHeader> header(long position, long limit, SegmentHeader segment)
      throws IOException {
    int at = at(position, BlockHeader.BYTES, limit);
    if (at < 0) {
      return Optional.empty();
    }
    return BlockHeader.read(window, at)
        .filter(header -> header.isOf(segment) && header.first() >= segment.first());
  }

  /** Whether the payload behind a header is as it was written. */
  boolean isWhole(BlockHeader header, long position, long limit) throws IOException {
    int size = BlockHeader.padded(header.storedBytes());
    int at = at(position, BlockHeader.BYTES + size, limit);
    return at >= 0 && BlockHeader.crc(window, at + BlockHeader.BYTES, size) == header.payloadCrc();
  }

  /** The first position from here on with a header of this segment; {@code limit} if none. */
  long nextHeader(long position, long limit, SegmentHeader segment) throws IOException {
    for (long at = BlockHeader.padded(position);
        at + BlockHeader.BYTES <= limit;
        at += RESYNC_STEP) {
      int index = at(at, BlockHeader.BYTES, limit);
      if (index < 0) {
        return limit;
      }
      if (window.getInt(index) == BlockHeader.MAGIC && header(at, limit, segment).isPresent()) {
        return at;
      }
    }
    return limit;
  }
}
