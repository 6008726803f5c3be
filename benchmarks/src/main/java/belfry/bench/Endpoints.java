package belfry.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Webhooks that answer 200 at once and keep the connection; each event names when it was sent. One
 * server for all of them, a virtual thread for each connection.
 */
final class Endpoints implements AutoCloseable {
  private static final byte[] OK = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(US_ASCII);
  private static final String LENGTH = "content-length:";
  private static final String SENT = "sent_ns\": \"";

  private final ServerSocket server;
  private final AtomicLong count = new AtomicLong();
  private final List<Long> micros = Collections.synchronizedList(new ArrayList<>());
  private volatile long lastNanos = System.nanoTime();

  Endpoints() throws IOException {
    server = new ServerSocket(0, 1024, InetAddress.ofLiteral("127.0.0.1"));
    Thread.ofPlatform().daemon().start(this::accept);
  }

  /** The URL of one of them. */
  String url(int number) {
    return "http://127.0.0.1:" + server.getLocalPort() + "/w" + number;
  }

  long count() {
    return count.get();
  }

  void reset() {
    count.set(0);
    micros.clear();
    lastNanos = System.nanoTime();
  }

  /** When the last event came, in {@link System#nanoTime}. */
  long lastNanos() {
    return lastNanos;
  }

  /** From the sending of the datagram to the request, in milliseconds. */
  double percentile(double part) {
    long[] sorted;
    synchronized (micros) { // late ones of the real daemon may still come
      sorted = micros.stream().mapToLong(Long::longValue).sorted().toArray();
    }
    return sorted.length == 0 ? 0 : sorted[(int) ((sorted.length - 1) * part)] / 1000.0;
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        socket.setTcpNoDelay(true);
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket;
        var in = new BufferedInputStream(socket.getInputStream(), 1 << 14)) {
      while (true) {
        int length = head(in);
        if (length < 0) {
          return;
        }
        byte[] body = in.readNBytes(length);
        socket.getOutputStream().write(OK);
        note(new String(body, UTF_8));
      }
    } catch (IOException e) {
      // The other side is done.
    }
  }

  /** The length of the body; less than zero if the connection has ended. */
  private static int head(InputStream in) throws IOException {
    int length = 0;
    var line = new StringBuilder();
    while (true) {
      int c = in.read();
      if (c < 0) {
        return -1;
      }
      if (c != '\n') {
        line.append((char) c);
        continue;
      }
      String text = line.toString().strip().toLowerCase(java.util.Locale.ROOT);
      if (text.isEmpty()) {
        return length;
      }
      if (text.startsWith(LENGTH)) {
        length = Integer.parseInt(text.substring(LENGTH.length()).strip());
      }
      line.setLength(0);
    }
  }

  private void note(String body) {
    long now = System.nanoTime();
    int at = body.indexOf(SENT);
    if (at < 0) {
      return;
    }
    int end = body.indexOf('"', at + SENT.length());
    micros.add((now - Long.parseLong(body.substring(at + SENT.length(), end))) / 1000);
    count.incrementAndGet();
    lastNanos = now;
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
