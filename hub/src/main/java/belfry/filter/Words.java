package belfry.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * The words of a text, one after another: the one definition that free text and the index share, so
 * that both find the same.
 *
 * <p>A word is a longest run of letters, digits and combining marks of any script; everything else
 * (blanks, signs, underscores) stands between words. Ideographs and Hiragana, which are written
 * without blanks, are a word each. A run of more than {@value #CHARS_MAX} characters is cut into
 * words of that length. Words compare by {@link Folding}.
 *
 * <pre>{@code
 * var words = new Words("Volume vol_1: FEHLER 7");
 * while (words.next()) {
 *   use(words.word()); // volume, vol, 1, fehler, 7
 * }
 * }</pre>
 */
public final class Words {
  /** Longest word, in UTF-16 characters. */
  public static final int CHARS_MAX = 255;

  private final String text;
  private int start;
  private int end;

  /** Stands before the first word. */
  public Words(String text) {
    this.text = text;
  }

  /** All words of a text, folded. */
  public static List<String> of(String text) {
    var all = new ArrayList<String>();
    var words = new Words(text);
    while (words.next()) {
      all.add(words.word());
    }
    return all;
  }

  /** Steps to the next word; false if there is none. */
  public boolean next() {
    int at = end;
    int size = text.length();
    while (at < size) {
      int codePoint = text.codePointAt(at);
      int width = Character.charCount(codePoint);
      if (isAlone(codePoint)) {
        start = at;
        end = at + width;
        return true;
      }
      if (isPart(codePoint)) {
        start = at;
        end = endOfRun(at);
        return true;
      }
      at += width;
    }
    start = size;
    end = size;
    return false;
  }

  private int endOfRun(int from) {
    int at = from;
    int size = text.length();
    while (at < size) {
      int codePoint = text.codePointAt(at);
      int after = at + Character.charCount(codePoint);
      if (!isPart(codePoint) || isAlone(codePoint) || after - from > CHARS_MAX) {
        return at;
      }
      at = after;
    }
    return at;
  }

  /** The word stood on, folded. */
  public String word() {
    if (start == end) {
      throw new NoSuchElementException("word (expected: a call of next() that returned true)");
    }
    return Folding.fold(text.substring(start, end));
  }

  /** Where the word stood on begins, in UTF-16 characters. */
  public int start() {
    return start;
  }

  /** After its last character. */
  public int end() {
    return end;
  }

  /** Whether these folded words stand directly after one another somewhere in the text. */
  static boolean contain(String text, List<String> phrase) {
    var words = new Words(text);
    while (words.next()) {
      if (words.is(phrase.getFirst()) && words.goesOn(phrase)) {
        return true;
      }
    }
    return false;
  }

  private boolean goesOn(List<String> phrase) {
    if (phrase.size() == 1) {
      return true;
    }
    int startBefore = start;
    int endBefore = end;
    boolean same = true;
    for (int i = 1; i < phrase.size() && same; i++) {
      same = next() && is(phrase.get(i));
    }
    start = startBefore;
    end = endBefore;
    return same;
  }

  private boolean is(String folded) {
    if (folded.length() != end - start) {
      return false;
    }
    for (int i = start; i < end; ) {
      int codePoint = text.codePointAt(i);
      if (Folding.fold(codePoint) != folded.codePointAt(i - start)) {
        return false;
      }
      i += Character.charCount(codePoint);
    }
    return true;
  }

  private static boolean isPart(int codePoint) {
    if (codePoint < 0x80) {
      return (codePoint >= 'a' && codePoint <= 'z')
          || (codePoint >= 'A' && codePoint <= 'Z')
          || (codePoint >= '0' && codePoint <= '9');
    }
    return (PART >> Character.getType(codePoint) & 1) != 0;
  }

  private static final int PART =
      1 << Character.UPPERCASE_LETTER
          | 1 << Character.LOWERCASE_LETTER
          | 1 << Character.TITLECASE_LETTER
          | 1 << Character.MODIFIER_LETTER
          | 1 << Character.OTHER_LETTER
          | 1 << Character.NON_SPACING_MARK
          | 1 << Character.ENCLOSING_MARK
          | 1 << Character.COMBINING_SPACING_MARK
          | 1 << Character.DECIMAL_DIGIT_NUMBER
          | 1 << Character.LETTER_NUMBER
          | 1 << Character.OTHER_NUMBER;

  private static boolean isAlone(int codePoint) {
    return codePoint >= 0x3041
        && (codePoint <= 0x3096 || (codePoint >= 0x3400 && Character.isIdeographic(codePoint)));
  }
}
