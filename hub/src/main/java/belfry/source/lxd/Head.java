package belfry.source.lxd;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import belfry.event.Malformed;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands before the body of an answer.
 *
 * @param headers by name in lower case; the first of a name counts
 */
record Head(int status, Map<String, String> headers) {
  static final int BYTES_MAX = 16 << 10;

  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] (\\d{3})(?: .*)?");

  Head {
    headers = Map.copyOf(headers);
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /**
   * Reads up to the body.
   *
   * @throws Malformed if it is not HTTP, or longer than {@link #BYTES_MAX}
   */
  static Head read(InputStream in) throws IOException, Malformed {
    String[] lines = text(in).split("\r?\n", -1);
    Matcher status = STATUS.matcher(lines[0]);
    if (!status.matches()) {
      throw new Malformed(0, "answer: " + shortened(lines[0]) + " (expected: HTTP/1.1 STATUS)");
    }
    var headers = new TreeMap<String, String>();
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      if (colon > 0) {
        headers.putIfAbsent(
            lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
            lines[i].substring(colon + 1).strip());
      }
    }
    return new Head(Integer.parseInt(status.group(1)), headers);
  }

  private static String text(InputStream in) throws IOException, Malformed {
    var bytes = new ByteArrayOutputStream();
    int lineBytes = 0;
    while (true) {
      int b = in.read();
      if (b < 0) {
        throw new EOFException("the server ended the connection before it had answered");
      }
      if (bytes.size() == BYTES_MAX) {
        throw new Malformed(BYTES_MAX, "head of an answer: longer than " + BYTES_MAX + " bytes");
      }
      bytes.write(b);
      if (b == '\n' && lineBytes == 0) {
        return bytes.toString(ISO_8859_1);
      }
      lineBytes = b == '\n' ? 0 : b == '\r' ? lineBytes : lineBytes + 1;
    }
  }

  private static String shortened(String text) {
    return text.length() <= 80 ? text : text.substring(0, 80) + "…";
  }
}
