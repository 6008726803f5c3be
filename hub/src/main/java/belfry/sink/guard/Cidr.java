package belfry.sink.guard;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Optional;

/**
 * A network such as {@code 10.0.0.0/8}, or a single address. An IPv4 network holds the IPv6-mapped
 * form of its addresses too; {@code ::/0} holds no IPv4 address.
 *
 * @param high the upper 64 bits; bits behind the prefix are zero
 * @param low the lower 64 bits; an IPv4 network is kept in its mapped form
 * @param bits length of the prefix, 0 to 128; of IPv4, 96 to 128
 */
public record Cidr(long high, long low, int bits) {
  private static final int BITS_MAX = 128;
  private static final int MAPPED_BITS = 96;

  public Cidr {
    if (bits < 0 || bits > BITS_MAX) {
      throw new IllegalArgumentException("bits: " + bits + " (expected: 0 to 128)");
    }
    high &= mask(bits);
    low &= mask(bits - 64);
  }

  private static long mask(int bits) {
    return bits <= 0 ? 0 : bits >= 64 ? -1 : -1L << (64 - bits);
  }

  /** Empty if the text is neither a network nor an address. No name is resolved. */
  public static Optional<Cidr> parse(String text) {
    int slash = text.indexOf('/');
    try {
      InetAddress base = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
      int offset = base instanceof Inet4Address ? MAPPED_BITS : 0;
      String digits = slash < 0 ? "" : text.substring(slash + 1);
      if (slash >= 0 && !digits.matches("\\d{1,3}")) {
        return Optional.empty();
      }
      int bits = slash < 0 ? BITS_MAX : offset + Integer.parseInt(digits);
      Bits address = Bits.of(base);
      return bits > BITS_MAX
          ? Optional.empty()
          : Optional.of(new Cidr(address.high(), address.low(), bits));
    } catch (IllegalArgumentException notAnAddress) {
      return Optional.empty();
    }
  }

  /** For networks that stand in the source. */
  static Cidr of(String text) {
    return parse(text).orElseThrow(() -> new IllegalArgumentException("network: " + text));
  }

  boolean contains(Bits address) {
    boolean v4 = bits >= MAPPED_BITS && new Bits(high, low).isV4();
    return (address.high() & mask(bits)) == high
        && (address.low() & mask(bits - 64)) == low
        && v4 == address.isV4();
  }

  public boolean contains(InetAddress address) {
    return contains(Bits.of(address));
  }
}
