package belfry.net;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An IP network in CIDR notation, or a single address. An IPv4 address and its IPv6-mapped form are
 * the same; apart from that a network holds only addresses of its own version, so {@code ::/0} is
 * all of IPv6.
 *
 * @param high the upper 64 bits; bits behind the prefix are zero
 * @param low the lower 64 bits; an IPv4 network is kept in its mapped form
 * @param bits length of the prefix, 0 to 128; of IPv4, 96 to 128
 */
public record Network(long high, long low, int bits) {
  private static final int BITS_MAX = 128;
  private static final int MAPPED_BITS = 96;
  private static final Pattern PREFIX = Pattern.compile("[0-9]{1,3}");

  /** This machine to itself: 127.0.0.0/8 and ::1. */
  public static final List<Network> LOOPBACK = List.of(of("127.0.0.0/8"), of("::1"));

  public Network {
    if (bits < 0 || bits > BITS_MAX) {
      throw new IllegalArgumentException("bits: " + bits + " (expected: 0 to 128)");
    }
    high &= mask(bits);
    low &= mask(bits - 64);
  }

  private static long mask(int bits) {
    return bits <= 0 ? 0 : bits >= 64 ? -1 : -1L << (64 - bits);
  }

  /** Reads {@code 10.0.0.0/8}, {@code 2001:db8::/32} or an address; empty if it is neither. */
  public static Optional<Network> parse(String text) {
    int slash = text.indexOf('/');
    Optional<IpAddress> address = IpAddress.parse(slash < 0 ? text : text.substring(0, slash));
    if (address.isEmpty()) {
      return Optional.empty();
    }
    IpAddress base = address.get();
    if (slash < 0) {
      return Optional.of(new Network(base.high(), base.low(), BITS_MAX));
    }
    String digits = text.substring(slash + 1);
    if (!PREFIX.matcher(digits).matches()) {
      return Optional.empty();
    }
    boolean dotted = text.lastIndexOf(':', slash) < 0;
    int bits = Integer.parseInt(digits) + (dotted ? MAPPED_BITS : 0);
    return bits > BITS_MAX
        ? Optional.empty()
        : Optional.of(new Network(base.high(), base.low(), bits));
  }

  /**
   * Reads one that must be one.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static Network of(String text) {
    return parse(text)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "network: \"" + text + "\" (expected: 10.1.0.0/16, fd00::/8 or one address)"));
  }

  private boolean isMapped() {
    return bits >= MAPPED_BITS && IpAddress.isMapped(high, low);
  }

  public boolean contains(IpAddress address) {
    return (address.high() & mask(bits)) == high
        && (address.low() & mask(bits - 64)) == low
        && (isMapped() || !address.isMapped());
  }

  public boolean contains(InetAddress address) {
    return contains(IpAddress.of(address));
  }

  /** In CIDR notation; a single address without a prefix. */
  @Override
  public String toString() {
    String address = new IpAddress(high, low).toString();
    int shown = isMapped() ? bits - MAPPED_BITS : bits;
    return bits == BITS_MAX ? address : address + "/" + shown;
  }
}
