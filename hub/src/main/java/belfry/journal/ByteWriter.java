package belfry.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import belfry.event.Payload;
import java.util.Arrays;

/** A growing array, written in the words of the format: varints, texts, big-endian integers. */
final class ByteWriter {
  private byte[] bytes;
  private int size;

  ByteWriter(int capacity) {
    bytes = new byte[capacity];
  }

  int size() {
    return size;
  }

  /** The array behind it; valid up to {@link #size()} and until the next write. */
  byte[] array() {
    return bytes;
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes, size);
  }

  void clear() {
    size = 0;
  }

  /** Cuts back, or grows with zeros. */
  void resize(int newSize) {
    if (newSize > size) {
      grow(newSize - size);
      Arrays.fill(bytes, size, newSize, (byte) 0);
    }
    size = newSize;
  }

  void u8(int value) {
    grow(1);
    bytes[size++] = (byte) value;
  }

  void varint(long value) {
    grow(10);
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      bytes[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
  }

  void zigzag(long value) {
    varint((value << 1) ^ (value >> 63));
  }

  /** Size and UTF-8 bytes. */
  void text(String value) {
    byte[] utf8 = value.getBytes(UTF_8);
    varint(utf8.length);
    raw(utf8, 0, utf8.length);
  }

  void raw(byte[] from, int at, int count) {
    grow(count);
    System.arraycopy(from, at, bytes, size, count);
    size += count;
  }

  void raw(Payload payload) {
    grow(payload.size());
    payload.copyTo(bytes, size);
    size += payload.size();
  }

  private void grow(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(size, more), bytes.length * 2));
    }
  }

  /** How many bytes {@link #varint} takes. */
  static int varintSize(long value) {
    return (63 - Long.numberOfLeadingZeros(value | 1)) / 7 + 1;
  }
}
