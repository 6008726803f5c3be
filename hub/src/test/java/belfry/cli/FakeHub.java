package belfry.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server on a unix socket that answers what a test tells it to, byte for byte. */
public final class FakeHub implements AutoCloseable {
  private final ServerSocketChannel server;
  private final Path socket;
  private final Answering answering;
  private final List<SocketChannel> open = new CopyOnWriteArrayList<>();

  /** The requests as they came. */
  public final List<Asked> asked = new CopyOnWriteArrayList<>();

  /** One request. */
  public record Asked(String method, String target, Map<String, String> headers, String body) {
    public String path() {
      return target.replaceFirst("\\?.*", "");
    }
  }

  /** Writes the whole answer; returning closes the connection unless {@code keep} says true. */
  @FunctionalInterface
  public interface Answering {
    boolean answer(Asked asked, OutputStream out) throws IOException;
  }

  public FakeHub(Path socket, Answering answering) throws IOException {
    this.socket = socket;
    this.answering = answering;
    server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket));
    Thread.ofVirtual().start(this::accept);
  }

  public String address() {
    return "unix:" + socket;
  }

  /** A hub that answers everything with one envelope. */
  public static Answering metadata(String metadata) {
    return (asked, out) -> json(out, 200, sync(metadata));
  }

  public static String sync(String metadata) {
    return "{\"type\":\"sync\",\"status\":\"Success\",\"status_code\":200,\"operation\":\"\","
        + "\"error_code\":0,\"error\":\"\",\"metadata\":"
        + metadata
        + "}\n";
  }

  public static String error(int code, String text) {
    return "{\"type\":\"error\",\"status\":\"\",\"status_code\":0,\"operation\":\"\","
        + "\"error_code\":"
        + code
        + ",\"error\":\""
        + text
        + "\",\"metadata\":{\"code\":\"BELFRY-1301\"}}\n\n";
  }

  public static boolean json(OutputStream out, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    write(
        out,
        "HTTP/1.1 "
            + status
            + " X\r\nContent-Type: application/json\r\nContent-Length: "
            + bytes.length
            + "\r\n\r\n");
    out.write(bytes);
    out.flush();
    return true;
  }

  /** Begins a stream of server-sent events in chunks. */
  public static void beginStream(OutputStream out) throws IOException {
    write(
        out,
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
  }

  public static void event(OutputStream out, String id, String data) throws IOException {
    chunk(out, "id: " + id + "\ndata: " + data + "\n\n");
  }

  public static void chunk(OutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    write(out, Integer.toHexString(bytes.length) + "\r\n");
    out.write(bytes);
    write(out, "\r\n");
  }

  public static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(UTF_8));
    out.flush();
  }

  private void accept() {
    while (true) {
      try {
        SocketChannel peer = server.accept();
        open.add(peer);
        Thread.ofVirtual().start(() -> talk(peer));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void talk(SocketChannel peer) {
    try (peer) {
      var in = new BufferedInputStream(Channels.newInputStream(peer));
      OutputStream out = Channels.newOutputStream(peer);
      boolean keep = true;
      while (keep) {
        String line = line(in);
        if (line.isEmpty()) {
          return;
        }
        String[] parts = line.split(" ");
        var headers = new TreeMap<String, String>();
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
          int colon = header.indexOf(':');
          headers.put(
              header.substring(0, colon).toLowerCase(Locale.ROOT),
              header.substring(colon + 1).strip());
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        var request =
            new Asked(parts[0], parts[1], headers, new String(in.readNBytes(length), UTF_8));
        asked.add(request);
        keep = answering.answer(request, out);
      }
    } catch (IOException e) {
      // The client went away, which is its right.
    }
  }

  private static String line(InputStream in) throws IOException {
    var line = new ByteArrayOutputStream();
    for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
      line.write(b);
    }
    return line.toString(ISO_8859_1).strip();
  }

  /** Drops every connection, as a hub does that is killed. */
  public void drop() {
    open.forEach(FakeHub::close);
    open.clear();
  }

  private static void close(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    drop();
    Files.deleteIfExists(socket);
  }
}
