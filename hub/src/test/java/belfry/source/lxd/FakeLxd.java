package belfry.source.lxd;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.Awaitility;

/** A server that speaks as LXD does, and misbehaves as it is told to. Thread-safe. */
final class FakeLxd implements AutoCloseable {
  static final int TEXT = 0x81;
  static final int BINARY = 0x82;
  static final int CLOSE = 0x88;
  static final int PING = 0x89;
  static final int PONG = 0x8a;

  private static final Duration SOON = Duration.ofSeconds(20);

  private final ServerSocketChannel listening;
  private final Map<String, String> answers = new ConcurrentHashMap<>();
  private final List<Stream> streams = new ArrayList<>();
  private volatile String accept = "";

  private record Stream(SocketChannel channel, InputStream in) {}

  private FakeLxd(ServerSocketChannel listening) {
    this.listening = listening;
    Thread.startVirtualThread(this::serve);
  }

  static FakeLxd start(Path socket) throws IOException {
    Files.deleteIfExists(socket);
    var listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    listening.bind(UnixDomainSocketAddress.of(socket));
    return new FakeLxd(listening);
  }

  private void serve() {
    try {
      while (true) {
        SocketChannel channel = listening.accept();
        Thread.startVirtualThread(() -> answer(channel));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void answer(SocketChannel channel) {
    try {
      var in = new BufferedInputStream(Channels.newInputStream(channel));
      String head = head(in);
      String path = head.split(" ", 3)[1];
      String whole = answers.getOrDefault(path, "");
      if (!whole.isEmpty()) {
        write(channel, whole.getBytes(UTF_8));
        channel.close();
      } else if (head.contains("Upgrade: websocket\r\n")) {
        write(channel, switching(head).getBytes(ISO_8859_1));
        synchronized (this) {
          streams.add(new Stream(channel, in));
        }
      } else {
        write(channel, refusal(404, "not found").getBytes(UTF_8));
        channel.close();
      }
    } catch (Exception e) {
      // The other side left.
    }
  }

  private static String head(InputStream in) throws IOException {
    var head = new ByteArrayOutputStream();
    while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
      int b = in.read();
      if (b < 0) {
        throw new IOException("ended within a request");
      }
      head.write(b);
    }
    return head.toString(ISO_8859_1);
  }

  private String switching(String head) throws Exception {
    String key = head.replaceAll("(?s).*Sec-WebSocket-Key: (\\S+).*", "$1");
    byte[] hash =
        MessageDigest.getInstance("SHA-1")
            .digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(ISO_8859_1));
    return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        + "Sec-WebSocket-Accept: "
        + (accept.isEmpty() ? Base64.getEncoder().encodeToString(hash) : accept)
        + "\r\n\r\n";
  }

  static String refusal(int status, String text) {
    String body =
        "{\"type\":\"error\",\"status\":\"\",\"status_code\":0,\"operation\":\"\",\"error_code\":"
            + status
            + ",\"error\":\""
            + text
            + "\",\"metadata\":null}\n\n";
    return "HTTP/1.1 " + status + " X\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
  }

  /** From now on a path is answered with these bytes, and the connection ended. */
  void answerWhole(String path, String bytes) {
    answers.put(path, bytes);
  }

  /** From now on a path is answered with this metadata. */
  void answer(String path, String metadata) {
    answerWhole(path, "HTTP/1.0 200 OK\r\n\r\n{\"type\":\"sync\",\"metadata\":" + metadata + "}");
  }

  /** From now on streams begin with this in place of the right Sec-WebSocket-Accept. */
  void acceptWith(String other) {
    accept = other;
  }

  /** Sends a whole message on the newest stream. */
  void send(String text) throws IOException {
    sendFrame(TEXT, text.getBytes(UTF_8));
  }

  /** Sends a frame. */
  void sendFrame(int first, byte[] payload) throws IOException {
    var frame = ByteBuffer.allocate(10 + payload.length).put((byte) first);
    if (payload.length < 126) {
      frame.put((byte) payload.length);
    } else if (payload.length < 1 << 16) {
      frame.put((byte) 126).putShort((short) payload.length);
    } else {
      frame.put((byte) 127).putLong(payload.length);
    }
    frame.put(payload).flip();
    byte[] bytes = new byte[frame.remaining()];
    frame.get(bytes);
    sendBytes(bytes);
  }

  void sendBytes(byte[] bytes) throws IOException {
    write(stream().channel(), bytes);
  }

  private static void write(SocketChannel channel, byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  /** The next frame from the client, which must be masked: its first byte and its payload. */
  Map.Entry<Integer, String> received() throws IOException {
    InputStream in = stream().in();
    int first = in.read();
    int size = in.read() - 0x80;
    if (size < 0 || size > 125) {
      throw new IOException(
          "a frame of " + size + " bytes (expected: a masked one of at most 125)");
    }
    byte[] mask = in.readNBytes(4);
    byte[] payload = in.readNBytes(size);
    for (int i = 0; i < size; i++) {
      payload[i] ^= mask[i % 4];
    }
    return Map.entry(first, new String(payload, ISO_8859_1));
  }

  /** Waits for a client that listens. */
  private Stream stream() {
    if (newest().isEmpty()) {
      Awaitility.await().atMost(SOON).until(() -> newest().isPresent());
    }
    return newest().orElseThrow();
  }

  private synchronized Optional<Stream> newest() {
    return streams.isEmpty() ? Optional.empty() : Optional.of(streams.getLast());
  }

  /** Ends all streams as LXD does, without a Close; the next one is another. */
  synchronized void drop() throws IOException {
    for (Stream stream : streams) {
      stream.channel().close();
    }
    streams.clear();
  }

  @Override
  public void close() throws IOException {
    listening.close();
    drop();
  }
}
