package belfry.registry;

import java.util.Comparator;

/**
 * What names a document.
 *
 * @param collection the sort of document: {@code settings}, {@code subscriptions} …
 * @param name which one; both are 1 to {@value #NAME_CHARS_MAX} of {@code A-Z a-z 0-9 . _ -} and
 *     begin with a letter or digit
 */
public record Key(String collection, String name) implements Comparable<Key> {
  /** Longest name, in characters: the hexadecimal digits of a SHA-256. */
  public static final int NAME_CHARS_MAX = 64;

  private static final int SHOWN_MAX = 80;
  private static final Comparator<Key> ORDER =
      Comparator.comparing(Key::collection).thenComparing(Key::name);

  /**
   * @throws IllegalArgumentException if a name has not its shape; ask with {@link #of} for what
   *     comes from outside
   */
  public Key {
    if (!isName(collection)) {
      throw new IllegalArgumentException(wrong("collection", collection));
    }
    if (!isName(name)) {
      throw new IllegalArgumentException(wrong("name", name));
    }
  }

  /**
   * The key of a name that somebody gave us.
   *
   * @throws Refused if it has not its shape
   */
  public static Key of(String collection, String name) throws Refused {
    if (!isName(name)) {
      throw new Refused(wrong("name", name));
    }
    return new Key(collection, name);
  }

  /** Whether this can name a document or a collection. */
  public static boolean isName(String text) {
    if (text.isEmpty() || text.length() > NAME_CHARS_MAX || !isAlphanumeric(text.charAt(0))) {
      return false;
    }
    return text.chars().allMatch(c -> isAlphanumeric(c) || c == '.' || c == '_' || c == '-');
  }

  private static boolean isAlphanumeric(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }

  private static String wrong(String what, String was) {
    String shown = was.length() <= SHOWN_MAX ? was : was.substring(0, SHOWN_MAX) + "…";
    return what
        + ": "
        + (shown.isEmpty() ? "empty" : shown)
        + " (expected: 1 to "
        + NAME_CHARS_MAX
        + " of A-Z, a-z, 0-9, '.', '_', '-', the first a letter or digit)";
  }

  @Override
  public int compareTo(Key other) {
    return ORDER.compare(this, other);
  }

  /** {@code collection/name}. */
  @Override
  public String toString() {
    return collection + "/" + name;
  }
}
