package belfry.format.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Finds bytes eight at a time. A word has a zero byte exactly where {@code (w - 0x01…) & ~w &
 * 0x80…} has its lowest set bit, so XOR with a repeated byte finds that byte without a loop; the
 * words are little-endian, so the lowest bit is the first byte.
 */
public final class ByteSearch {
  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101_0101_0101_0101L;
  private static final long HIGHS = 0x8080_8080_8080_8080L;
  private static final long QUOTES = ONES * '"';
  private static final long BACKSLASHES = ONES * '\\';
  private static final long SPACES = ONES * ' ';

  private ByteSearch() {}

  /** The first {@code wanted} of {@code from} up to {@code end}, or {@code end}. */
  public static int find(byte[] bytes, int from, int end, byte wanted) {
    long pattern = ONES * (wanted & 0xff);
    int at = from;
    for (; at <= end - 8; at += 8) {
      long found = zeros((long) WORD.get(bytes, at) ^ pattern);
      if (found != 0) {
        return at + first(found);
      }
    }
    while (at < end && bytes[at] != wanted) {
      at++;
    }
    return at;
  }

  /** The first quote or backslash, or {@code end}: where a string may end. */
  public static int quoteOrBackslash(byte[] bytes, int from, int end) {
    int at = from;
    for (; at <= end - 8; at += 8) {
      long word = (long) WORD.get(bytes, at);
      long found = zeros(word ^ QUOTES) | zeros(word ^ BACKSLASHES);
      if (found != 0) {
        return at + first(found);
      }
    }
    while (at < end && bytes[at] != '"' && bytes[at] != '\\') {
      at++;
    }
    return at;
  }

  /**
   * The first byte that a checked string must look at: a quote, a backslash, a control character or
   * anything outside of ASCII; or {@code end}.
   */
  static int notPlain(byte[] bytes, int from, int end) {
    int at = from;
    for (; at <= end - 8; at += 8) {
      long word = (long) WORD.get(bytes, at);
      long controls = (word - SPACES) & ~word;
      long found = zeros(word ^ QUOTES) | zeros(word ^ BACKSLASHES) | ((controls | word) & HIGHS);
      if (found != 0) {
        return at + first(found);
      }
    }
    while (at < end && bytes[at] >= 0x20 && bytes[at] != '"' && bytes[at] != '\\') {
      at++;
    }
    return at;
  }

  /** The high bit of each zero byte; above the first one it may be wrong, so only that counts. */
  private static long zeros(long word) {
    return (word - ONES) & ~word & HIGHS;
  }

  private static int first(long found) {
    return Long.numberOfTrailingZeros(found) >>> 3;
  }
}
