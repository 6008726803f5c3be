package belfry.cli.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import belfry.event.Payload;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Talks to one hub. Keeps its connection between requests and opens a fresh one when the hub closed
 * it meanwhile. Used by one thread; {@link #close} may come from any.
 */
public final class HubClient implements AutoCloseable {
  /** Largest answer that is read whole; streams have no such limit. */
  public static final int REPLY_BYTES_MAX = 256 << 20;

  private final HubAddress address;
  private final Optional<String> token;
  private final String agent;
  private volatile @Nullable Connection connection;

  /**
   * @param token sent as bearer token; empty over a unix socket
   * @param agent the User-Agent
   */
  public HubClient(HubAddress address, Optional<String> token, String agent) {
    this.address = address;
    this.token = token;
    this.agent = agent;
  }

  public HubAddress address() {
    return address;
  }

  /**
   * Connects now instead of with the first request.
   *
   * @throws Unreachable if nobody listens
   */
  public void connect() throws IOException {
    if (connection == null) {
      open();
    }
  }

  /**
   * Sends a request and reads the whole answer, whatever its status.
   *
   * @throws Unreachable if nobody listens
   * @throws IOException if the connection breaks or the answer is not HTTP
   */
  public Reply send(Request request) throws IOException {
    Connection used = connection;
    if (used != null) {
      try {
        return exchange(used, request);
      } catch (EOFException | SocketException e) {
        // The hub closed an idle connection. A request that it did take is safe to repeat: intake
        // recognises the same events, everything else here only reads.
        close();
      }
    }
    return exchange(open(), request);
  }

  /**
   * Sends a request and hands the body out as it comes. The connection then belongs to the stream.
   *
   * @throws Unreachable if nobody listens
   */
  public Stream stream(Request request) throws IOException {
    close();
    Connection fresh = open();
    write(fresh, request);
    Head head = Head.read(fresh.in);
    return new Stream(head, head.body(fresh.in));
  }

  /** An answer whose body is still coming; {@link HubClient#close} ends it. */
  public record Stream(Head head, InputStream body) {
    public int status() {
      return head.status();
    }

    /** The rest of the body at once, for answers that turned out to be errors. */
    public Reply whole() throws IOException {
      return HubClient.whole(head, body);
    }
  }

  private Connection open() throws IOException {
    Connection fresh = Connection.open(address);
    connection = fresh;
    return fresh;
  }

  private Reply exchange(Connection connection, Request request) throws IOException {
    try {
      write(connection, request);
    } catch (IOException e) {
      // The hub may have answered early, e.g. to a body it will not take, and closed: read on.
      if (connection.in.available() == 0) {
        throw new SocketException("the hub closed the connection: " + e.getMessage());
      }
    }
    Head head = Head.read(connection.in);
    Reply reply = whole(head, head.body(connection.in));
    if (head.closes() || !head.framed()) {
      close();
    }
    return reply;
  }

  private static Reply whole(Head head, InputStream body) throws IOException {
    byte[] bytes = body.readNBytes(REPLY_BYTES_MAX);
    if (bytes.length == REPLY_BYTES_MAX && body.read() >= 0) {
      throw new IOException(
          "answer: over "
              + REPLY_BYTES_MAX
              + " bytes (expected: fewer; ask for less, e.g. --limit)");
    }
    return new Reply(head.status(), head.headers(), Payload.owning(bytes));
  }

  private void write(Connection connection, Request request) throws IOException {
    var head = new StringBuilder(256);
    head.append(request.method()).append(' ').append(request.target()).append(" HTTP/1.1\r\n");
    line(head, "Host", host());
    line(head, "User-Agent", agent);
    token.ifPresent(t -> line(head, "Authorization", "Bearer " + t));
    request.headers().forEach((name, value) -> line(head, name, value));
    request
        .body()
        .ifPresent(
            body -> {
              line(head, "Content-Type", body.contentType());
              line(head, "Content-Length", Integer.toString(body.bytes().size()));
            });
    head.append("\r\n");
    connection.out.write(head.toString().getBytes(UTF_8));
    if (request.body().isPresent()) {
      Payload bytes = request.body().get().bytes();
      bytes.with(
          (array, from, size) -> {
            connection.out.write(array, from, size);
            return size;
          });
    }
    connection.out.flush();
  }

  private static void line(StringBuilder head, String name, String value) {
    if (value.indexOf('\r') >= 0 || value.indexOf('\n') >= 0) {
      throw new IllegalArgumentException(name + ": holds a line end (expected: one line)");
    }
    head.append(name).append(": ").append(value).append("\r\n");
  }

  private String host() {
    return switch (address) {
      case HubAddress.Unix unix -> "unix.socket";
      case HubAddress.Tcp tcp -> tcp.authority();
    };
  }

  /** Ends what is under way; a later request opens a new connection. */
  @Override
  public void close() {
    Connection open = connection;
    connection = null;
    if (open != null) {
      open.close();
    }
  }
}
