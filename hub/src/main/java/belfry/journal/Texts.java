package belfry.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what was made of the same bytes before: sources, types and origins repeat, and to
 * compare is cheaper than to decode. A direct-mapped table; a collision merely decodes again. Not
 * thread-safe.
 *
 * @param <T> what is made of the bytes
 */
final class Texts<T> {
  /** Longer ones are rarely repeated and not kept. */
  private static final int KEY_BYTES_MAX = 512;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final Slot<T>[] slots;
  private final Function<String, T> make;

  private static final class Slot<T> {
    final byte[] key;
    final T value;

    Slot(byte[] key, T value) {
      this.key = key;
      this.value = value;
    }
  }

  /** A table of {@code size} places, a power of two. */
  @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type
  Texts(int size, Function<String, T> make) {
    slots = (Slot<T>[]) new Slot[size];
    this.make = make;
  }

  static Texts<String> ofStrings(int size) {
    return new Texts<>(size, Function.identity());
  }

  static Texts<Optional<String>> ofOptionals(int size) {
    return new Texts<>(size, Optional::of);
  }

  /** What is made of the UTF-8 text in this range. */
  T of(byte[] bytes, int from, int size) {
    @Nullable T known = find(bytes, from, size);
    return known != null
        ? known
        : keep(bytes, from, size, make.apply(new String(bytes, from, size, UTF_8)));
  }

  /** What was kept for the same bytes. */
  @Nullable T find(byte[] bytes, int from, int size) {
    @Nullable Slot<T> slot = slots[place(bytes, from, size)];
    return slot != null && Arrays.equals(slot.key, 0, slot.key.length, bytes, from, from + size)
        ? slot.value
        : null;
  }

  T keep(byte[] bytes, int from, int size, T value) {
    if (size <= KEY_BYTES_MAX) {
      byte[] key = Arrays.copyOfRange(bytes, from, from + size);
      slots[place(bytes, from, size)] = new Slot<>(key, value);
    }
    return value;
  }

  /** Of the size and three samples: enough to tell names apart, and quick. */
  private int place(byte[] bytes, int from, int size) {
    long hash = size;
    if (size >= Long.BYTES) {
      hash = mix(hash ^ (long) LONG.get(bytes, from));
      hash = mix(hash ^ (long) LONG.get(bytes, from + size / 2 - Long.BYTES / 2));
      hash = mix(hash ^ (long) LONG.get(bytes, from + size - Long.BYTES));
    } else {
      for (int i = from; i < from + size; i++) {
        hash = hash * 31 + bytes[i];
      }
      hash = mix(hash);
    }
    return (int) (hash & (slots.length - 1));
  }

  private static long mix(long value) {
    long mixed = value * 0x9e3779b97f4a7c15L;
    return mixed ^ (mixed >>> 32);
  }
}
