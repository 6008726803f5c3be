package belfry.index;

import belfry.event.InvalidCursor;
import belfry.event.JournalId;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * Where a page ended, as an opaque text. It names a place and not a count of entries, so entries
 * that arrive later neither shift nor repeat anything.
 *
 * <p>Encoded as base64url without padding: version (1 byte), order (1), journal id (16),
 * incarnation (4), recorded time in nanoseconds (8), partition (4), offset (8), CRC32C of all that
 * (4); big endian.
 *
 * @param order of the search it belongs to
 * @param last the last place that the page covers
 */
record PageCursor(Query.Order order, Place last) {
  private static final byte VERSION = 1;
  private static final int BODY_BYTES = 1 + 1 + 16 + 4 + 8 + 4 + 8;
  private static final int BYTES = BODY_BYTES + 4;

  String encoded(JournalId journal) {
    var bytes =
        ByteBuffer.allocate(BYTES)
            .put(VERSION)
            .put(code(order))
            .putLong(journal.id().getMostSignificantBits())
            .putLong(journal.id().getLeastSignificantBits())
            .putInt(journal.incarnation())
            .putLong(last.recordedNanos())
            .putInt(last.partition())
            .putLong(last.offset());
    bytes.putInt(checksum(bytes.array()));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
  }

  private static byte code(Query.Order order) {
    return switch (order) {
      case NEWEST_FIRST -> 0;
      case OLDEST_FIRST -> 1;
    };
  }

  /**
   * Reads a cursor that a search of this journal in this order gave out.
   *
   * @throws InvalidCursor if it is damaged, of another version, journal or order
   */
  static PageCursor decode(String text, JournalId journal, Query.Order order) throws InvalidCursor {
    byte[] array;
    try {
      array = Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw damaged();
    }
    var bytes = ByteBuffer.wrap(array);
    if (array.length != BYTES || bytes.getInt(BODY_BYTES) != checksum(array)) {
      throw damaged();
    }
    if (bytes.get() != VERSION) {
      throw new InvalidCursor("cursor: version " + array[0] + " (expected: " + VERSION + ")");
    }
    if (bytes.get() != code(order)) {
      throw new InvalidCursor(
          "cursor: of the other order (expected: one of a search " + order + ")");
    }
    var id = new JournalId(new UUID(bytes.getLong(), bytes.getLong()), bytes.getInt());
    if (!id.equals(journal)) {
      throw new InvalidCursor(
          "cursor: of " + id + " (expected: one of this hub's " + journal + ")");
    }
    return new PageCursor(order, new Place(bytes.getLong(), bytes.getInt(), bytes.getLong()));
  }

  private static InvalidCursor damaged() {
    return new InvalidCursor("cursor: damaged (expected: the next of a page, whole)");
  }

  private static int checksum(byte[] bytes) {
    var crc = new CRC32C();
    crc.update(bytes, 0, BODY_BYTES);
    return (int) crc.getValue();
  }
}
