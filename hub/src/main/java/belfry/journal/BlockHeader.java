package belfry.journal;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The 72 bytes before each block's payload; {@code docs/formats/journal.md} section 4.
 *
 * @param payloadCrc of the payload as stored, padding included
 * @param storedBytes of the payload, padding not included
 * @param plainBytes of the payload when it is not compressed
 * @param codec {@link #PLAIN} or {@link #ZSTD}
 * @param flags {@link #LAST}, {@link #MARKER}
 * @param durableTo file position up to which everything was forced when this was written
 * @param first its first offset
 * @param end the offset after its last record
 * @param baseMicros recorded times count from here
 */
record BlockHeader(
    int payloadCrc,
    int storedBytes,
    int plainBytes,
    int codec,
    int flags,
    int partition,
    int incarnation,
    int count,
    long segmentId,
    long durableTo,
    long first,
    long end,
    long baseMicros) {

  static final int BYTES = 72;
  static final int MAGIC = 0x424c4b31;
  static final int PLAIN = 0;
  static final int ZSTD = 1;

  /** The last block of its append. */
  static final int LAST = 1;

  /** Holds no records, only what was durable. */
  static final int MARKER = 2;

  private static final int CRC_FROM = 8;
  private static final int ALIGNMENT = 8;

  /** Of payload and padding. */
  static int padded(int bytes) {
    return (bytes + ALIGNMENT - 1) & -ALIGNMENT;
  }

  static long padded(long position) {
    return (position + ALIGNMENT - 1) & -ALIGNMENT;
  }

  /** Of the whole block in the file. */
  int blockBytes() {
    return BYTES + padded(storedBytes);
  }

  boolean isLast() {
    return (flags & LAST) != 0;
  }

  boolean isMarker() {
    return (flags & MARKER) != 0;
  }

  boolean isOf(SegmentHeader segment) {
    return segmentId == segment.segmentId()
        && incarnation == segment.incarnation()
        && partition == segment.partition();
  }

  void writeTo(ByteBuffer out, int at) {
    out.putInt(at, MAGIC)
        .putInt(at + 8, payloadCrc)
        .putInt(at + 12, storedBytes)
        .putInt(at + 16, plainBytes)
        .put(at + 20, (byte) codec)
        .put(at + 21, (byte) flags)
        .putShort(at + 22, (short) partition)
        .putInt(at + 24, incarnation)
        .putInt(at + 28, count)
        .putLong(at + 32, segmentId)
        .putLong(at + 40, durableTo)
        .putLong(at + 48, first)
        .putLong(at + 56, end)
        .putLong(at + 64, baseMicros);
    out.putInt(at + 4, crc(out, at + CRC_FROM, BYTES - CRC_FROM));
  }

  /** The header at this place, if one is there. */
  static Optional<BlockHeader> read(ByteBuffer in, int at) {
    if (in.getInt(at) != MAGIC || in.getInt(at + 4) != crc(in, at + CRC_FROM, BYTES - CRC_FROM)) {
      return Optional.empty();
    }
    var header =
        new BlockHeader(
            in.getInt(at + 8),
            in.getInt(at + 12),
            in.getInt(at + 16),
            in.get(at + 20),
            in.get(at + 21),
            in.getShort(at + 22) & 0xffff,
            in.getInt(at + 24),
            in.getInt(at + 28),
            in.getLong(at + 32),
            in.getLong(at + 40),
            in.getLong(at + 48),
            in.getLong(at + 56),
            in.getLong(at + 64));
    return header.isSane() ? Optional.of(header) : Optional.empty();
  }

  private boolean isSane() {
    return storedBytes >= 0
        && plainBytes >= 0
        && storedBytes <= Draft.BLOCK_BYTES_MAX
        && plainBytes <= Draft.BLOCK_BYTES_MAX
        && first >= 0
        && end >= first;
  }

  /** CRC32C of a range, whatever position and limit are. */
  static int crc(ByteBuffer in, int at, int count) {
    var crc = new CRC32C();
    crc.update(in.slice(at, count));
    return (int) crc.getValue();
  }
}
