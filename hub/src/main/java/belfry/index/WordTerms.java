package belfry.index;

import belfry.event.Payload;
import belfry.filter.Folding;
import belfry.filter.Words;
import belfry.format.json.JsonValue;
import java.util.Arrays;
import java.util.function.Consumer;
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

  /** What the letters and digits of ASCII fold to; 0 for what stands between words. */
  private static final byte[] FOLDED = new byte[128];

  static {
    for (char c = 0; c < FOLDED.length; c++) {
      FOLDED[c] = new Words(String.valueOf(c)).next() ? (byte) Folding.fold((int) c) : 0;
    }
  }

  private byte[] bytes = new byte[4096];
  private int[] ends = new int[512];
  private int count;
  private byte[] hashes = new byte[96];
  private int hashed;
  private boolean cut;
  private final Consumer<JsonValue> reader = this::readText;
  private final Payload.Slice<Boolean, RuntimeException> plainReader = this::readPlain;

  /** Reads the words of all texts of a content; both streams then hand out its terms. */
  void read(JsonValue content) {
    count = 0;
    hashed = 0;
    cut = false;
    content.forEachText(reader);
    if (cut) {
      add(Column.OPAQUE);
    }
  }

  private void readText(JsonValue value) {
    if (!value.utf8().with(plainReader)) {
      read(value.text());
    }
  }

  /**
   * Reads a text where it stands, without a String for it or for its words. Says false, and leaves
   * no trace, if there is more than ASCII in it.
   */
  private boolean readPlain(byte[] text, int from, int size) {
    int to = from + size;
    for (int i = from; i < to; i++) {
      if (text[i] < 0) {
        return false;
      }
    }
    for (int i = from; i < to; ) {
      if (FOLDED[text[i]] == 0) {
        i++;
        continue;
      }
      int start = i;
      int last = Math.min(to, start + Words.CHARS_MAX);
      while (i < last && FOLDED[text[i]] != 0) {
        i++;
      }
      addPlain(text, start, i);
    }
    return true;
  }

  private void addPlain(byte[] text, int from, int to) {
    int size = to - from;
    int start = end();
    bytes = ArrayUtil.grow(bytes, start + size);
    boolean digit = false;
    boolean hexadecimal = size >= NUMBER_CHARS_MIN;
    for (int i = 0; i < size; i++) {
      byte c = FOLDED[text[from + i]];
      bytes[start + i] = c;
      digit |= c <= '9';
      hexadecimal &= c <= 'f';
    }
    cut |= size >= Words.CHARS_MAX - 1;
    if (digit && hexadecimal) {
      addHash(hash(bytes, start, size));
    } else {
      close(start + size);
    }
  }

  private void read(String text) {
    var words = new Words(text);
    while (words.next()) {
      int size = words.end() - words.start();
      if (isNumber(text, words.start(), words.end())) {
        addHash(hash(words.word()));
      } else {
        add(new BytesRef(words.word()));
      }
      cut |= size >= Words.CHARS_MAX - 1;
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
    int hash = hash(word);
    return new BytesRef(new byte[] {(byte) (hash >> 16), (byte) (hash >> 8), (byte) hash});
  }

  private static int hash(String word) {
    var utf8 = new BytesRef(word);
    return hash(utf8.bytes, utf8.offset, utf8.length);
  }

  private static int hash(byte[] word, int from, int size) {
    return StringHelper.murmurhash3_x86_32(word, from, size, SEED);
  }

  /** Adds the words of another text that are kept as hashes; false if it has none. */
  boolean addNumbers(String text) {
    boolean any = false;
    var words = new Words(text);
    while (words.next()) {
      if (isNumber(text, words.start(), words.end())) {
        addHash(hash(words.word()));
        any = true;
      }
    }
    return any;
  }

  private void addHash(int hash) {
    hashes = ArrayUtil.grow(hashes, 3 * (hashed + 1));
    int at = 3 * hashed;
    hashes[at] = (byte) (hash >> 16);
    hashes[at + 1] = (byte) (hash >> 8);
    hashes[at + 2] = (byte) hash;
    for (int i = 0; i < at; i += 3) {
      if (Arrays.equals(hashes, i, i + 3, hashes, at, at + 3)) {
        return;
      }
    }
    hashed++;
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
