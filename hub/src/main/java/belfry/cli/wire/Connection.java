package belfry.cli.wire;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** An open connection: two buffered streams, whatever they run over. */
final class Connection implements AutoCloseable {
  /** How long a TCP hub may take to accept. */
  static final Duration CONNECT_WAIT = Duration.ofSeconds(5);

  /** How long a TCP hub may be silent; a stream has a heartbeat well within it. */
  static final Duration SILENCE = Duration.ofSeconds(60);

  private static final int BUFFER_BYTES = 1 << 16;

  private final AutoCloseable socket;
  final InputStream in;
  final OutputStream out;

  private Connection(AutoCloseable socket, InputStream in, OutputStream out) {
    this.socket = socket;
    this.in = new BufferedInputStream(in, BUFFER_BYTES);
    this.out = new BufferedOutputStream(out, BUFFER_BYTES);
  }

  /**
   * Connects.
   *
   * @throws Unreachable if nobody listens there or the caller may not
   */
  static Connection open(HubAddress address) throws IOException {
    return switch (address) {
      case HubAddress.Unix(Path path) -> openUnix(address, path);
      case HubAddress.Tcp(String host, int port) -> openTcp(address, host, port);
    };
  }

  // The channel is closed by the connection that holds it.
  @SuppressWarnings("resource")
  private static Connection openUnix(HubAddress address, Path path) throws Unreachable {
    try {
      SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
      try {
        channel.connect(UnixDomainSocketAddress.of(path));
        return new Connection(
            channel, Channels.newInputStream(channel), Channels.newOutputStream(channel));
      } catch (IOException e) {
        channel.close();
        throw e;
      }
    } catch (IOException e) {
      throw new Unreachable(address, why(path, e));
    }
  }

  private static String why(Path path, IOException e) {
    if (!Files.exists(path)) {
      return "there is no such socket";
    }
    return e instanceof ConnectException || e instanceof SocketException
        ? reason(e) + " (is the hub running, and may you write to the socket?)"
        : reason(e);
  }

  private static Connection openTcp(HubAddress address, String host, int port) throws Unreachable {
    var socket = new Socket();
    try {
      socket.connect(new InetSocketAddress(host, port), (int) CONNECT_WAIT.toMillis());
      socket.setTcpNoDelay(true);
      socket.setSoTimeout((int) SILENCE.toMillis());
      return new Connection(socket, socket.getInputStream(), socket.getOutputStream());
    } catch (IOException e) {
      closeQuietly(socket);
      throw new Unreachable(address, reason(e));
    }
  }

  private static String reason(IOException e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }

  @Override
  public void close() {
    closeQuietly(socket);
  }

  private static void closeQuietly(AutoCloseable closeable) {
    try {
      closeable.close();
    } catch (Exception e) {
      // Nothing was promised about a connection that we are done with.
    }
  }
}
