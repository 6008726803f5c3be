package belfry.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Reads what {@link ByteWriter} wrote. Not thread-safe. */
final class ByteReader {
  private byte[] bytes;
  private int at;
  private int end;

  ByteReader(byte[] bytes, int from, int to) {
    this.bytes = bytes;
    at = from;
    end = to;
  }

  /** Reads something else from now on. */
  void reset(byte[] array, int from, int to) {
    bytes = array;
    at = from;
    end = to;
  }

  boolean hasMore() {
    return at < end;
  }

  int at() {
    return at;
  }

  byte[] array() {
    return bytes;
  }

  int u8() throws Damaged {
    if (at >= end) {
      throw cut();
    }
    return bytes[at++] & 0xff;
  }

  long varint() throws Damaged {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      if (at >= end) {
        throw cut();
      }
      byte next = bytes[at++];
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new Damaged("varint: longer than 10 bytes");
  }

  long zigzag() throws Damaged {
    long value = varint();
    return (value >>> 1) ^ -(value & 1);
  }

  /** A size that must fit into what is left. */
  int size() throws Damaged {
    long value = varint();
    if (value < 0 || value > end - at) {
      throw new Damaged("size: " + value + " (expected: at most " + (end - at) + ")");
    }
    return (int) value;
  }

  String text() throws Damaged {
    int size = size();
    at += size;
    return new String(bytes, at - size, size, UTF_8);
  }

  void skip(int count) throws Damaged {
    if (count > end - at) {
      throw cut();
    }
    at += count;
  }

  private Damaged cut() {
    return new Damaged("bytes: ended at " + at + " (expected: more)");
  }
}
