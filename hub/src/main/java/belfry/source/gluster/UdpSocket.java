package belfry.source.gluster;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.util.List;

/** Opens the one socket for both families, or for the one there is. */
final class UdpSocket {
  /** What we ask the kernel for; it gives at most {@code net.core.rmem_max}. */
  static final int RECEIVE_BYTES = 4 << 20;

  /** Both families first; a kernel without IPv6 may fail at that. */
  static final List<Opener> OPENERS =
      List.of(DatagramChannel::open, () -> DatagramChannel.open(StandardProtocolFamily.INET));

  private static final InetAddress ANY = InetAddress.ofLiteral("0.0.0.0");

  /** Makes a channel that is not bound. */
  @FunctionalInterface
  interface Opener {
    DatagramChannel open() throws IOException;
  }

  private UdpSocket() {}

  /**
   * Bound to the wildcard address, not blocking.
   *
   * @throws IOException if the port is taken, or no family works
   */
  static DatagramChannel open(int port, List<Opener> openers) throws IOException {
    IOException failure = new IOException("no protocol family to listen with");
    for (Opener opener : openers) {
      try {
        return bound(opener.open(), port);
      } catch (BindException e) {
        throw new IOException(
            "udp port "
                + port
                + ": "
                + e.getMessage()
                + " (expected: a free one; is glustereventsd running here?)",
            e);
      } catch (IOException | UnsupportedOperationException e) {
        failure.addSuppressed(e);
        failure = new IOException("udp port " + port + ": " + e.getMessage(), failure);
      }
    }
    throw failure;
  }

  private static DatagramChannel bound(DatagramChannel channel, int port) throws IOException {
    boolean bound = false;
    try {
      channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BYTES);
      channel.configureBlocking(false);
      channel.bind(new InetSocketAddress(ANY, port));
      bound = true;
      return channel;
    } finally {
      if (!bound) {
        channel.close();
      }
    }
  }
}
