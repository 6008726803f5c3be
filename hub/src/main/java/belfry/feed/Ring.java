package belfry.feed;

import belfry.event.Entry;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A window of consecutive readings of one partition, bounded by bytes and by number.
 *
 * <p>Design: one writer, any number of readers, no lock. Readings are numbered from 0 on in the
 * order they came in; a reader keeps the number of the next one it wants and holds no reading. It
 * copies references first and looks afterwards whether the oldest number has passed the first it
 * copied (a sequence lock); if so the copy is worthless and the reader has fallen off. The writer
 * lets go of old readings before it overwrites them.
 *
 * <p>The window also knows which offsets it covers: every entry of the journal from {@link #floor}
 * on and before {@link #next} is in it. So a reader that comes from elsewhere joins by offset,
 * without a seam, although offsets may skip.
 */
final class Ring {
  /** What an entry and its attributes take in memory beside its data, by rule of thumb. */
  static final int ENTRY_BYTES = 700;

  private final @Nullable Reading[] slots;
  private final long bytesMax;
  private final Weight weight = new Weight();
  private volatile long oldest;
  private volatile long head;
  private volatile long floor;
  private volatile long next;

  /**
   * @param from the first offset that will come in
   * @param slots most readings; a power of two
   * @param bytesMax most bytes, as far as that is known; one reading always fits
   */
  Ring(long from, int slots, long bytesMax) {
    if (Integer.bitCount(slots) != 1) {
      throw new IllegalArgumentException("slots: " + slots + " (expected: a power of two)");
    }
    this.slots = new Reading[slots];
    this.bytesMax = bytesMax;
    this.floor = from;
    this.next = from;
  }

  /** What readings made for this ring are charged to. */
  Weight weight() {
    return weight;
  }

  /**
   * Takes readings in; called by the one writer.
   *
   * @param nextOffset the first offset that comes after them
   */
  void append(List<Reading> readings, long nextOffset) {
    for (Reading reading : readings) {
      long at = head;
      if (at - oldest == slots.length) {
        dropOldest();
      }
      VarHandle.storeStoreFence();
      slots[slot(at)] = reading;
      reading.enter();
      head = at + 1;
      while (weight.bytes() > bytesMax && oldest < at) {
        dropOldest();
      }
    }
    next = nextOffset;
  }

  private void dropOldest() {
    long at = oldest;
    Reading gone = slots[slot(at)];
    if (gone == null) {
      throw new IllegalStateException("ring: slot " + at + " is empty");
    }
    floor = gone.offset() + 1;
    oldest = at + 1;
    VarHandle.storeStoreFence();
    slots[slot(at)] = null;
    gone.leave();
  }

  /**
   * Forgets everything and goes on at an offset, because what lies between cannot be read. One
   * number is left out, so that readers at the end fall off too and see for themselves.
   */
  void skipTo(long offset) {
    while (oldest < head) {
      dropOldest();
    }
    floor = offset;
    oldest = head + 1;
    head = oldest;
    next = offset;
  }

  private int slot(long sequence) {
    return (int) sequence & (slots.length - 1);
  }

  /** The number that the next reading gets. */
  long head() {
    return head;
  }

  /** Every entry from this offset on and before {@link #next} is here. */
  long floor() {
    return floor;
  }

  /** The first offset that has not come in yet. Read it before {@link #head}. */
  long next() {
    return next;
  }

  /**
   * The number of the first reading at or after an offset.
   *
   * @return -1 if entries after {@code offset} have left already
   */
  long join(long offset) {
    while (offset >= floor) {
      long low = oldest;
      long high = head;
      long first = search(offset, low, high);
      VarHandle.loadLoadFence();
      if (first >= 0 && oldest <= first && offset >= floor) {
        return first;
      }
    }
    return -1;
  }

  private long search(long offset, long from, long to) {
    long low = from;
    long high = to;
    while (low < high) {
      long middle = (low + high) >>> 1;
      Reading reading = slots[slot(middle)];
      if (reading == null) {
        return -1;
      }
      if (reading.offset() < offset) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /**
   * The readings from a number on, at most {@code max}; empty at the end.
   *
   * @return null if the first has left already
   */
  @Nullable List<Reading> read(long from, int max) {
    int count = (int) Math.min(max, head - from);
    var copy = new Reading[Math.max(0, count)];
    for (int i = 0; i < count; i++) {
      Reading reading = slots[slot(from + i)];
      if (reading == null) {
        return null;
      }
      copy[i] = reading;
    }
    VarHandle.loadLoadFence();
    return oldest > from ? null : Arrays.asList(copy);
  }

  /** For gauges. */
  long bytes() {
    return weight.bytes();
  }

  /** For gauges. */
  long size() {
    return head - oldest;
  }

  /** The bytes an entry is charged with when it comes in. */
  static long bytes(Entry entry) {
    return (long) ENTRY_BYTES + entry.event().data().size();
  }
}
