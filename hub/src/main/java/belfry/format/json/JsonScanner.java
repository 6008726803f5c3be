package belfry.format.json;

import belfry.event.Malformed;
import java.util.Arrays;
import java.util.HashSet;

/**
 * The one pass over the bytes; see {@link Json}. RFC 8259, with the departures of {@link Rules}.
 */
@SuppressWarnings("EnumOrdinal") // the index holds types as numbers, for its own use only
final class JsonScanner {
  private static final int FEW_KEYS = 12;
  private static final int STRING = JsonType.STRING.ordinal();

  private final byte[] bytes;
  private final int base;
  private final int end;
  private final Rules rules;
  private int at;
  private int depth;
  private int[] nodes;
  private int count;

  JsonScanner(byte[] bytes, int from, int size, Rules rules) {
    this.bytes = bytes;
    this.base = from;
    this.end = from + size;
    this.rules = rules;
    this.at = from;
    this.nodes = new int[Math.clamp(size / 3L, 64, 4096) / Json.NODE_INTS * Json.NODE_INTS];
  }

  Json document() throws Malformed {
    skipSpace();
    value();
    skipSpace();
    if (at < end) {
      throw unexpected("the end of the document");
    }
    return new Json(bytes, base, nodes);
  }

  private void value() throws Malformed {
    switch (peek("a JSON value")) {
      case '{' -> object();
      case '[' -> array();
      case '"' -> string();
      case 't' -> literal("true", JsonType.TRUE);
      case 'f' -> literal("false", JsonType.FALSE);
      case 'n' -> literal("null", JsonType.NULL);
      case 'N' -> notANumber("NaN");
      case 'I' -> notANumber("Infinity");
      case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
      default -> throw unexpected("a JSON value");
    }
  }

  private void object() throws Malformed {
    int node = open(JsonType.OBJECT);
    at++;
    skipSpace();
    if (peek("a key or '}'") == '}') {
      close(node);
      return;
    }
    int keys = 0;
    while (true) {
      if (peek("a key") != '"') {
        throw unexpected("a key in double quotes");
      }
      string();
      keys++;
      skipSpace();
      expect(':');
      skipSpace();
      value();
      skipSpace();
      if (peek("',' or '}'") == '}') {
        break;
      }
      expect(',');
      skipSpace();
    }
    close(node);
    if (!rules.duplicateKeys()) {
      refuseDuplicates(node, keys);
    }
  }

  private void array() throws Malformed {
    int node = open(JsonType.ARRAY);
    at++;
    skipSpace();
    if (peek("a value or ']'") == ']') {
      close(node);
      return;
    }
    while (true) {
      value();
      skipSpace();
      if (peek("',' or ']'") == ']') {
        break;
      }
      expect(',');
      skipSpace();
    }
    close(node);
  }

  private int open(JsonType type) throws Malformed {
    if (++depth > Json.DEPTH_MAX) {
      throw malformed("depth " + depth + " (expected: at most " + Json.DEPTH_MAX + ")");
    }
    return add(type.ordinal(), at, at);
  }

  private void close(int node) {
    at++;
    depth--;
    nodes[node + 2] = at;
    nodes[node + 3] = count;
  }

  private void string() throws Malformed {
    int quote = at++;
    boolean escaped = false;
    while (true) {
      at = ByteSearch.notPlain(bytes, at, end);
      if (at == end) {
        at = quote;
        throw malformed("string without an end (expected: a closing quote)");
      }
      byte b = bytes[at];
      if (b == '"') {
        break;
      }
      if (b == '\\') {
        escaped = true;
        escape();
      } else if (b < 0) {
        multibyte();
      } else {
        throw malformed("control character 0x%02x in a string (expected: escaped)".formatted(b));
      }
    }
    add(escaped ? STRING | Json.ESCAPED : STRING, quote + 1, at);
    at++;
  }

  private void escape() throws Malformed {
    at++;
    switch (peek("an escape")) {
      case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> at++;
      case 'u' -> {
        int unit = hex();
        if (rules.loneSurrogates()) {
          return;
        }
        if (Character.isLowSurrogate((char) unit)) {
          throw malformed("lone low surrogate (expected: a pair)");
        }
        if (Character.isHighSurrogate((char) unit)) {
          if (at + 1 >= end || bytes[at] != '\\' || bytes[at + 1] != 'u') {
            throw malformed("lone high surrogate (expected: a pair)");
          }
          at++;
          if (!Character.isLowSurrogate((char) hex())) {
            throw malformed("high surrogate without a low one (expected: a pair)");
          }
        }
      }
      default -> throw unexpected("one of \"\\/bfnrtu after a backslash");
    }
  }

  private int hex() throws Malformed {
    at++;
    int unit = 0;
    for (int i = 0; i < 4; i++) {
      int digit = Character.digit(peek("four hex digits"), 16);
      if (digit < 0) {
        throw unexpected("four hex digits");
      }
      unit = unit << 4 | digit;
      at++;
    }
    return unit;
  }

  /** One code point of two to four bytes; RFC 3629 section 4. */
  private void multibyte() throws Malformed {
    int lead = bytes[at] & 0xff;
    int more = lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : 1;
    if (lead < 0xc2 || lead > 0xf4 || at + more >= end) {
      throw badUtf8();
    }
    int second = bytes[at + 1] & 0xff;
    int low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
    int high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
    if (second < low || second > high) {
      throw badUtf8();
    }
    for (int i = 2; i <= more; i++) {
      if ((bytes[at + i] & 0xc0) != 0x80) {
        throw badUtf8();
      }
    }
    at += more + 1;
  }

  private Malformed badUtf8() {
    return malformed("byte 0x%02x (expected: UTF-8)".formatted(bytes[at] & 0xff));
  }

  private void number() throws Malformed {
    int start = at;
    if (bytes[at] == '-') {
      at++;
      if (rules.nan() && at < end && bytes[at] == 'I') {
        at = start;
        literal("-Infinity", JsonType.NUMBER);
        return;
      }
    }
    if (peek("a digit") == '0') {
      at++;
    } else {
      digits();
    }
    if (at < end && bytes[at] == '.') {
      at++;
      digits();
    }
    if (at < end && (bytes[at] == 'e' || bytes[at] == 'E')) {
      at++;
      if (at < end && (bytes[at] == '+' || bytes[at] == '-')) {
        at++;
      }
      digits();
    }
    if (at - start > Json.NUMBER_CHARS_MAX) {
      int size = at - start;
      at = start;
      throw malformed(
          "number of " + size + " characters (expected: at most " + Json.NUMBER_CHARS_MAX + ")");
    }
    add(JsonType.NUMBER.ordinal(), start, at);
  }

  private void digits() throws Malformed {
    int start = at;
    while (at < end && bytes[at] >= '0' && bytes[at] <= '9') {
      at++;
    }
    if (at == start) {
      throw unexpected("a digit");
    }
  }

  private void notANumber(String word) throws Malformed {
    if (!rules.nan()) {
      throw unexpected("a JSON value");
    }
    literal(word, JsonType.NUMBER);
  }

  private void literal(String word, JsonType type) throws Malformed {
    int start = at;
    for (int i = 0; i < word.length(); i++) {
      if (at >= end || bytes[at] != word.charAt(i)) {
        throw unexpected(word);
      }
      at++;
    }
    add(type.ordinal(), start, at);
  }

  private int add(int type, int start, int stop) {
    if (count == nodes.length) {
      nodes = Arrays.copyOf(nodes, count * 2);
    }
    int node = count;
    nodes[node] = type;
    nodes[node + 1] = start;
    nodes[node + 2] = stop;
    count += Json.NODE_INTS;
    nodes[node + 3] = count;
    return node;
  }

  /**
   * Few keys are compared in place, and only with those before them if one of these has the same
   * print; many keys go through a set.
   */
  private void refuseDuplicates(int object, int keys) throws Malformed {
    if (keys > FEW_KEYS) {
      refuseManyDuplicates(object, keys);
      return;
    }
    long prints = 0;
    for (int key = object + Json.NODE_INTS; key < count; key = afterMember(key)) {
      long print = print(key);
      if ((prints & print) != 0) {
        for (int other = object + Json.NODE_INTS; other < key; other = afterMember(other)) {
          if (sameKey(key, other)) {
            throw duplicate(key);
          }
        }
      }
      prints |= print;
    }
  }

  /** One of 64 bits, the same for the same key; an escaped key may be any other. */
  private long print(int key) {
    if ((nodes[key] & Json.ESCAPED) != 0) {
      return -1;
    }
    int start = nodes[key + 1];
    int stop = nodes[key + 2];
    return start == stop ? 1 : 1L << (7 * (stop - start) + 3 * bytes[start] + bytes[stop - 1]);
  }

  private void refuseManyDuplicates(int object, int keys) throws Malformed {
    var json = new Json(bytes, base, nodes);
    var seen = HashSet.<String>newHashSet(keys);
    for (int key = object + Json.NODE_INTS; key < count; key = afterMember(key)) {
      if (!seen.add(json.text(key))) {
        throw duplicate(key);
      }
    }
  }

  private int afterMember(int key) {
    return nodes[key + Json.NODE_INTS + 3];
  }

  private boolean sameKey(int one, int other) {
    if (((nodes[one] | nodes[other]) & Json.ESCAPED) != 0) {
      var json = new Json(bytes, base, nodes);
      return json.text(one).equals(json.text(other));
    }
    int start = nodes[one + 1];
    int size = nodes[one + 2] - start;
    int otherStart = nodes[other + 1];
    if (nodes[other + 2] - otherStart != size || (size > 0 && bytes[start] != bytes[otherStart])) {
      return false;
    }
    return Arrays.equals(bytes, start, start + size, bytes, otherStart, otherStart + size);
  }

  private Malformed duplicate(int key) {
    at = nodes[key + 1] - 1;
    String shown = new Json(bytes, base, nodes).text(key);
    return malformed(
        "key \""
            + (shown.length() > 40 ? shown.substring(0, 40) + "…" : shown)
            + "\" twice in one object (expected: once)");
  }

  private void skipSpace() {
    while (at < end && bytes[at] <= ' ' && space(bytes[at])) {
      at++;
    }
  }

  private static boolean space(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }

  private byte peek(String expected) throws Malformed {
    if (at >= end) {
      throw malformed("end of input (expected: " + expected + ")");
    }
    return bytes[at];
  }

  private void expect(char c) throws Malformed {
    if (at >= end || bytes[at] != c) {
      throw unexpected("'" + c + "'");
    }
    at++;
  }

  private Malformed unexpected(String expected) {
    if (at >= end) {
      return malformed("end of input (expected: " + expected + ")");
    }
    int b = bytes[at] & 0xff;
    String was = b > 0x20 && b < 0x7f ? "'" + (char) b + "'" : "byte 0x%02x".formatted(b);
    return malformed(was + " (expected: " + expected + ")");
  }

  private Malformed malformed(String message) {
    return new Malformed(at - base, message + " at column " + (at - base + 1));
  }
}
