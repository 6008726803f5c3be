package belfry.journal;

import java.util.Arrays;

/**
 * Where some blocks of a segment begin, in order: about one for each 64 KiB. Thread-safe: the
 * committer adds while readers look up.
 */
final class BlockIndex {
  private long[] positions = new long[16];
  private long[] firsts = new long[16];
  private long[] micros = new long[16];
  private int size;

  synchronized void add(long position, long first, long baseMicros) {
    if (size == positions.length) {
      positions = Arrays.copyOf(positions, size * 2);
      firsts = Arrays.copyOf(firsts, size * 2);
      micros = Arrays.copyOf(micros, size * 2);
    }
    positions[size] = position;
    firsts[size] = first;
    micros[size++] = baseMicros;
  }

  /** Forgets blocks at or behind this file position. */
  synchronized void cut(long position) {
    while (size > 0 && positions[size - 1] >= position) {
      size--;
    }
  }

  synchronized int size() {
    return size;
  }

  synchronized long position(int slot) {
    return positions[slot];
  }

  synchronized long first(int slot) {
    return firsts[slot];
  }

  synchronized long micros(int slot) {
    return micros[slot];
  }

  /** The last slot whose block begins at or before this offset; -1 if there is none. */
  synchronized int floorOffset(long offset) {
    int slot = Arrays.binarySearch(firsts, 0, size, offset);
    return slot >= 0 ? slot : -slot - 2;
  }

  /** The last slot whose block was recorded before this time; -1 if there is none. */
  synchronized int lowerTime(long time) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (micros[middle] < time) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low - 1;
  }
}
