package belfry.journal;

import belfry.event.JournalId;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.UUID;

/**
 * The first 128 bytes of a segment; {@code docs/formats/journal.md} section 3.
 *
 * @param segmentId random, new for every file
 * @param first the first offset of the segment
 */
record SegmentHeader(
    PartitionKind kind,
    boolean sealed,
    int partition,
    JournalId journal,
    long segmentId,
    long first,
    long madeMicros) {

  static final int BYTES = 128;
  static final int VERSION = 1;
  private static final long MAGIC = 0x42454c4652594a0aL; // "BELFRYJ\n"
  private static final int CRC_AT = BYTES - 4;

  int incarnation() {
    return journal.incarnation();
  }

  ByteBuffer encoded() {
    var out = ByteBuffer.allocate(BYTES);
    out.putLong(MAGIC)
        .putShort((short) VERSION)
        .put((byte) kind.code())
        .put((byte) (sealed ? 2 : 1))
        .putShort((short) partition)
        .putShort((short) 0)
        .putLong(journal.id().getMostSignificantBits())
        .putLong(journal.id().getLeastSignificantBits())
        .putInt(journal.incarnation())
        .putLong(segmentId)
        .putLong(first)
        .putLong(madeMicros);
    out.putInt(CRC_AT, BlockHeader.crc(out, 0, CRC_AT));
    return out.clear();
  }

  /**
   * The header in these bytes, if they are undamaged.
   *
   * @throws NewerFormat if a newer version wrote them
   */
  static Optional<SegmentHeader> read(ByteBuffer in, String file) throws NewerFormat {
    if (in.remaining() < BYTES
        || in.getLong(0) != MAGIC
        || in.getInt(CRC_AT) != BlockHeader.crc(in, 0, CRC_AT)) {
      return Optional.empty();
    }
    int version = in.getShort(8);
    if (version > VERSION) {
      throw new NewerFormat(file, version, VERSION);
    }
    var id = new UUID(in.getLong(16), in.getLong(24));
    return Optional.of(
        new SegmentHeader(
            PartitionKind.of(in.get(10)),
            in.get(11) == 2,
            in.getShort(12) & 0xffff,
            new JournalId(id, in.getInt(32)),
            in.getLong(36),
            in.getLong(44),
            in.getLong(52)));
  }

  /** The same for a sealed copy: another file, so another segment id. */
  SegmentHeader resealed(long newSegmentId) {
    return new SegmentHeader(kind, true, partition, journal, newSegmentId, first, madeMicros);
  }
}
