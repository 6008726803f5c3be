package belfry.sink.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import belfry.event.Payload;

/** One request, its header in the order of the calls. One is made for each attempt. */
public final class Request {
  private final StringBuilder head = new StringBuilder(512);

  private Request() {}

  /** A POST with its {@code Host}. */
  public static Request post(Url url) {
    return of("POST", url);
  }

  /** An OPTIONS with its {@code Host}. */
  public static Request options(Url url) {
    return of("OPTIONS", url);
  }

  private static Request of(String method, Url url) {
    var request = new Request();
    request.head.append(method).append(' ').append(url.target()).append(" HTTP/1.1\r\n");
    return request.header("Host", url.authority());
  }

  /**
   * @param value printable; see {@link #isValue}
   */
  public Request header(String name, String value) {
    if (!isValue(value)) {
      throw new IllegalArgumentException(name + ": (expected: no control characters)");
    }
    head.append(name).append(": ").append(value).append("\r\n");
    return this;
  }

  /** Whether a text may stand behind a header's name: nothing that ends or splits the line. */
  public static boolean isValue(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x20 || c > 0xff || c == 0x7f) {
        return false;
      }
    }
    return true;
  }

  /** Whether a text is a header's name: RFC 9110 section 5.6.2. */
  public static boolean isName(String text) {
    return text.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}");
  }

  /** Request line and header so far. It has secrets in it: not for logs. */
  public String head() {
    return head.toString();
  }

  /** The bytes to send, {@code Content-Length} last. */
  byte[] with(Payload body) {
    header("Content-Length", Integer.toString(body.size()));
    byte[] start = head.append("\r\n").toString().getBytes(ISO_8859_1);
    byte[] all = new byte[start.length + body.size()];
    System.arraycopy(start, 0, all, 0, start.length);
    body.copyTo(all, start.length);
    return all;
  }
}
