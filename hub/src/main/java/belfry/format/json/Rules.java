package belfry.format.json;

/**
 * Where a dialect departs from RFC 8259 and I-JSON.
 *
 * @param nan whether {@code NaN}, {@code Infinity} and {@code -Infinity} are numbers
 * @param duplicateKeys whether an object may name a key twice; the last one wins
 * @param loneSurrogates whether an escape may be half of a surrogate pair
 */
public record Rules(boolean nan, boolean duplicateKeys, boolean loneSurrogates) {
  /** RFC 8259, no duplicate keys, no lone surrogates. */
  public static final Rules STRICT = new Rules(false, false, false);

  /** What Python's json module writes and reads. */
  public static final Rules PYTHON = new Rules(true, true, true);
}
