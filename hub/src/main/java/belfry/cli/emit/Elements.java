package belfry.cli.emit;

import belfry.event.Payload;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * The events of a file or pipe of any length, one after the other: one per line (NDJSON,
 * datagrams), an array of documents, or documents of several lines. The first line decides which.
 * Only boundaries are found here; whether an element is of its dialect is for the hub to say.
 */
public final class Elements {
  /** Longest element: beyond what the hub takes, so that it is the hub who refuses it. */
  public static final int ELEMENT_BYTES_MAX = 4 << 20;

  private static final int BUFFER_BYTES = 1 << 16;
  private static final int NONE = -2;
  private static final int END = -1;

  private final InputStream in;
  private final Shape shape;
  private long line = 1;
  private int ahead = NONE;
  private boolean ended;

  /** How elements stand one behind the other. */
  public enum Shape {
    /** One per line. */
    LINES,
    /** Between brackets and commas. */
    ARRAY,
    /** One behind the other, each of any number of lines. */
    DOCUMENTS
  }

  private Elements(InputStream in, Shape shape) {
    this.in = in;
    this.shape = shape;
  }

  /** Looks at the first line of an input to learn its shape. */
  public static Elements of(InputStream input) throws IOException {
    var buffered = new BufferedInputStream(input, BUFFER_BYTES);
    buffered.mark(ELEMENT_BYTES_MAX);
    var first = new ByteArrayOutputStream();
    boolean began = false;
    while (first.size() < ELEMENT_BYTES_MAX) {
      int b = buffered.read();
      if (b < 0 || (b == '\n' && began)) {
        break;
      }
      first.write(b);
      began |= b > ' ';
    }
    buffered.reset();
    return new Elements(buffered, shape(first.toByteArray()));
  }

  private static Shape shape(byte[] firstLine) {
    String text = Payload.copyOf(firstLine).text().strip();
    if (text.startsWith("[")) {
      return Shape.ARRAY;
    }
    var nesting = new Nesting();
    for (byte b : firstLine) {
      nesting.take(b);
    }
    return text.startsWith("{") && nesting.depth() > 0 ? Shape.DOCUMENTS : Shape.LINES;
  }

  public Shape shape() {
    return shape;
  }

  /**
   * The next element without the white space around it; empty at the end.
   *
   * @throws IOException if the input cannot be read, or an element is longer than {@value
   *     #ELEMENT_BYTES_MAX} bytes
   */
  public Optional<Element> next() throws IOException {
    if (ended) {
      return Optional.empty();
    }
    return switch (shape) {
      case LINES -> nextLine();
      case ARRAY, DOCUMENTS -> nextDocument();
    };
  }

  /** Whether more has arrived already; false also at the end. */
  public boolean ready() throws IOException {
    return in.available() > 0;
  }

  private Optional<Element> nextLine() throws IOException {
    var bytes = new ByteArrayOutputStream(512);
    skip(" \t\r\n");
    long start = line;
    for (int b = read(); b != END && b != '\n'; b = read()) {
      add(bytes, b, start);
    }
    return element(start, bytes);
  }

  private Optional<Element> nextDocument() throws IOException {
    skip(shape == Shape.ARRAY ? " \t\r\n,[]" : " \t\r\n");
    var bytes = new ByteArrayOutputStream(512);
    long start = line;
    var nesting = new Nesting();
    for (int b = read(); b != END; b = read()) {
      boolean between = nesting.depth() == 0 && !nesting.quoted();
      if (between && shape == Shape.ARRAY && (b == ',' || b == ']')) {
        break;
      }
      add(bytes, b, start);
      if (nesting.take((byte) b)) {
        break;
      }
    }
    return element(start, bytes);
  }

  private void add(ByteArrayOutputStream bytes, int b, long start) throws IOException {
    if (bytes.size() == ELEMENT_BYTES_MAX) {
      throw new IOException(
          "line "
              + start
              + ": an event over "
              + ELEMENT_BYTES_MAX
              + " bytes (expected: at most 1 MiB)");
    }
    bytes.write(b);
  }

  private Optional<Element> element(long start, ByteArrayOutputStream bytes) {
    byte[] array = bytes.toByteArray();
    int end = array.length;
    while (end > 0 && array[end - 1] <= ' ' && array[end - 1] >= 0) {
      end--;
    }
    if (end == 0) {
      ended = true;
      return Optional.empty();
    }
    return Optional.of(new Element(start, Payload.owning(array, 0, end)));
  }

  private void skip(String signs) throws IOException {
    int b = read();
    while (b != END && signs.indexOf(b) >= 0) {
      b = read();
    }
    ahead = b;
    if (b == '\n') {
      line--;
    }
  }

  private int read() throws IOException {
    int b = ahead == NONE ? in.read() : ahead;
    ahead = NONE;
    if (b == '\n') {
      line++;
    }
    return b;
  }
}
