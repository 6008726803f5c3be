package belfry.cli.gluster;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntFunction;

/** A webhook on loopback that answers what a test tells it to, and keeps what it was asked. */
final class Listener implements AutoCloseable {
  private final ServerSocket server;
  private final IntFunction<String> answers;

  /** The heads of the requests as they came. */
  final List<String> heads = new CopyOnWriteArrayList<>();

  /**
   * @param answers the whole answer to the n-th request, from 0
   */
  Listener(IntFunction<String> answers) throws IOException {
    this(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), answers);
  }

  Listener(ServerSocket server, IntFunction<String> answers) {
    this.server = server;
    this.answers = answers;
    Thread.ofVirtual().start(this::accept);
  }

  static String status(int status) {
    return "HTTP/1.1 " + status + " Whatever\r\nContent-Length: 0\r\n\r\n";
  }

  int port() {
    return server.getLocalPort();
  }

  private void accept() {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        heads.add(head(socket.getInputStream()));
        socket.getOutputStream().write(answers.apply(heads.size() - 1).getBytes(ISO_8859_1));
      } catch (IOException e) {
        // The test is over, or its client has gone: what it expected it finds out itself.
      }
    }
  }

  private static String head(InputStream in) throws IOException {
    var head = new StringBuilder();
    while (!head.toString().endsWith("\r\n\r\n")) {
      int b = in.read();
      if (b < 0) {
        throw new IOException("cut short: " + head);
      }
      head.append((char) b);
    }
    return head.toString();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
