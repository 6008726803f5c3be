package belfry.sink.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import belfry.event.Payload;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Answers of HTTP/1.1 from one connection (RFC 9112). Everything is bounded: the bytes of a header,
 * the interim answers, the bytes of a body that are read. Who has seen the status knows what became
 * of the request, so a body that breaks off only ends the connection.
 */
final class ResponseReader {
  /** Longest status line and header together, in bytes. */
  static final int HEAD_BYTES_MAX = 16 * 1024;

  /** Most of a body that is read, in bytes; of a longer one the connection is closed. */
  static final int BODY_BYTES_MAX = 64 * 1024;

  /** Most answers 1xx before the real one. */
  static final int INTERIM_MAX = 8;

  private static final int CHUNK_LINE_BYTES_MAX = 256;

  private final InputStream in;
  private final byte[] buffer = new byte[8192];
  private int at;
  private int end;

  ResponseReader(InputStream in) {
    this.in = in;
  }

  /** Whether bytes are here that nobody asked for. */
  boolean hasMore() {
    return at < end;
  }

  /**
   * @throws EOFException if the connection ends before the answer
   * @throws IOException if it fails, or what comes is no answer of HTTP/1
   */
  Response read() throws IOException {
    for (int i = 0; i <= INTERIM_MAX; i++) {
      String head = head();
      int status = status(head);
      if (status >= 200) {
        return withBody(status, head);
      }
    }
    throw new IOException("more than " + INTERIM_MAX + " interim answers");
  }

  private String head() throws IOException {
    var head = new StringBuilder(256);
    int bytes = 0;
    while (true) {
      int from = head.length();
      bytes += line(head, HEAD_BYTES_MAX - bytes);
      if (head.length() == from) {
        if (from > 0) {
          return head.toString();
        }
      } else {
        head.append('\n');
      }
    }
  }

  /** Appends a line without its end and returns how many bytes it had. */
  private int line(StringBuilder out, int bytesMax) throws IOException {
    int count = 0;
    while (true) {
      fill();
      int from = at;
      while (at < end && buffer[at] != '\n') {
        at++;
      }
      boolean ended = at < end;
      count += at - from + (ended ? 1 : 0);
      if (count > bytesMax) {
        throw new IOException("a header of more than " + HEAD_BYTES_MAX + " bytes");
      }
      out.append(new String(buffer, from, at - from, ISO_8859_1));
      if (ended) {
        at++;
        if (!out.isEmpty() && out.charAt(out.length() - 1) == '\r') {
          out.setLength(out.length() - 1);
        }
        return count;
      }
    }
  }

  private void fill() throws IOException {
    if (at == end) {
      int count = in.read(buffer);
      if (count < 0) {
        throw new EOFException("the connection was closed");
      }
      at = 0;
      end = count;
    }
  }

  private static int status(String head) throws IOException {
    boolean http =
        head.length() > 12
            && head.startsWith("HTTP/1.")
            && head.charAt(8) == ' '
            && !Character.isDigit(head.charAt(12));
    int status = 0;
    for (int i = 9; http && i < 12; i++) {
      http = head.charAt(i) >= '0' && head.charAt(i) <= '9';
      status = status * 10 + head.charAt(i) - '0';
    }
    if (!http || status < 100 || status == 101) {
      throw new IOException("the answer is not HTTP/1");
    }
    return status;
  }

  private Response withBody(int status, String head) throws IOException {
    boolean goesOn =
        head.startsWith("HTTP/1.1")
            && !Response.header(head, "Connection")
                .map(value -> value.toLowerCase(Locale.ROOT).contains("close"))
                .orElse(false);
    var body = new BodyBytes();
    boolean whole;
    try {
      whole = readBody(status, head, body);
    } catch (IOException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw e;
      }
      whole = false;
    }
    return new Response(status, head, body.payload(), whole && goesOn);
  }

  /** Whether all of it was read and its end is known. */
  private boolean readBody(int status, String head, BodyBytes body) throws IOException {
    if (status == 204 || status == 304) {
      return true;
    }
    Optional<String> encoding = Response.header(head, "Transfer-Encoding");
    if (encoding.isPresent()) {
      return encoding.get().equalsIgnoreCase("chunked") && readChunks(body);
    }
    Optional<String> length = Response.header(head, "Content-Length");
    if (length.isEmpty()) {
      readSome(body, Integer.MAX_VALUE);
      return false;
    }
    if (!length.get().matches("\\d{1,9}")) {
      return false;
    }
    return readSome(body, Integer.parseInt(length.get()));
  }

  /** Whether as many bytes came and there was room for all of them. */
  private boolean readSome(BodyBytes body, int count) throws IOException {
    int left = count;
    while (left > 0) {
      fill();
      int step = Math.min(left, end - at);
      if (!body.add(buffer, at, step)) {
        return false;
      }
      at += step;
      left -= step;
    }
    return true;
  }

  private boolean readChunks(BodyBytes body) throws IOException {
    while (true) {
      var line = new StringBuilder();
      line(line, CHUNK_LINE_BYTES_MAX);
      int extension = line.indexOf(";");
      String size = (extension < 0 ? line.toString() : line.substring(0, extension)).strip();
      if (!size.matches("[0-9a-fA-F]{1,7}")) {
        return false;
      }
      int count = Integer.parseInt(size, 16);
      if (count == 0) {
        break;
      }
      if (!readSome(body, count)) {
        return false;
      }
      line.setLength(0);
      line(line, 2);
    }
    var trailer = new StringBuilder();
    int bytes = 0;
    int from;
    do {
      from = trailer.length();
      bytes += line(trailer, HEAD_BYTES_MAX - bytes);
    } while (trailer.length() > from);
    return true;
  }

  /** Bytes up to {@link #BODY_BYTES_MAX}. */
  private static final class BodyBytes {
    private byte[] bytes = new byte[0];
    private int size;

    boolean add(byte[] from, int offset, int count) {
      int taken = Math.min(count, BODY_BYTES_MAX - size);
      if (size + taken > bytes.length) {
        bytes = Arrays.copyOf(bytes, Math.max(size + taken, 2 * bytes.length));
      }
      System.arraycopy(from, offset, bytes, size, taken);
      size += taken;
      return taken == count;
    }

    Payload payload() {
      return size == 0 ? Payload.EMPTY : Payload.owning(bytes, 0, size);
    }
  }
}
