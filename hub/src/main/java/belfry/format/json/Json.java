package belfry.format.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import belfry.event.Malformed;
import belfry.event.Payload;
import java.util.Optional;

/**
 * A checked JSON document as a flat index over its bytes.
 *
 * <p>Design: one pass checks grammar, UTF-8, depth and duplicate keys and notes four numbers per
 * value: type, first byte, end, and the index of what follows its subtree. Objects hold key and
 * value alternately. Nothing is copied until somebody asks for a text, so a decoder that needs five
 * fields of an event pays for five. Values are handed out as {@link JsonValue}.
 */
public final class Json {
  /** Deepest nesting of objects and arrays. */
  public static final int DEPTH_MAX = 64;

  /** Most digits, signs and points in one number. */
  public static final int NUMBER_CHARS_MAX = 1000;

  static final int NODE_INTS = 4;
  static final int ESCAPED = 0x100;

  /** What the letter behind a backslash stands for; most stand for themselves. */
  private static final byte[] SHORT_ESCAPES = new byte[128];

  static {
    SHORT_ESCAPES['"'] = '"';
    SHORT_ESCAPES['\\'] = '\\';
    SHORT_ESCAPES['/'] = '/';
    SHORT_ESCAPES['b'] = '\b';
    SHORT_ESCAPES['f'] = '\f';
    SHORT_ESCAPES['n'] = '\n';
    SHORT_ESCAPES['r'] = '\r';
    SHORT_ESCAPES['t'] = '\t';
  }

  final byte[] bytes;
  final int base;
  private final int[] nodes;

  Json(byte[] bytes, int base, int[] nodes) {
    this.bytes = bytes;
    this.base = base;
    this.nodes = nodes;
  }

  /**
   * Reads one document by {@link Rules#STRICT}; white space may surround it.
   *
   * @throws Malformed at the first byte that is not JSON or breaks a limit
   */
  public static JsonValue parse(Payload payload) throws Malformed {
    return parse(payload, Rules.STRICT);
  }

  /** As {@link #parse(Payload)} by the rules of a dialect. */
  public static JsonValue parse(Payload payload, Rules rules) throws Malformed {
    return payload.with((array, from, size) -> parse(array, from, size, rules));
  }

  private static JsonValue parse(byte[] array, int from, int size, Rules rules) throws Malformed {
    return new JsonValue(new JsonScanner(array, from, size, rules).document(), 0);
  }

  JsonType type(int node) {
    return TYPES[nodes[node] & 0xff];
  }

  private static final JsonType[] TYPES = JsonType.values();

  boolean escaped(int node) {
    return (nodes[node] & ESCAPED) != 0;
  }

  /** First byte; of a string, the one after the quote. */
  int start(int node) {
    return nodes[node + 1];
  }

  /** After the last byte; of a string, the closing quote. */
  int end(int node) {
    return nodes[node + 2];
  }

  /** The node after this one's subtree. */
  int after(int node) {
    return nodes[node + 3];
  }

  /** The value of a key, or -1; the last one if it stands there twice. */
  int find(int object, String key) {
    int end = after(object);
    int found = -1;
    for (int node = object + NODE_INTS; node < end; ) {
      int value = node + NODE_INTS;
      if (matches(node, key)) {
        found = value;
      }
      node = after(value);
    }
    return found;
  }

  private boolean matches(int node, String key) {
    if (escaped(node)) {
      return text(node).equals(key);
    }
    int start = start(node);
    int size = end(node) - start;
    for (int i = 0; i < key.length(); i++) {
      if (i == size) {
        return false;
      }
      byte b = bytes[start + i];
      if (b < 0) {
        return text(node).equals(key);
      }
      if (b != key.charAt(i)) {
        return false;
      }
    }
    return size == key.length();
  }

  /** The decoded text of a string, or the literal text of any other value. */
  String text(int node) {
    int start = start(node);
    int size = end(node) - start;
    return escaped(node) ? unescaped(start, end(node)) : new String(bytes, start, size, UTF_8);
  }

  private String unescaped(int start, int end) {
    var out = new StringBuilder(end - start);
    int run = start;
    int i = start;
    while (i < end) {
      if (bytes[i] != '\\') {
        i++;
        continue;
      }
      out.append(new String(bytes, run, i - run, UTF_8));
      i++;
      switch (bytes[i]) {
        case 'b' -> out.append('\b');
        case 'f' -> out.append('\f');
        case 'n' -> out.append('\n');
        case 'r' -> out.append('\r');
        case 't' -> out.append('\t');
        case 'u' -> {
          out.append((char) Integer.parseInt(new String(bytes, i + 1, 4, UTF_8), 16));
          i += 4;
        }
        default -> out.append((char) bytes[i]);
      }
      i++;
      run = i;
    }
    return out.append(new String(bytes, run, end - run, UTF_8)).toString();
  }

  /** The text of a string as UTF-8, without the detour of a String where nothing is escaped. */
  Payload utf8(int node) {
    int start = start(node);
    return escaped(node)
        ? unescapedUtf8(start, end(node))
        : Payload.owning(bytes, start, end(node) - start);
  }

  /** Decoded bytes are never more than their escapes: two become one, six at most three. */
  private Payload unescapedUtf8(int start, int end) {
    byte[] out = new byte[end - start];
    int size = 0;
    for (int i = start; i < end; i++) {
      byte b = bytes[i];
      if (b != '\\') {
        out[size++] = b;
      } else if (bytes[i + 1] == 'u') {
        int run = i;
        while (i < end && bytes[i] == '\\' && bytes[i + 1] == 'u') {
          i += 6;
        }
        byte[] points = unescaped(run, i).getBytes(UTF_8);
        System.arraycopy(points, 0, out, size, points.length);
        size += points.length;
        i--;
      } else {
        i++;
        out[size++] = SHORT_ESCAPES[bytes[i]];
      }
    }
    return Payload.owning(out, 0, size);
  }

  Payload raw(int node) {
    int quote = type(node) == JsonType.STRING ? 1 : 0;
    int start = start(node) - quote;
    return Payload.owning(bytes, start, end(node) + quote - start);
  }

  Optional<JsonValue> value(int node) {
    return node < 0 ? Optional.empty() : Optional.of(new JsonValue(this, node));
  }
}
