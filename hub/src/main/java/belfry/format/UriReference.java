package belfry.format;

import static java.nio.charset.StandardCharsets.UTF_8;

/** URI references as {@code source} attributes hold them; RFC 3986. */
public final class UriReference {
  private static final String UNRESERVED_MARKS = "-._~";
  private static final String RESERVED = ":/?#[]@!$&'()*+,;=";
  private static final String HEX = "0123456789ABCDEF";

  private UriReference() {}

  /**
   * A text as one path segment: everything but unreserved characters is percent-encoded as UTF-8,
   * so nothing in it can end the segment. An empty text stays empty.
   */
  public static String segment(String text) {
    return encoded(text, "");
  }

  /** A text as a reference: what cannot stand in one is percent-encoded, all else stays. */
  public static String of(String text) {
    return encoded(text, RESERVED + "%");
  }

  /**
   * A segment with its percent escapes undone. A sign that begins no escape stays; bytes that are
   * not UTF-8 become U+FFFD.
   */
  public static String unescaped(String segment) {
    if (segment.indexOf('%') < 0) {
      return segment;
    }
    byte[] bytes = segment.getBytes(UTF_8);
    int size = 0;
    for (int i = 0; i < bytes.length; i++) {
      boolean escape =
          bytes[i] == '%'
              && i + 2 < bytes.length
              && hex((char) bytes[i + 1])
              && hex((char) bytes[i + 2]);
      if (escape) {
        bytes[size++] =
            (byte) (Character.digit(bytes[i + 1], 16) << 4 | Character.digit(bytes[i + 2], 16));
        i += 2;
      } else {
        bytes[size++] = bytes[i];
      }
    }
    return new String(bytes, 0, size, UTF_8);
  }

  private static String encoded(String text, String kept) {
    int plain = 0;
    while (plain < text.length() && stands(text.charAt(plain), kept)) {
      plain++;
    }
    if (plain == text.length()) {
      return text;
    }
    var out = new StringBuilder(text.length() + 16).append(text, 0, plain);
    for (byte b : text.substring(plain).getBytes(UTF_8)) {
      if (b > 0 && stands((char) b, kept)) {
        out.append((char) b);
      } else {
        out.append('%').append(HEX.charAt(b >> 4 & 0xf)).append(HEX.charAt(b & 0xf));
      }
    }
    return out.toString();
  }

  private static boolean stands(char c, String kept) {
    return unreserved(c) || kept.indexOf(c) >= 0;
  }

  /**
   * Whether a text is a URI reference by its characters, its percent escapes and the scheme before
   * its first colon. An empty text is one.
   */
  public static boolean isValid(String text) {
    int fragments = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%') {
        if (i + 2 >= text.length() || !hex(text.charAt(i + 1)) || !hex(text.charAt(i + 2))) {
          return false;
        }
      } else if (!unreserved(c) && RESERVED.indexOf(c) < 0) {
        return false;
      } else if (c == '#') {
        fragments++;
      }
    }
    return fragments < 2 && schemeIsValid(text);
  }

  /** Whether a text is a URI, which is a reference that names its scheme. */
  public static boolean isAbsolute(String text) {
    return colonOfScheme(text) > 0 && isValid(text);
  }

  private static boolean schemeIsValid(String text) {
    int colon = colonOfScheme(text);
    if (colon < 0) {
      return true;
    }
    for (int i = 0; i < colon; i++) {
      char c = text.charAt(i);
      if (!(letter(c) || (i > 0 && (digit(c) || "+-.".indexOf(c) >= 0)))) {
        return false;
      }
    }
    return colon > 0;
  }

  /** A colon in the first segment; section 4.2 forbids it there in a reference without scheme. */
  private static int colonOfScheme(String text) {
    for (int i = 0; i < text.length(); i++) {
      switch (text.charAt(i)) {
        case ':' -> {
          return i;
        }
        case '/', '?', '#' -> {
          return -1;
        }
        default -> {}
      }
    }
    return -1;
  }

  private static boolean unreserved(char c) {
    return letter(c) || digit(c) || UNRESERVED_MARKS.indexOf(c) >= 0;
  }

  private static boolean letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static boolean digit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean hex(char c) {
    return digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  }
}
