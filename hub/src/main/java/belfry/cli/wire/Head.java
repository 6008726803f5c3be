package belfry.cli.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Status line and headers of an answer (RFC 9112). */
record Head(int status, SortedMap<String, String> headers) {
  /** Most bytes of status line and headers together. */
  static final int HEAD_BYTES_MAX = 64 * 1024;

  static Head read(InputStream in) throws IOException {
    int[] left = {HEAD_BYTES_MAX};
    String statusLine = line(in, left);
    String[] parts = statusLine.split(" ", 3);
    if (parts.length < 2 || !parts[0].startsWith("HTTP/1.") || !parts[1].matches("[1-5][0-9]{2}")) {
      throw new IOException(
          "answer: " + shortened(statusLine) + " (expected: HTTP/1.1 and a status)");
    }
    var headers = new TreeMap<String, String>();
    for (String line = line(in, left); !line.isEmpty(); line = line(in, left)) {
      int colon = line.indexOf(':');
      if (colon < 1) {
        throw new IOException("header: " + shortened(line) + " (expected: name: value)");
      }
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    return new Head(Integer.parseInt(parts[1]), headers);
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  boolean closes() {
    return header("connection")
        .map(v -> v.toLowerCase(Locale.ROOT).contains("close"))
        .orElse(false);
  }

  /** The body as a stream that ends where the body ends. */
  InputStream body(InputStream in) throws IOException {
    if (status == 204 || status == 304) {
      return InputStream.nullInputStream();
    }
    if (header("transfer-encoding").map(v -> v.equalsIgnoreCase("chunked")).orElse(false)) {
      return new ChunkedInput(in);
    }
    Optional<String> length = header("content-length");
    if (length.isEmpty()) {
      return in; // until the connection closes
    }
    try {
      return new FixedInput(in, Long.parseLong(length.get()));
    } catch (NumberFormatException e) {
      throw new IOException("Content-Length: " + length.get() + " (expected: a number of bytes)");
    }
  }

  /** Whether the connection can be used again after the body was read. */
  boolean framed() {
    return headers.containsKey("content-length") || headers.containsKey("transfer-encoding");
  }

  /** One line without its end; counts against what is {@code left} of the limit. */
  static String line(InputStream in, int[] left) throws IOException {
    var line = new ByteArrayOutputStream(80);
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException("the hub closed the connection before it answered");
      }
      if (--left[0] < 0) {
        throw new IOException("answer: head over " + HEAD_BYTES_MAX + " bytes (expected: fewer)");
      }
      line.write(b);
    }
    String text = line.toString(ISO_8859_1);
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
  }

  static String shortened(String text) {
    return text.length() <= 60 ? text : text.substring(0, 60) + "…";
  }
}
