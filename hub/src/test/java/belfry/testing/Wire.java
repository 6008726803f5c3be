package belfry.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client that writes its bytes by itself: HTTP/1.1 and WebSocket frames, over any socket. */
public final class Wire implements AutoCloseable {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final Closeable connection;
  private final OutputStream out;
  private final InputStream in;

  private Wire(Closeable connection, InputStream in, OutputStream out) {
    this.connection = connection;
    this.in = new BufferedInputStream(in, 1 << 16);
    this.out = out;
  }

  private static Wire open(SocketAddress address) throws IOException {
    SocketChannel channel = SocketChannel.open(address);
    return new Wire(channel, Channels.newInputStream(channel), Channels.newOutputStream(channel));
  }

  public static Wire unix(Path socket) throws IOException {
    return open(UnixDomainSocketAddress.of(socket));
  }

  public static Wire tcp(int port) throws IOException {
    return open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  }

  /** Over TLS; what the context believes is checked, names are not. */
  public static Wire tls(int port, SSLContext context) throws IOException {
    var socket =
        (SSLSocket) context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
    socket.startHandshake();
    return new Wire(socket, socket.getInputStream(), socket.getOutputStream());
  }

  /** What came back. Header names are in lower case; the first of a name counts. */
  public record Answer(int status, Map<String, String> headers, byte[] body) {
    public String text() {
      return new String(body, UTF_8);
    }

    public JsonNode json() {
      return MAPPER.readTree(body);
    }

    public Optional<String> header(String name) {
      return Optional.ofNullable(headers.get(name));
    }
  }

  /** One frame of a WebSocket. */
  public record Frame(int opcode, byte[] payload) {
    public static final int TEXT = 1;
    public static final int CLOSE = 8;
    public static final int PING = 9;
    public static final int PONG = 10;

    public String text() {
      return new String(payload, UTF_8);
    }

    public int closeCode() {
      return ByteBuffer.wrap(payload).getShort() & 0xffff;
    }

    public String closeReason() {
      return new String(payload, 2, payload.length - 2, UTF_8);
    }
  }

  public Wire send(String text) throws IOException {
    return send(text.getBytes(UTF_8));
  }

  public Wire send(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
    return this;
  }

  /** A request without a body, and its answer. */
  public Answer get(String target, String... headers) throws IOException {
    return call("GET", target, new byte[0], headers);
  }

  /** A request with a body, and its answer. */
  public Answer post(String target, String type, String body, String... headers)
      throws IOException {
    String[] all = new String[headers.length + 1];
    all[0] = "Content-Type: " + type;
    System.arraycopy(headers, 0, all, 1, headers.length);
    return call("POST", target, body.getBytes(UTF_8), all);
  }

  public Answer call(String method, String target, byte[] body, String... headers)
      throws IOException {
    var head = new StringBuilder(method).append(' ').append(target).append(" HTTP/1.1\r\n");
    boolean host = false;
    for (String header : headers) {
      head.append(header).append("\r\n");
      host |= header.startsWith("Host:");
    }
    head.append(host ? "" : "Host: localhost\r\n");
    if (body.length > 0 || method.equals("POST")) {
      head.append("Content-Length: ").append(body.length).append("\r\n");
    }
    send(head.append("\r\n").toString());
    send(body);
    return answer(method.equals("HEAD"));
  }

  /** The handshake of a WebSocket, and its answer. */
  public Answer upgrade(String target, String... headers) throws IOException {
    var all = new String[headers.length + 4];
    all[0] = "Connection: Upgrade";
    all[1] = "Upgrade: websocket";
    all[2] = "Sec-WebSocket-Version: 13";
    all[3] = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";
    System.arraycopy(headers, 0, all, 4, headers.length);
    return get(target, all);
  }

  public Answer answer() throws IOException {
    return answer(false);
  }

  private Answer answer(boolean headOnly) throws IOException {
    int status = Integer.parseInt(line().split(" ", 3)[1]);
    if (status == 100) {
      line();
      return answer(headOnly);
    }
    var headers = new TreeMap<String, String>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      String name = line.substring(0, colon).toLowerCase(java.util.Locale.ROOT);
      headers.putIfAbsent(name, line.substring(colon + 1).strip());
    }
    if (headOnly || status == 101) {
      return new Answer(status, headers, new byte[0]);
    }
    if ("chunked".equals(headers.get("transfer-encoding"))) {
      return "text/event-stream".equals(headers.get("content-type"))
          ? new Answer(status, headers, new byte[0])
          : new Answer(status, headers, chunks());
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    return new Answer(status, headers, bytes(length));
  }

  private byte[] chunks() throws IOException {
    var out = new ByteArrayOutputStream();
    while (true) {
      byte[] chunk = chunk();
      if (chunk.length == 0) {
        return out.toByteArray();
      }
      out.writeBytes(chunk);
    }
  }

  /** One chunk of a body that is sent as it comes. */
  public byte[] chunk() throws IOException {
    byte[] chunk = bytes(Integer.parseInt(line(), 16));
    line();
    return chunk;
  }

  public String line() throws IOException {
    var out = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException("closed within a line: " + out);
      }
      if (b != '\r') {
        out.write(b);
      }
    }
    return out.toString(ISO_8859_1);
  }

  private byte[] bytes(int count) throws IOException {
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw new EOFException("closed after " + bytes.length + " of " + count + " bytes");
    }
    return bytes;
  }

  /** The next frame; it must not be masked. */
  public Frame frame() throws IOException {
    byte[] head = bytes(2);
    int size = head[1] & 0xff;
    if (size > 127) {
      throw new IOException("a masked frame from the server");
    }
    if (size == 126) {
      size = ByteBuffer.wrap(bytes(2)).getShort() & 0xffff;
    } else if (size == 127) {
      size = Math.toIntExact(ByteBuffer.wrap(bytes(8)).getLong());
    }
    return new Frame(head[0] & 0xff & 0x0f, bytes(size));
  }

  /** The next frame with an event; pings are answered. */
  public String event() throws IOException {
    while (true) {
      Frame frame = frame();
      if (frame.opcode() == Frame.TEXT) {
        return frame.text();
      }
      if (frame.opcode() == Frame.CLOSE) {
        throw new EOFException("closed: " + frame.closeCode() + " " + frame.closeReason());
      }
      if (frame.opcode() == Frame.PING) {
        frame(Frame.PONG, frame.payload());
      }
    }
  }

  /** Sends a masked frame. */
  public void frame(int opcode, byte[] payload) throws IOException {
    var out = new ByteArrayOutputStream();
    out.write(0x80 | opcode);
    out.write(0x80 | payload.length);
    byte[] mask = {1, 2, 3, 4};
    out.writeBytes(mask);
    for (int i = 0; i < payload.length; i++) {
      out.write(payload[i] ^ mask[i % 4]);
    }
    send(out.toByteArray());
  }

  /** Whether the other side has closed. */
  public boolean ended() throws IOException {
    return in.read() < 0;
  }

  @Override
  public void close() throws IOException {
    connection.close();
  }
}
