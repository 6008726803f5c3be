package belfry.format.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import belfry.event.Payload;
import java.util.Arrays;
import java.util.Comparator;
import java.util.TreeMap;

/**
 * Writes one JSON document to bytes in the spelling of the programs that read it. Separators come
 * by themselves; the caller keeps keys and values in turn and closes what it opened. Not
 * thread-safe; one writer makes one document.
 */
public final class JsonWriter {

  /** How JSON is spelled: the blanks, what is escaped, and the order of sorted keys. */
  public enum Style {
    /** No blanks, UTF-8, only what must be escaped is; the strings of RFC 8785. */
    COMPACT("", false, "\"\\"),
    /**
     * Go's {@code encoding/json} with its default HTML escaping: compact, and {@code < > &}, U+2028
     * and U+2029 are escaped too.
     */
    GO("", false, "\"\\<>&"),
    /**
     * Python's {@code json.dumps}: a blank behind each comma and colon, and everything but
     * printable ASCII is escaped.
     */
    PYTHON(" ", true, "\"\\\u007f");

    private final String blank;
    private final boolean asciiOnly;

    @SuppressWarnings("ImmutableEnumChecker") // written by the constructor alone
    private final boolean[] plain = new boolean[128];

    Style(String blank, boolean asciiOnly, String escaped) {
      this.blank = blank;
      this.asciiOnly = asciiOnly;
      Arrays.fill(plain, 0x20, 128, true);
      for (int i = 0; i < escaped.length(); i++) {
        plain[escaped.charAt(i)] = false;
      }
    }

    /** Python compares code points, Go UTF-8, which is the same, RFC 8785 UTF-16 units. */
    public Comparator<String> keyOrder() {
      return this == COMPACT ? Comparator.naturalOrder() : JsonWriter::compareCodePoints;
    }
  }

  private static final byte[] HEX = "0123456789abcdef".getBytes(ISO_8859_1);

  private final Style style;
  private byte[] bytes;
  private int size;
  private boolean comma;

  public JsonWriter(Style style) {
    this(style, 512);
  }

  /**
   * @param sizeHint about how many bytes the document will have
   */
  public JsonWriter(Style style, int sizeHint) {
    this.style = style;
    this.bytes = new byte[Math.max(sizeHint, 16)];
  }

  public JsonWriter beginObject() {
    return begin('{');
  }

  public JsonWriter endObject() {
    return end('}');
  }

  public JsonWriter beginArray() {
    return begin('[');
  }

  public JsonWriter endArray() {
    return end(']');
  }

  private JsonWriter begin(char bracket) {
    separate();
    reserve(1);
    bytes[size++] = (byte) bracket;
    comma = false;
    return this;
  }

  private JsonWriter end(char bracket) {
    reserve(1);
    bytes[size++] = (byte) bracket;
    comma = true;
    return this;
  }

  /** The name of the member whose value comes next. */
  public JsonWriter key(String name) {
    string(name);
    ascii(":");
    ascii(style.blank);
    comma = false;
    return this;
  }

  public JsonWriter string(String text) {
    separate();
    int length = text.length();
    reserve(length + 2);
    bytes[size++] = '"';
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c < 128 && style.plain[c]) {
        bytes[size++] = (byte) c;
      } else {
        // What is left may need a byte each, this one up to twelve.
        reserve(length - i + 12);
        i += special(text, i, c);
      }
    }
    reserve(1);
    bytes[size++] = '"';
    comma = true;
    return this;
  }

  public JsonWriter number(long value) {
    return literal(Long.toString(value));
  }

  public JsonWriter bool(boolean value) {
    return literal(value ? "true" : "false");
  }

  public JsonWriter nothing() {
    return literal("null");
  }

  private JsonWriter literal(String text) {
    separate();
    ascii(text);
    comma = true;
    return this;
  }

  /** Bytes that are a JSON value already; they are taken as they stand. */
  public JsonWriter raw(Payload json) {
    separate();
    reserve(json.size());
    json.copyTo(bytes, size);
    size += json.size();
    comma = true;
    return this;
  }

  /** A value in this style, its keys in their own order; numbers keep their digits. */
  public JsonWriter value(JsonValue value) {
    return value(value, false);
  }

  /** As {@link #value(JsonValue)} with the keys of each object sorted; of twins the last stays. */
  public JsonWriter sorted(JsonValue value) {
    return value(value, true);
  }

  private JsonWriter value(JsonValue value, boolean sorted) {
    return switch (value.type()) {
      case OBJECT -> object(value, sorted);
      case ARRAY -> {
        beginArray();
        value.elements().forEach(element -> value(element, sorted));
        yield endArray();
      }
      case STRING -> string(value.text());
      case NUMBER, TRUE, FALSE, NULL -> literal(value.text());
    };
  }

  private JsonWriter object(JsonValue object, boolean sorted) {
    beginObject();
    if (sorted) {
      var members = new TreeMap<String, JsonValue>(style.keyOrder());
      object.forEachMember(members::put);
      members.forEach((name, member) -> key(name).value(member, true));
    } else {
      object.forEachMember((name, member) -> key(name).value(member, false));
    }
    return endObject();
  }

  public JsonWriter member(String name, String text) {
    return key(name).string(text);
  }

  public JsonWriter member(String name, long number) {
    return key(name).number(number);
  }

  public JsonWriter member(String name, boolean value) {
    return key(name).bool(value);
  }

  public JsonWriter member(String name, JsonValue value) {
    return key(name).value(value);
  }

  /** The document. The writer must not be used any more. */
  public Payload payload() {
    return Payload.owning(bytes, 0, size);
  }

  private void separate() {
    if (comma) {
      ascii(",");
      ascii(style.blank);
    }
  }

  private void ascii(String text) {
    reserve(text.length());
    for (int i = 0; i < text.length(); i++) {
      bytes[size++] = (byte) text.charAt(i);
    }
  }

  private void reserve(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(size + more, bytes.length * 2));
    }
  }

  /**
   * A character that is not itself; returns how many more than one it took from the text. Half a
   * surrogate pair has no UTF-8, so every style escapes it.
   */
  private int special(String text, int at, char c) {
    if (c < 128) {
      escape(c);
      return 0;
    }
    boolean pair =
        Character.isHighSurrogate(c)
            && at + 1 < text.length()
            && Character.isLowSurrogate(text.charAt(at + 1));
    boolean half = Character.isSurrogate(c) && !pair;
    if (half || style.asciiOnly || (style == Style.GO && (c == '\u2028' || c == '\u2029'))) {
      unicode(c);
      if (pair) {
        unicode(text.charAt(at + 1));
      }
    } else {
      utf8(pair ? Character.toCodePoint(c, text.charAt(at + 1)) : c);
    }
    return pair ? 1 : 0;
  }

  private void escape(char c) {
    char letter =
        switch (c) {
          case '"', '\\' -> c;
          case '\b' -> 'b';
          case '\f' -> 'f';
          case '\n' -> 'n';
          case '\r' -> 'r';
          case '\t' -> 't';
          default -> 0;
        };
    if (letter == 0) {
      unicode(c);
    } else {
      bytes[size++] = '\\';
      bytes[size++] = (byte) letter;
    }
  }

  private void unicode(char c) {
    bytes[size++] = '\\';
    bytes[size++] = 'u';
    for (int shift = 12; shift >= 0; shift -= 4) {
      bytes[size++] = HEX[c >> shift & 0xf];
    }
  }

  private void utf8(int point) {
    if (point < 0x800) {
      bytes[size++] = (byte) (0xc0 | point >> 6);
    } else {
      if (point < 0x10000) {
        bytes[size++] = (byte) (0xe0 | point >> 12);
      } else {
        bytes[size++] = (byte) (0xf0 | point >> 18);
        bytes[size++] = (byte) (0x80 | (point >> 12 & 0x3f));
      }
      bytes[size++] = (byte) (0x80 | (point >> 6 & 0x3f));
    }
    bytes[size++] = (byte) (0x80 | (point & 0x3f));
  }

  /** Surrogates stand for the highest code points, but their units are below U+E000 to U+FFFF. */
  private static int compareCodePoints(String one, String other) {
    int length = Math.min(one.length(), other.length());
    for (int i = 0; i < length; i++) {
      char a = one.charAt(i);
      char b = other.charAt(i);
      if (a != b) {
        boolean high = Character.isSurrogate(a);
        return high == Character.isSurrogate(b) ? a - b : high ? 1 : -1;
      }
    }
    return one.length() - other.length();
  }
}
