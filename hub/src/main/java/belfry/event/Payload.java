package belfry.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;

/**
 * Bytes that never change: a value, unlike an array. A payload may be a slice of a larger array
 * (the element of a batch), so it costs no copy to take one out.
 */
public final class Payload {
  public static final Payload EMPTY = new Payload(new byte[0], 0, 0);

  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long MIX = 0x9e37_79b9_7f4a_7c15L;

  private final byte[] array;
  private final int from;
  private final int size;

  private Payload(byte[] array, int from, int size) {
    this.array = array;
    this.from = from;
    this.size = size;
  }

  /** A copy of all bytes. */
  public static Payload copyOf(byte[] bytes) {
    return new Payload(bytes.clone(), 0, bytes.length);
  }

  /** The UTF-8 bytes of a text. */
  public static Payload of(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    return new Payload(bytes, 0, bytes.length);
  }

  /** Takes the array over without copying it: the caller must not write to it any more. */
  public static Payload owning(byte[] bytes) {
    return new Payload(bytes, 0, bytes.length);
  }

  /** As {@link #owning(byte[])}, for {@code size} bytes from {@code from}. */
  public static Payload owning(byte[] bytes, int from, int size) {
    Objects.checkFromIndexSize(from, size, bytes.length);
    return new Payload(bytes, from, size);
  }

  /** In bytes. */
  public int size() {
    return size;
  }

  public boolean isEmpty() {
    return size == 0;
  }

  public byte at(int index) {
    Objects.checkIndex(index, size);
    return array[from + index];
  }

  /** The bytes from {@code start} up to {@code end}, without a copy. */
  public Payload slice(int start, int end) {
    Objects.checkFromToIndex(start, end, size);
    return new Payload(array, from + start, end - start);
  }

  /** This payload in an array of its own, if it is less than half of the array that holds it. */
  public Payload compact() {
    return size * 2L < array.length ? owning(toBytes()) : this;
  }

  public byte[] toBytes() {
    return Arrays.copyOfRange(array, from, from + size);
  }

  /** A read-only view. */
  public ByteBuffer buffer() {
    return ByteBuffer.wrap(array, from, size).slice().asReadOnlyBuffer();
  }

  /** Copies all bytes to {@code target}, from {@code at} on. */
  public void copyTo(byte[] target, int at) {
    System.arraycopy(array, from, target, at, size);
  }

  /**
   * Lets {@code use} read the bytes where they are. For hot paths: it must neither write to the
   * array nor keep it.
   */
  public <T, X extends Exception> T with(Slice<T, X> use) throws X {
    return use.apply(array, from, size);
  }

  /** What {@link #with} hands the bytes to. */
  @FunctionalInterface
  public interface Slice<T, X extends Exception> {
    T apply(byte[] array, int from, int size) throws X;
  }

  /** As UTF-8; malformed input becomes U+FFFD. */
  public String text() {
    return new String(array, from, size, UTF_8);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Payload that
        && Arrays.equals(array, from, from + size, that.array, that.from, that.from + that.size);
  }

  /** Eight bytes at a time: every item of a batch is looked up by it. */
  @Override
  public int hashCode() {
    long hash = size;
    int at = from;
    int end = from + size;
    for (; at <= end - Long.BYTES; at += Long.BYTES) {
      hash = (hash ^ (long) WORD.get(array, at)) * MIX;
      hash ^= hash >>> 32;
    }
    for (; at < end; at++) {
      hash = (hash ^ array[at]) * MIX;
    }
    return Long.hashCode(hash);
  }

  /** The size and the first 60 characters: payloads may hold personal data, keep logs short. */
  @Override
  public String toString() {
    String text = slice(0, Math.min(size, 60)).text();
    return size + " bytes: " + text + (size > 60 ? "…" : "");
  }
}
