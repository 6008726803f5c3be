package belfry.filter;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * An IP address out of a text that may be anything. IPv4 is kept in its IPv6-mapped form. No name
 * is ever resolved.
 */
record IpAddress(long high, long low) {
  private static final int TEXT_MAX = 100;
  private static final int GROUPS = 8;

  /**
   * Reads an address of either version; a port behind it and a zone ({@code %eth0}) are left out.
   * Empty if the text is none, {@code 999.1.1.1} and {@code 010.0.0.1} included.
   */
  static Optional<IpAddress> parse(String text) {
    if (text.isEmpty()
        || text.length() > TEXT_MAX
        || Character.digit(last(text), 16) < 0
            && last(text) != ']'
            && last(text) != ':'
            && text.indexOf('%') < 0) {
      return Optional.empty();
    }
    String bare = text;
    if (bare.startsWith("[")) {
      int close = bare.indexOf(']');
      if (close < 0 || !isPort(bare.substring(close + 1))) {
        return Optional.empty();
      }
      bare = bare.substring(1, close);
    } else if (bare.indexOf('.') > 0 && bare.indexOf(':') == bare.lastIndexOf(':')) {
      int colon = bare.indexOf(':');
      if (colon >= 0 && !isPort(bare.substring(colon))) {
        return Optional.empty();
      }
      return dotted(colon < 0 ? bare : bare.substring(0, colon));
    }
    int zone = bare.indexOf('%');
    return colons(zone < 0 ? bare : bare.substring(0, zone));
  }

  private static char last(String text) {
    return text.charAt(text.length() - 1);
  }

  private static boolean isPort(String text) {
    return text.isEmpty() || text.matches(":[0-9]{1,5}");
  }

  private static Optional<IpAddress> dotted(String text) {
    OptionalInt value = quad(text);
    return value.isEmpty()
        ? Optional.empty()
        : Optional.of(new IpAddress(0, Network.MAPPED | Integer.toUnsignedLong(value.getAsInt())));
  }

  private static OptionalInt quad(String text) {
    String[] parts = text.split("\\.", -1);
    if (parts.length != 4) {
      return OptionalInt.empty();
    }
    int value = 0;
    for (String part : parts) {
      if (!part.matches("0|[1-9][0-9]{0,2}") || Integer.parseInt(part) > 255) {
        return OptionalInt.empty();
      }
      value = value << 8 | Integer.parseInt(part);
    }
    return OptionalInt.of(value);
  }

  /** RFC 4291 section 2.2: groups, at most one {@code ::}, the last two groups perhaps dotted. */
  private static Optional<IpAddress> colons(String text) {
    String groups = text;
    int lastColon = text.lastIndexOf(':');
    if (text.indexOf('.') >= 0) {
      OptionalInt quad = quad(text.substring(lastColon + 1));
      if (quad.isEmpty()) {
        return Optional.empty();
      }
      int value = quad.getAsInt();
      groups =
          text.substring(0, lastColon + 1)
              + Integer.toHexString(value >>> 16)
              + ":"
              + Integer.toHexString(value & 0xffff);
    }
    int gap = groups.indexOf("::");
    if (gap < 0) {
      return fill(groups, "", false);
    }
    return groups.indexOf("::", gap + 1) >= 0
        ? Optional.empty()
        : fill(groups.substring(0, gap), groups.substring(gap + 2), true);
  }

  private static Optional<IpAddress> fill(String before, String after, boolean gap) {
    String[] front = before.isEmpty() ? new String[0] : before.split(":", -1);
    String[] back = after.isEmpty() ? new String[0] : after.split(":", -1);
    int given = front.length + back.length;
    if (gap ? given >= GROUPS : given != GROUPS) {
      return Optional.empty();
    }
    long[] halves = new long[2];
    for (int i = 0; i < GROUPS; i++) {
      int fromBack = i - (GROUPS - back.length);
      String group = i < front.length ? front[i] : fromBack >= 0 ? back[fromBack] : "0";
      if (!group.matches("[0-9a-fA-F]{1,4}")) {
        return Optional.empty();
      }
      halves[i / 4] = halves[i / 4] << 16 | Integer.parseInt(group, 16);
    }
    return Optional.of(new IpAddress(halves[0], halves[1]));
  }

  boolean isMapped() {
    return high == 0 && low >>> 32 == Network.MAPPED >>> 32;
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
