package belfry.intake;

import belfry.event.Payload;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * SipHash-1-3 with 64 bits of result: who does not know the key cannot make two texts meet, so
 * nobody can suppress another's event by one with the same hash. Aumasson and Bernstein, "SipHash:
 * a fast short-input PRF", 2012; the number of rounds is that of Rust and Python. Texts and numbers
 * are length-prefixed, so parts cannot be shifted into each other. Used by one thread.
 */
final class SipHash {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private long v0;
  private long v1;
  private long v2;
  private long v3;
  private long words;

  SipHash(long k0, long k1) {
    v0 = k0 ^ 0x736f6d6570736575L;
    v1 = k1 ^ 0x646f72616e646f6dL;
    v2 = k0 ^ 0x6c7967656e657261L;
    v3 = k1 ^ 0x7465646279746573L;
  }

  /** UTF-16 units, four to a word, after their number. */
  SipHash add(String text) {
    int length = text.length();
    word(length);
    int i = 0;
    for (; i + 4 <= length; i += 4) {
      word(
          text.charAt(i)
              | (long) text.charAt(i + 1) << 16
              | (long) text.charAt(i + 2) << 32
              | (long) text.charAt(i + 3) << 48);
    }
    long rest = 0;
    for (int shift = 0; i < length; i++, shift += 16) {
      rest |= (long) text.charAt(i) << shift;
    }
    word(rest);
    return this;
  }

  /** Bytes, eight to a word, after their number. */
  SipHash add(Payload bytes) {
    return bytes.with(this::add);
  }

  private SipHash add(byte[] bytes, int from, int size) {
    word(size);
    int i = 0;
    for (; i + Long.BYTES <= size; i += Long.BYTES) {
      word((long) LONGS.get(bytes, from + i));
    }
    long rest = 0;
    for (int shift = 0; i < size; i++, shift += Byte.SIZE) {
      rest |= (bytes[from + i] & 0xffL) << shift;
    }
    word(rest);
    return this;
  }

  private void word(long word) {
    v3 ^= word;
    round();
    v0 ^= word;
    words++;
  }

  private void round() {
    v0 += v1;
    v2 += v3;
    v1 = Long.rotateLeft(v1, 13) ^ v0;
    v3 = Long.rotateLeft(v3, 16) ^ v2;
    v0 = Long.rotateLeft(v0, 32);
    v2 += v1;
    v0 += v3;
    v1 = Long.rotateLeft(v1, 17) ^ v2;
    v3 = Long.rotateLeft(v3, 21) ^ v0;
    v2 = Long.rotateLeft(v2, 32);
  }

  long result() {
    word(words << 56);
    v2 ^= 0xff;
    round();
    round();
    round();
    return v0 ^ v1 ^ v2 ^ v3;
  }
}
