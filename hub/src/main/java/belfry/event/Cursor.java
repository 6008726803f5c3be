package belfry.event;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * Where a reader stands, as an opaque text: for each partition the first offset it has not read.
 *
 * <p>Encoded as base64url without padding: version (1 byte), journal id (16), incarnation (4),
 * number of partitions (2), then partition (2) and offset (8) for each, CRC32C of all that (4); big
 * endian. {@code docs/formats/journal.md} section "Cursor".
 *
 * @param journal which journal the positions are of
 * @param next the first unread offset by partition
 */
public record Cursor(JournalId journal, SortedMap<Integer, Long> next) {
  private static final byte VERSION = 1;
  private static final int FIXED_BYTES = 1 + 16 + 4 + 2;
  private static final int PARTITION_BYTES = 2 + 8;
  private static final int CHECKSUM_BYTES = 4;

  public Cursor {
    next = Collections.unmodifiableSortedMap(new TreeMap<>(next));
  }

  /** The cursor of a reader of one partition whose next entry is at {@code position} or later. */
  public static Cursor at(JournalId journal, Position position) {
    var next = new TreeMap<Integer, Long>();
    next.put(position.partition(), position.offset());
    return new Cursor(journal, next);
  }

  /** The first unread offset of a partition; 0 for one that came into being later. */
  public long next(int partition) {
    return next.getOrDefault(partition, 0L);
  }

  /** This cursor when the entry at {@code read} has been read too. */
  public Cursor after(Position read) {
    var further = new TreeMap<>(next);
    further.merge(read.partition(), read.offset() + 1, Math::max);
    return new Cursor(journal, further);
  }

  public String encoded() {
    var bytes =
        ByteBuffer.allocate(FIXED_BYTES + next.size() * PARTITION_BYTES + CHECKSUM_BYTES)
            .put(VERSION)
            .putLong(journal.id().getMostSignificantBits())
            .putLong(journal.id().getLeastSignificantBits())
            .putInt(journal.incarnation())
            .putShort((short) next.size());
    next.forEach((partition, offset) -> bytes.putShort(partition.shortValue()).putLong(offset));
    bytes.putInt(checksum(bytes.array(), bytes.position()));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
  }

  /**
   * Reads a cursor that this journal gave out.
   *
   * @throws InvalidCursor if it is damaged, of a newer version, or of another journal
   */
  public static Cursor decode(String text, JournalId expected) throws InvalidCursor {
    Cursor cursor = decode(text);
    if (!cursor.journal.id().equals(expected.id())) {
      throw new InvalidCursor(
          "cursor: of journal "
              + cursor.journal.id()
              + " (expected: one of this hub's journal "
              + expected.id()
              + ")");
    }
    if (cursor.journal.incarnation() != expected.incarnation()) {
      throw new InvalidCursor(
          "cursor: of incarnation "
              + cursor.journal.incarnation()
              + " (expected: "
              + expected.incarnation()
              + ", the journal was restored since; search by time to find your place)");
    }
    return cursor;
  }

  /**
   * Reads a cursor of any journal, for who will ask whose it is.
   *
   * @throws InvalidCursor if it is damaged or of a newer version
   */
  public static Cursor decode(String text) throws InvalidCursor {
    byte[] array;
    try {
      array = Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new InvalidCursor("cursor: not base64url (expected: a cursor as the hub gave it out)");
    }
    var bytes = ByteBuffer.wrap(array);
    int body = array.length - CHECKSUM_BYTES;
    if (body < FIXED_BYTES || checksum(array, body) != bytes.getInt(body)) {
      throw new InvalidCursor("cursor: damaged (expected: a cursor as the hub gave it out, whole)");
    }
    if (bytes.get() != VERSION) {
      throw new InvalidCursor("cursor: version " + array[0] + " (expected: " + VERSION + ")");
    }
    var id = new UUID(bytes.getLong(), bytes.getLong());
    int incarnation = bytes.getInt();
    int count = bytes.getShort();
    if (incarnation < 1 || count < 0 || body != FIXED_BYTES + count * PARTITION_BYTES) {
      throw new InvalidCursor("cursor: damaged (expected: a cursor as the hub gave it out, whole)");
    }
    var next = new TreeMap<Integer, Long>();
    for (int i = 0; i < count; i++) {
      next.put((int) bytes.getShort(), bytes.getLong());
    }
    return new Cursor(new JournalId(id, incarnation), next);
  }

  private static int checksum(byte[] bytes, int size) {
    var crc = new CRC32C();
    crc.update(bytes, 0, size);
    return (int) crc.getValue();
  }

  @Override
  public String toString() {
    return encoded();
  }
}
