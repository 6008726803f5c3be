package belfry.intake;

import belfry.event.Position;
import java.util.Arrays;
import java.util.Optional;

/**
 * The newest events by the hash of their identity: a first-in first-out of three numbers per event
 * and an open-addressing table into it. Full it takes 32 bytes for each of {@value #ENTRIES_MAX}
 * events; it starts small and doubles. Not thread-safe.
 */
final class Window {
  /** How many entries back a repetition is recognised. */
  static final int ENTRIES_MAX = 1 << 20;

  private static final int ENTRIES_MIN = 1 << 10;
  private static final int PARTITION_SHIFT = 48;
  private static final long OFFSET_MASK = (1L << PARTITION_SHIFT) - 1;

  private final int entriesMax;
  private long[] keys;
  private long[] contents;
  private long[] positions;
  private int[] table;
  private int oldest;
  private int size;

  Window() {
    this(ENTRIES_MAX);
  }

  /**
   * @param entriesMax a power of two
   */
  Window(int entriesMax) {
    this.entriesMax = entriesMax;
    int first = Math.min(ENTRIES_MIN, entriesMax);
    keys = new long[first];
    contents = new long[first];
    positions = new long[first];
    table = new int[2 * first];
  }

  /** What is known about an identity. */
  sealed interface Known {
    /** The same event is at this position. */
    record Same(Position position) implements Known {}

    /** Another event of this identity is there. */
    record Other() implements Known {}
  }

  private static final Known OTHER = new Known.Other();

  Optional<Known> find(long key, long content) {
    Optional<Known> found = Optional.empty();
    for (int slot = home(key); table[slot] != 0; slot = next(slot)) {
      int at = table[slot] - 1;
      if (keys[at] == key) {
        if (contents[at] == content) {
          return Optional.of(new Known.Same(unpacked(positions[at])));
        }
        found = Optional.of(OTHER);
      }
    }
    return found;
  }

  /** As {@link #add}, unless it is there already. */
  void addOnce(long key, long content, Position position) {
    if (!(find(key, content).orElse(OTHER) instanceof Known.Same)) {
      add(key, content, position);
    }
  }

  /** Adds an event that is not there; forgets the oldest one if it is full. */
  void add(long key, long content, Position position) {
    if (size == keys.length) {
      if (size < entriesMax) {
        grow();
      } else {
        forgetOldest();
      }
    }
    int at = (oldest + size++) & (keys.length - 1);
    keys[at] = key;
    contents[at] = content;
    positions[at] = packed(position);
    enter(at);
  }

  private void enter(int at) {
    int slot = home(keys[at]);
    while (table[slot] != 0) {
      slot = next(slot);
    }
    table[slot] = at + 1;
  }

  private void forgetOldest() {
    int slot = home(keys[oldest]);
    while (table[slot] != oldest + 1) {
      slot = next(slot);
    }
    oldest = (oldest + 1) & (keys.length - 1);
    size--;
    close(slot);
  }

  /** Empties a slot and moves up those behind it that a search would miss now. */
  private void close(int empty) {
    int hole = empty;
    for (int slot = next(hole); table[slot] != 0; slot = next(slot)) {
      int distance = (slot - home(keys[table[slot] - 1])) & (table.length - 1);
      if (distance >= ((slot - hole) & (table.length - 1))) {
        table[hole] = table[slot];
        hole = slot;
      }
    }
    table[hole] = 0;
  }

  private void grow() {
    int more = 2 * keys.length;
    keys = straightened(keys, more);
    contents = straightened(contents, more);
    positions = straightened(positions, more);
    oldest = 0;
    table = new int[2 * more];
    for (int at = 0; at < size; at++) {
      enter(at);
    }
  }

  private long[] straightened(long[] ring, int length) {
    long[] straight = Arrays.copyOf(ring, length);
    System.arraycopy(ring, oldest, straight, 0, ring.length - oldest);
    System.arraycopy(ring, 0, straight, ring.length - oldest, oldest);
    return straight;
  }

  private int home(long key) {
    return (int) (key ^ key >>> 32) & (table.length - 1);
  }

  private int next(int slot) {
    return (slot + 1) & (table.length - 1);
  }

  int size() {
    return size;
  }

  /** Hands out key, content and packed position of all, oldest first. */
  void forEach(Visit visit) {
    for (int i = 0; i < size; i++) {
      int at = (oldest + i) & (keys.length - 1);
      visit.entry(keys[at], contents[at], unpacked(positions[at]));
    }
  }

  /** What {@link #forEach} calls. */
  @FunctionalInterface
  interface Visit {
    void entry(long key, long content, Position position);
  }

  static long packed(Position position) {
    return ((long) position.partition() << PARTITION_SHIFT) | (position.offset() & OFFSET_MASK);
  }

  static Position unpacked(long packed) {
    return new Position((int) (packed >>> PARTITION_SHIFT), packed & OFFSET_MASK);
  }
}
