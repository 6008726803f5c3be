package belfry.index;

import belfry.filter.Folding;
import belfry.filter.Words;
import java.util.Arrays;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.BytesTermAttribute;
import org.apache.lucene.util.ArrayUtil;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.StringHelper;

/**
 * The words of a text as terms.
 *
 * <p>Most words are their own term. Those that look like a number, {@value #NUMBER_CHARS_MIN} or
 * more hexadecimal digits, are mostly the parts of random ids: there are as many different ones as
 * entries, and nobody looks for a piece of one. They are kept as a hash of three bytes, which
 * halves the index; different ones may have the same. A word as long as {@link Words} makes them at
 * most may be a piece of a longer one, so its text gets {@link Column#OPAQUE} besides. Not
 * thread-safe.
 */
final class WordTerms {
  /** Shortest word that is kept as a hash. */
  static final int NUMBER_CHARS_MIN = 8;

  private static final int SEED = 0x7279_0001;

  private byte[] bytes = new byte[4096];
  private int[] ends = new int[512];
  private int count;
  private byte[] hashes = new byte[96];
  private int hashed;

  /** Reads the words of a text; both streams then hand out its terms. */
  void read(String text) {
    count = 0;
    hashed = 0;
    boolean cut = false;
    var words = new Words(text);
    while (words.next()) {
      int size = words.end() - words.start();
      if (isNumber(text, words.start(), words.end())) {
        addHash(numberTerm(words.word()));
      } else {
        add(text, words);
      }
      cut |= size >= Words.CHARS_MAX - 1;
    }
    if (cut) {
      add(Column.OPAQUE);
    }
  }

  /** Whether a word is kept as a hash. */
  static boolean isNumber(String word) {
    return isNumber(word, 0, word.length());
  }

  /** Whether a piece of a word may be a piece of one that is kept as a hash. */
  static boolean mayBeInNumber(String piece) {
    for (int i = 0; i < piece.length(); i++) {
      if (!isDigit(piece.charAt(i)) && !isLetter(piece.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isNumber(String text, int from, int to) {
    if (to - from < NUMBER_CHARS_MIN) {
      return false;
    }
    boolean digit = false;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (isDigit(c)) {
        digit = true;
      } else if (!isLetter(c)) {
        return false;
      }
    }
    return digit;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  }

  /** The term of a folded word that {@link #isNumber}. */
  static BytesRef numberTerm(String word) {
    int hash = StringHelper.murmurhash3_x86_32(new BytesRef(word), SEED);
    return new BytesRef(new byte[] {(byte) (hash >> 16), (byte) (hash >> 8), (byte) hash});
  }

  /** Adds the words of another text that are kept as hashes; false if it has none. */
  boolean addNumbers(String text) {
    boolean any = false;
    var words = new Words(text);
    while (words.next()) {
      if (isNumber(text, words.start(), words.end())) {
        addHash(numberTerm(words.word()));
        any = true;
      }
    }
    return any;
  }

  private void addHash(BytesRef term) {
    for (int i = 0; i < 3 * hashed; i += 3) {
      if (Arrays.equals(hashes, i, i + 3, term.bytes, 0, 3)) {
        return;
      }
    }
    hashes = ArrayUtil.grow(hashes, 3 * (hashed + 1));
    System.arraycopy(term.bytes, 0, hashes, 3 * hashed++, 3);
  }

  private void add(String text, Words words) {
    int size = words.end() - words.start();
    int start = end();
    bytes = ArrayUtil.grow(bytes, start + size);
    for (int i = 0; i < size; i++) {
      char c = text.charAt(words.start() + i);
      if (c >= 0x80) {
        add(new BytesRef(words.word()));
        return;
      }
      bytes[start + i] = (byte) Folding.fold(c);
    }
    close(start + size);
  }

  private void add(BytesRef term) {
    int start = end();
    bytes = ArrayUtil.grow(bytes, start + term.length);
    System.arraycopy(term.bytes, term.offset, bytes, start, term.length);
    close(start + term.length);
  }

  private int end() {
    return count == 0 ? 0 : ends[count - 1];
  }

  private void close(int end) {
    ends = ArrayUtil.grow(ends, count + 1);
    ends[count++] = end;
  }

  /** Words that are their own terms. */
  TokenStream plain() {
    return new Stream() {
      @Override
      boolean at(int index, BytesRef term) {
        if (index == count) {
          return false;
        }
        term.bytes = bytes;
        term.offset = index == 0 ? 0 : ends[index - 1];
        term.length = ends[index] - term.offset;
        return true;
      }
    };
  }

  /** Hashes of the others. */
  TokenStream hashed() {
    return new Stream() {
      @Override
      boolean at(int index, BytesRef term) {
        if (index == hashed) {
          return false;
        }
        term.bytes = hashes;
        term.offset = 3 * index;
        term.length = 3;
        return true;
      }
    };
  }

  private abstract static class Stream extends TokenStream {
    private final BytesTermAttribute attribute = addAttribute(BytesTermAttribute.class);
    private final BytesRef term = new BytesRef();
    private int next;

    abstract boolean at(int index, BytesRef term);

    @Override
    public final boolean incrementToken() {
      if (!at(next, term)) {
        return false;
      }
      next++;
      attribute.setBytesRef(term);
      return true;
    }

    @Override
    public final void reset() {
      next = 0;
    }

    /** Leaves the attributes as they are: only terms are kept, no places of words. */
    @Override
    public final void end() {}
  }
}
