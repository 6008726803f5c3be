package belfry.filter;

import java.util.Arrays;

/**
 * Comparing without regard to case, in any script: each code point is mapped to upper and then to
 * lower case by Unicode's simple mappings, independent of locale. It keeps the length of a text and
 * folding twice changes nothing. Normal forms are not unified: é in one and in two code points are
 * two texts.
 */
public final class Folding {
  private Folding() {}

  /** What the code points of all scripts that have case, but for a few, fold to. */
  private static final char[] TABLE = new char[0x3000];

  static {
    for (int c = 0; c < TABLE.length; c++) {
      TABLE[c] = (char) Character.toLowerCase(Character.toUpperCase(c));
    }
  }

  /** One code point. */
  public static int fold(int codePoint) {
    return codePoint < TABLE.length
        ? TABLE[codePoint]
        : Character.toLowerCase(Character.toUpperCase(codePoint));
  }

  /** A text; the same object if it is folded already. */
  public static String fold(String text) {
    for (int i = 0; i < text.length(); ) {
      int codePoint = text.codePointAt(i);
      if (fold(codePoint) != codePoint) {
        return folded(text);
      }
      i += Character.charCount(codePoint);
    }
    return text;
  }

  private static String folded(String text) {
    var out = new StringBuilder(text.length());
    text.codePoints().forEach(codePoint -> out.appendCodePoint(fold(codePoint)));
    return out.toString();
  }

  /**
   * A text to find in others without regard to case. Knuth, Morris and Pratt's algorithm: time
   * linear in the other text whatever the two look like, and no garbage.
   */
  static final class Needle {
    private final char[] needle;
    private final int[] fallback;

    Needle(String text) {
      needle = fold(text).toCharArray();
      fallback = new int[needle.length + 1];
      int length = 0;
      for (int i = 1; i < needle.length; i++) {
        while (length > 0 && needle[i] != needle[length]) {
          length = fallback[length];
        }
        if (needle[i] == needle[length]) {
          length++;
        }
        fallback[i + 1] = length;
      }
    }

    boolean isIn(String text) {
      int matched = 0;
      int size = text.length();
      for (int i = 0; i < size; i++) {
        char c = text.charAt(i);
        if (Character.isHighSurrogate(c)
            && i + 1 < size
            && Character.isLowSurrogate(text.charAt(i + 1))) {
          int codePoint = fold(Character.toCodePoint(c, text.charAt(++i)));
          matched = next(matched, Character.highSurrogate(codePoint));
          matched = next(matched, Character.lowSurrogate(codePoint));
        } else {
          matched = next(matched, (char) fold((int) c));
        }
        if (matched == needle.length) {
          return true;
        }
      }
      return false;
    }

    private int next(int matched, char c) {
      int length = matched;
      while (length > 0 && needle[length] != c) {
        length = fallback[length];
      }
      return needle[length] == c ? length + 1 : length;
    }

    @Override
    public String toString() {
      return Arrays.toString(needle);
    }
  }
}
