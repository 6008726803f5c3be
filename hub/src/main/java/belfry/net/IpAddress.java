package belfry.net;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * An IP address out of a text that may be anything. IPv4 is kept in its IPv6-mapped form. No name
 * is ever resolved.
 */
public record IpAddress(long high, long low) {
  private static final long MAPPED = 0xffff_0000_0000L;
  private static final long LOW_32 = 0xffff_ffffL;
  private static final int GROUPS = 8;
  private static final int PORT_DIGITS_MAX = 5;

  /** What the readers of parts give for a text that is none; no part is negative. */
  private static final long NONE = -1;

  /**
   * Reads an address of either version; a port behind it and a zone ({@code %eth0}) are left out.
   * Empty if the text is none, {@code 999.1.1.1} and {@code 010.0.0.1} included.
   */
  public static Optional<IpAddress> parse(String text) {
    int colon = text.indexOf(':');
    if (text.startsWith("[")) {
      int close = text.indexOf(']');
      return close > 0 && isPort(text, close + 1)
          ? colons(withoutZone(text.substring(1, close)))
          : Optional.empty();
    }
    if (colon < 0 || colon == text.lastIndexOf(':')) {
      int end = colon < 0 ? text.length() : colon;
      long quad = isPort(text, end) ? quad(text, 0, end) : NONE;
      return quad == NONE ? Optional.empty() : Optional.of(new IpAddress(0, MAPPED | quad));
    }
    return colons(withoutZone(text));
  }

  public static IpAddress of(InetAddress address) {
    var bytes = ByteBuffer.wrap(address.getAddress());
    return bytes.remaining() == Integer.BYTES
        ? v4(bytes.getInt())
        : new IpAddress(bytes.getLong(), bytes.getLong());
  }

  /** The IPv4 address whose number these lower 32 bits are. */
  public static IpAddress v4(long bits) {
    return new IpAddress(0, MAPPED | (bits & LOW_32));
  }

  /** Whether there is nothing from here on but perhaps a colon and a port. */
  private static boolean isPort(String text, int from) {
    int digits = text.length() - from - 1;
    if (digits < 0) {
      return true;
    }
    return text.charAt(from) == ':'
        && digits >= 1
        && digits <= PORT_DIGITS_MAX
        && number(text, from + 1, text.length(), 10) != NONE;
  }

  private static String withoutZone(String text) {
    int zone = text.indexOf('%');
    return zone < 0 ? text : text.substring(0, zone);
  }

  /** Four numbers up to 255 without leading zeros, with dots between them. */
  private static long quad(String text, int from, int end) {
    long value = 0;
    int start = from;
    for (int i = 0; i < 4; i++) {
      int dot = text.indexOf('.', start);
      int stop = i == 3 || dot < 0 || dot > end ? end : dot;
      int size = stop - start;
      long part = size >= 1 && size <= 3 ? number(text, start, stop, 10) : NONE;
      boolean leadingZero = size > 1 && text.charAt(start) == '0';
      if (part == NONE || part > 255 || leadingZero || (i < 3 && stop == end)) {
        return NONE;
      }
      value = value << 8 | part;
      start = stop + 1;
    }
    return value;
  }

  private static long number(String text, int from, int end, int radix) {
    long value = 0;
    for (int i = from; i < end; i++) {
      char c = text.charAt(i);
      int digit = c < 0x80 ? Character.digit(c, radix) : -1;
      if (digit < 0) {
        return NONE;
      }
      value = value * radix + digit;
    }
    return value;
  }

  /** RFC 4291 section 2.2: groups, at most one {@code ::}, the last two groups perhaps dotted. */
  private static Optional<IpAddress> colons(String text) {
    var groups = new int[GROUPS];
    int count = 0;
    int gap = -1;
    int at = 0;
    if (text.startsWith("::")) {
      gap = 0;
      at = 2;
    }
    while (at < text.length()) {
      int colon = text.indexOf(':', at);
      int end = colon < 0 ? text.length() : colon;
      boolean dotted = colon < 0 && text.indexOf('.', at) >= 0;
      long value = dotted ? quad(text, at, end) : group(text, at, end);
      if (value == NONE || count > GROUPS - (dotted ? 2 : 1)) {
        return Optional.empty();
      }
      if (dotted) {
        groups[count++] = (int) (value >>> 16);
      }
      groups[count++] = (int) (value & 0xffff);
      at = end + 1;
      if (text.startsWith("::", end)) {
        if (gap >= 0) {
          return Optional.empty();
        }
        gap = count;
        at = end + 2;
      } else if (at == text.length()) {
        return Optional.empty();
      }
    }
    boolean complete = gap < 0 ? count == GROUPS : count < GROUPS;
    return complete ? Optional.of(spread(groups, count, gap < 0 ? count : gap)) : Optional.empty();
  }

  private static long group(String text, int from, int end) {
    return end - from >= 1 && end - from <= 4 ? number(text, from, end, 16) : NONE;
  }

  /** The address with zeros where the gap is. */
  private static IpAddress spread(int[] groups, int count, int gap) {
    long[] halves = new long[2];
    for (int i = 0; i < GROUPS; i++) {
      int fromBack = i - (GROUPS - count);
      int group = i < gap ? groups[i] : fromBack >= gap ? groups[fromBack] : 0;
      halves[i / 4] = halves[i / 4] << 16 | group;
    }
    return new IpAddress(halves[0], halves[1]);
  }

  /** Whether it is an IPv4 address. */
  public boolean isMapped() {
    return isMapped(high, low);
  }

  static boolean isMapped(long high, long low) {
    return high == 0 && low >>> 32 == MAPPED >>> 32;
  }

  /** Dotted for IPv4; else as RFC 5952 wants it, the longest run of zero groups left out. */
  @Override
  public String toString() {
    if (isMapped()) {
      return "%d.%d.%d.%d"
          .formatted(low >>> 24 & 0xff, low >>> 16 & 0xff, low >>> 8 & 0xff, low & 0xff);
    }
    int gapStart = 0;
    int gapLength = 1;
    for (int i = 0; i < GROUPS; i++) {
      int length = 0;
      while (i + length < GROUPS && group(i + length) == 0) {
        length++;
      }
      if (length > gapLength) {
        gapStart = i;
        gapLength = length;
      }
    }
    var out = new StringBuilder();
    for (int i = 0; i < GROUPS; i++) {
      if (gapLength > 1 && i == gapStart) {
        out.append("::");
        i += gapLength - 1;
      } else {
        boolean separated = out.isEmpty() || out.charAt(out.length() - 1) == ':';
        out.append(separated ? "" : ":").append(Long.toHexString(group(i)));
      }
    }
    return out.toString();
  }

  private long group(int index) {
    return (index < 4 ? high : low) >>> (48 - 16 * (index % 4)) & 0xffff;
  }
}
