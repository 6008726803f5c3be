package belfry.source.gluster;

import java.net.InetAddress;
import java.util.List;

/**
 * A range of addresses, written {@code 10.1.0.0/16}, {@code fd00::/8} or as one address.
 *
 * @param address any in it, of either family
 * @param bits how many from the left are the same in all of it
 */
public record Network(InetAddress address, int bits) {
  /** This machine to itself: 127.0.0.0/8 and ::1. */
  public static final List<Network> LOOPBACK = List.of(parse("127.0.0.0/8"), parse("::1"));

  public Network {
    int all = address.getAddress().length * 8;
    if (bits < 0 || bits > all) {
      throw new IllegalArgumentException(
          "network: " + address.getHostAddress() + "/" + bits + " (expected: 0 to " + all + ")");
    }
  }

  /**
   * Reads one; names are not looked up.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static Network parse(String text) {
    int slash = text.indexOf('/');
    try {
      InetAddress address = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
      int all = address.getAddress().length * 8;
      return new Network(address, slash < 0 ? all : Integer.parseInt(text.substring(slash + 1)));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "network: \"" + text + "\" (expected: 10.1.0.0/16, fd00::/8 or one address)", e);
    }
  }

  /** Whether it is in this range; an address of the other family never is. */
  public boolean contains(InetAddress other) {
    byte[] mine = address.getAddress();
    byte[] theirs = other.getAddress();
    if (mine.length != theirs.length) {
      return false;
    }
    for (int i = 0; i < mine.length; i++) {
      int left = Math.clamp(bits - i * 8L, 0, 8);
      int mask = 0xff00 >> left;
      if (((mine[i] ^ theirs[i]) & mask & 0xff) != 0) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return address.getHostAddress() + "/" + bits;
  }
}
