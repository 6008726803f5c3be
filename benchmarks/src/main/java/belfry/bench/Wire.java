package belfry.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Locale;

/** One HTTP/1.1 connection that costs the client as little as possible. Not thread-safe. */
final class Wire implements AutoCloseable {
  private final SocketChannel channel;
  private final ByteBuffer in = ByteBuffer.allocate(1 << 16);
  private byte[] body = new byte[0];

  private Wire(SocketChannel channel) {
    this.channel = channel;
    in.flip();
  }

  /** {@code unix:/path} or {@code host:port}. */
  static Wire open(String address) throws IOException {
    SocketAddress target;
    SocketChannel channel;
    if (address.startsWith("unix:")) {
      target = UnixDomainSocketAddress.of(Path.of(address.substring("unix:".length())));
      channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    } else {
      int colon = address.lastIndexOf(':');
      target =
          new InetSocketAddress(
              address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
      channel = SocketChannel.open();
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    }
    channel.connect(target);
    return new Wire(channel);
  }

  static byte[] head(String method, String path, String token, String type, int length) {
    return (method
            + " "
            + path
            + " HTTP/1.1\r\nHost: localhost\r\n"
            + (token.isEmpty() ? "" : "Authorization: Bearer " + token + "\r\n")
            + (type.isEmpty() ? "" : "Content-Type: " + type + "\r\n")
            + (length < 0 ? "" : "Content-Length: " + length + "\r\n")
            + "\r\n")
        .getBytes(US_ASCII);
  }

  /** Sends a request and reads the whole answer. Returns the status. */
  int exchange(byte[] head, byte[] content) throws IOException {
    var parts = new ByteBuffer[] {ByteBuffer.wrap(head), ByteBuffer.wrap(content)};
    while (parts[1].hasRemaining() || parts[0].hasRemaining()) {
      channel.write(parts);
    }
    String status = line();
    int length = 0;
    boolean chunked = false;
    for (String line = line(); !line.isEmpty(); line = line()) {
      String lower = line.toLowerCase(Locale.ROOT);
      if (lower.startsWith("content-length:")) {
        length = Integer.parseInt(lower.substring("content-length:".length()).strip());
      } else if (lower.startsWith("transfer-encoding:") && lower.contains("chunked")) {
        chunked = true;
      }
    }
    body = chunked ? chunks() : bytes(length);
    return Integer.parseInt(status.substring(9, 12));
  }

  /** The body of the last answer. */
  String body() {
    return new String(body, UTF_8);
  }

  /** Upgrades to a WebSocket; what follows is read with {@link #channel}. */
  ByteBuffer upgrade(String path, String token) throws IOException {
    byte[] head =
        ("GET "
                + path
                + " HTTP/1.1\r\nHost: localhost\r\n"
                + (token.isEmpty() ? "" : "Authorization: Bearer " + token + "\r\n")
                + "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n")
            .getBytes(US_ASCII);
    channel.write(ByteBuffer.wrap(head));
    String status = line();
    if (!status.startsWith("HTTP/1.1 101")) {
      throw new IOException("upgrade: " + status + " (expected: 101)");
    }
    while (!line().isEmpty()) {}
    return in;
  }

  SocketChannel channel() {
    return channel;
  }

  private byte[] chunks() throws IOException {
    var all = new java.io.ByteArrayOutputStream();
    while (true) {
      int size = Integer.parseInt(line().strip(), 16);
      if (size == 0) {
        line();
        return all.toByteArray();
      }
      all.writeBytes(bytes(size));
      line();
    }
  }

  private byte[] bytes(int count) throws IOException {
    byte[] out = new byte[count];
    int done = 0;
    while (done < count) {
      if (!in.hasRemaining()) {
        fill();
      }
      int some = Math.min(in.remaining(), count - done);
      in.get(out, done, some);
      done += some;
    }
    return out;
  }

  private String line() throws IOException {
    var line = new StringBuilder(64);
    while (true) {
      if (!in.hasRemaining()) {
        fill();
      }
      byte b = in.get();
      if (b == '\n') {
        return line.toString();
      }
      if (b != '\r') {
        line.append((char) b);
      }
    }
  }

  private void fill() throws IOException {
    in.clear();
    if (channel.read(in) < 0) {
      throw new EOFException("the hub closed the connection");
    }
    in.flip();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
