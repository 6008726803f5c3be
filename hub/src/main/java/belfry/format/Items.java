package belfry.format;

import belfry.event.Malformed;
import belfry.event.Payload;
import belfry.format.json.ByteSearch;
import belfry.format.json.Json;
import belfry.format.json.Rules;
import java.util.ArrayList;
import java.util.List;

/**
 * The elements of a request body: one JSON document, an array of them, or one per line (NDJSON;
 * Gluster's datagrams as text). Each element is a slice of the body, without the white space around
 * it.
 *
 * <p>Only boundaries are found here, by quotes and brackets: whether an element is JSON is for its
 * decoder to say, so that one bad element does not take the others with it. An element may have any
 * size; over {@link belfry.event.Event#DATA_BYTES_MAX} it alone is refused.
 */
public final class Items {
  /** Most elements of one body. */
  public static final int COUNT_MAX = 10_000;

  private final Payload body;
  private final byte[] bytes;
  private final int base;
  private final int end;
  private final List<Payload> found = new ArrayList<>();

  private Items(Payload body, byte[] bytes, int from) {
    this.body = body;
    this.bytes = bytes;
    this.base = from;
    this.end = from + body.size();
  }

  /**
   * The elements of a body whose shape its first bytes tell: {@code [} begins an array; a document
   * with nothing behind it is one element; everything else is one element per line.
   *
   * @throws Malformed if the body is empty, or an array does not end as one; then nothing is taken
   * @throws TooLarge if there are more than {@value #COUNT_MAX}
   */
  public static List<Payload> of(Payload body) throws Malformed, TooLarge {
    return in(body).all();
  }

  /**
   * One element per line that is not blank, whatever it looks like: for bodies that say they are
   * NDJSON.
   *
   * @throws TooLarge if there are more than {@value #COUNT_MAX}
   */
  public static List<Payload> lines(Payload body) throws TooLarge {
    return in(body).lines();
  }

  private static Items in(Payload body) {
    return body.<Items, RuntimeException>with((array, from, size) -> new Items(body, array, from));
  }

  private List<Payload> all() throws Malformed, TooLarge {
    int start = skipSpace(base);
    if (start == end) {
      throw malformed(start, "empty body (expected: an event, an array of events or NDJSON)");
    }
    if (bytes[start] == '[') {
      return elements(start + 1);
    }
    return document(start) ? found : lines();
  }

  /** Takes the whole body as one document if it is none of several lines. */
  private boolean document(int start) throws TooLarge {
    if (bytes[start] != '{') {
      return false;
    }
    int stop = afterValue(start);
    boolean one = stop < 0 || skipSpace(stop) == end;
    // Two lines with a quote missing look like one document, so the brackets alone do not decide.
    boolean whole = one && (!anotherBegins() || (stop > 0 && parses()));
    if (whole) {
      add(start, end);
    }
    return whole;
  }

  /** Whether a line after the first begins as a document does. */
  private boolean anotherBegins() {
    int line = ByteSearch.find(bytes, base, end, (byte) '\n');
    while (line < end - 1) {
      if (bytes[line + 1] == '{') {
        return true;
      }
      line = ByteSearch.find(bytes, line + 1, end, (byte) '\n');
    }
    return false;
  }

  private boolean parses() {
    try {
      return Json.parse(body, Rules.PYTHON).isObject();
    } catch (Malformed e) {
      return false;
    }
  }

  private List<Payload> lines() throws TooLarge {
    for (int start = base; start < end; ) {
      int stop = ByteSearch.find(bytes, start, end, (byte) '\n');
      add(start, stop);
      start = stop + 1;
    }
    return found;
  }

  private List<Payload> elements(int from) throws Malformed, TooLarge {
    int start = skipSpace(from);
    boolean closed = start < end && bytes[start] == ']';
    int stop = start;
    while (!closed) {
      stop = afterElement(start);
      if (stop == end) {
        throw malformed(end, "end of input (expected: ',' or ']' of the array)");
      }
      if (!add(start, stop)) {
        throw malformed(stop, "'" + (char) bytes[stop] + "' (expected: an event)");
      }
      closed = bytes[stop] == ']';
      start = stop + 1;
    }
    int rest = skipSpace(stop + 1);
    if (rest < end) {
      throw malformed(rest, "more behind the array (expected: the end of the body)");
    }
    return found;
  }

  /** The comma or bracket that ends an element of the array, or {@code end}. */
  private int afterElement(int start) {
    int at = start;
    while (at < end) {
      switch (bytes[at]) {
        case ',', ']' -> {
          return at;
        }
        case '{', '[', '"' -> {
          int after = afterValue(at);
          at = after < 0 ? end : after;
        }
        default -> at++;
      }
    }
    return end;
  }

  /**
   * What follows the string, object or array that begins here; -1 if it does not end. Brackets are
   * only counted: a wrong one makes its own element malformed and no other.
   */
  private int afterValue(int start) {
    int depth = 0;
    int at = start;
    while (at < end) {
      switch (bytes[at]) {
        case '"' -> {
          at = afterString(at);
          if (at < 0) {
            return -1;
          }
        }
        case '{', '[' -> {
          depth++;
          at++;
        }
        case '}', ']' -> {
          depth--;
          at++;
        }
        default -> at++;
      }
      if (depth == 0) {
        return at;
      }
    }
    return -1;
  }

  private int afterString(int quote) {
    int at = quote + 1;
    while (true) {
      at = ByteSearch.quoteOrBackslash(bytes, at, end);
      if (at >= end) {
        return -1;
      }
      if (bytes[at] == '"') {
        return at + 1;
      }
      at += 2;
    }
  }

  /** Adds what is between the bounds but for white space; false if that is nothing. */
  private boolean add(int start, int stop) throws TooLarge {
    int first = skipSpace(start);
    int last = stop;
    while (last > first && space(bytes[last - 1])) {
      last--;
    }
    if (first >= last) {
      return false;
    }
    if (found.size() == COUNT_MAX) {
      throw new TooLarge(
          "items: more than " + COUNT_MAX + " in one body (expected: at most " + COUNT_MAX + ")");
    }
    found.add(body.slice(first - base, last - base));
    return true;
  }

  private int skipSpace(int from) {
    int at = from;
    while (at < end && space(bytes[at])) {
      at++;
    }
    return at;
  }

  private static boolean space(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }

  private Malformed malformed(int where, String message) {
    return new Malformed(where - base, message + " at column " + (where - base + 1));
  }
}
