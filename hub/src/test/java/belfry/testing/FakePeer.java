package belfry.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

/**
 * An HTTP server on loopback that answers by a script: the first request by the first step, and so
 * on; when the script is at its end, 200. Keeps every request byte for byte.
 */
public final class FakePeer implements AutoCloseable {
  /** What is done with one request. */
  public sealed interface Step {}

  private record Answer(String bytes, boolean closes) implements Step {}

  private record Drip(String bytes, long everyMillis) implements Step {}

  private record Hang() implements Step {}

  private record Drop() implements Step {}

  /** A request as it came. */
  public record Received(String head, String body) {
    /** The request line and the header lines, in order. */
    public List<String> lines() {
      return head.lines().toList();
    }

    public Optional<String> header(String name) {
      return head.lines()
          .skip(1)
          .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
          .map(line -> line.substring(name.length() + 1).strip())
          .findFirst();
    }
  }

  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  private final ServerSocket listening;
  private final BlockingQueue<Step> script = new LinkedBlockingQueue<>();
  private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger broken = new AtomicInteger();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final boolean tls;

  private FakePeer(ServerSocket listening, boolean tls) {
    this.listening = listening;
    this.tls = tls;
    Thread.ofVirtual().name("fake-peer").start(this::acceptAll);
  }

  public static FakePeer start() throws IOException {
    return new FakePeer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), false);
  }

  /** Over TLS, with what the context holds. */
  public static FakePeer start(SSLContext context, boolean wantsClient) throws IOException {
    var factory = context.getServerSocketFactory();
    var socket =
        (SSLServerSocket) factory.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    socket.setNeedClientAuth(wantsClient);
    return new FakePeer(socket, true);
  }

  /** Answers with a status and a body of two bytes, and more header lines. */
  public static Step status(int status, String... headers) {
    var lines = new StringBuilder("HTTP/1.1 " + status + " Some Reason\r\n");
    for (String header : headers) {
      lines.append(header).append("\r\n");
    }
    boolean empty = status == 204 || status == 304;
    return new Answer(lines + (empty ? "\r\n" : "Content-Length: 2\r\n\r\nno"), false);
  }

  /** Answers with these bytes. */
  public static Step bytes(String bytes) {
    return new Answer(bytes, false);
  }

  /** Answers with these bytes and ends the connection. */
  public static Step bytesThenClose(String bytes) {
    return new Answer(bytes, true);
  }

  /** Answers a byte at a time. */
  public static Step drip(String bytes, long everyMillis) {
    return new Drip(bytes, everyMillis);
  }

  /** Reads the request and says nothing. */
  public static Step hang() {
    return new Hang();
  }

  /** Reads the request and ends the connection. */
  public static Step drop() {
    return new Drop();
  }

  public FakePeer then(Step... steps) {
    script.addAll(List.of(steps));
    return this;
  }

  public int port() {
    return listening.getLocalPort();
  }

  public String url(String path) {
    return (tls ? "https" : "http") + "://127.0.0.1:" + port() + path;
  }

  /** How many connections were accepted so far. */
  public int connections() {
    return connections.get();
  }

  /** How many of them broke off. */
  public int broken() {
    return broken.get();
  }

  /** The next request; fails if none comes within five seconds. */
  public Received take() throws InterruptedException {
    Received next = received.poll(5, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("no request within 5 s");
    }
    return next;
  }

  /** What came and was not taken yet. */
  public List<Received> received() {
    return new ArrayList<>(received);
  }

  private void acceptAll() {
    while (!listening.isClosed()) {
      try {
        Socket socket = listening.accept();
        open.add(socket);
        connections.incrementAndGet();
        Thread.ofVirtual().name("fake-peer-connection").start(() -> serve(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      var in = new BufferedInputStream(socket.getInputStream());
      boolean goesOn = true;
      while (goesOn) {
        goesOn = readAndAnswer(in, socket.getOutputStream());
      }
    } catch (IOException | InterruptedException gone) {
      broken.incrementAndGet();
    } finally {
      open.remove(socket);
    }
  }

  private boolean readAndAnswer(InputStream in, OutputStream out)
      throws IOException, InterruptedException {
    Optional<Received> request = read(in);
    if (request.isEmpty()) {
      return false;
    }
    received.add(request.get());
    Step step = script.poll();
    switch (step == null ? bytes(OK) : step) {
      case Answer(var bytes, var closes) -> {
        out.write(bytes.getBytes(ISO_8859_1));
        out.flush();
        return !closes;
      }
      case Drip(var bytes, var everyMillis) -> {
        for (byte b : bytes.getBytes(ISO_8859_1)) {
          out.write(b);
          out.flush();
          LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(everyMillis));
        }
        return true;
      }
      case Hang() -> closed.await();
      case Drop() -> {}
    }
    return false;
  }

  private static Optional<Received> read(InputStream in) throws IOException {
    var head = new ByteArrayOutputStream();
    while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
      int b = in.read();
      if (b < 0) {
        return Optional.empty();
      }
      head.write(b);
    }
    String text = head.toString(ISO_8859_1);
    var request = new Received(text.substring(0, text.length() - 4), "");
    int length = Integer.parseInt(request.header("Content-Length").orElse("0"));
    String body = new String(in.readNBytes(length), UTF_8);
    return Optional.of(new Received(request.head(), body));
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      listening.close();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
