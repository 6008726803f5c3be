package belfry.sink.guard;

import java.net.InetAddress;
import java.nio.ByteBuffer;

/** The 128 bits of an address; an IPv4 address is kept in its IPv6-mapped form. */
record Bits(long high, long low) {
  private static final long MAPPED = 0xffff_0000_0000L;
  private static final long LOW_32 = 0xffff_ffffL;

  static Bits of(InetAddress address) {
    var bytes = ByteBuffer.wrap(address.getAddress());
    return bytes.remaining() == Integer.BYTES
        ? v4(bytes.getInt())
        : new Bits(bytes.getLong(), bytes.getLong());
  }

  static Bits v4(long address) {
    return new Bits(0, MAPPED | (address & LOW_32));
  }

  boolean isV4() {
    return high == 0 && low >>> 32 == MAPPED >>> 32;
  }
}
