package belfry.http;

import belfry.metrics.Metrics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.VirtualThreadPool;

/**
 * The doors of the hub: a unix socket and plain HTTP, on a loopback address unless it is told that
 * the network is private.
 *
 * <p>Design: Jetty's core API, each request on its own virtual thread that may block. One handler,
 * {@link Dispatch}, finds the endpoint; there are no filters, sessions or contexts. Send buffers
 * are small on purpose: what a peer does not read must pile up in its own kernel, not in ours
 * ({@code docs/adr/0009-server.md}).
 */
public final class HttpServer implements AutoCloseable {
  /** Send buffer of an accepted connection. */
  static final int SEND_BUFFER_BYTES = 64 << 10;

  /** Connections that may wait to be accepted: clients of a unix socket fail past that. */
  static final int ACCEPT_QUEUE = 1024;

  /** Read at once from a connection; one batch of a hundred events is two or three reads. */
  static final int INPUT_BUFFER_BYTES = 32 << 10;

  /** A connection on which nothing happens is closed after this; streams are exempt. */
  static final Duration IDLE_MAX = Duration.ofSeconds(60);

  /** Largest request line and headers together. */
  static final int HEADER_BYTES_MAX = 16 << 10;

  /** Most requests that are worked on at once, live streams included. */
  static final int REQUESTS_MAX = 20_000;

  /** How long requests under way may take when the hub stops. */
  static final Duration STOP_WAIT = Duration.ofSeconds(5);

  private final Server server;
  private final Dispatch dispatch;
  private final Optional<SocketFile> socket;
  private final Optional<ServerConnector> tcp;

  /**
   * Where to listen.
   *
   * @param socket the unix socket; empty for none
   * @param socketGroup the group that may use it besides its owner; empty for the owner's own
   * @param address for plain HTTP; empty for none
   * @param privately whether that may be another address than a loopback one
   */
  public record Listen(
      Optional<Path> socket,
      Optional<String> socketGroup,
      Optional<InetSocketAddress> address,
      boolean privately) {}

  /**
   * Makes the server; nothing listens before {@link #start}.
   *
   * @throws IOException if the address is not a loopback address: without TLS tokens would be sent
   *     in the clear
   */
  public HttpServer(Listen listen, List<Endpoint> endpoints, Guard guard, Metrics metrics)
      throws IOException {
    dispatch = new Dispatch(new Paths(endpoints), guard, metrics);
    var threads = new VirtualThreadPool(REQUESTS_MAX);
    threads.setName("http");
    server = new Server(threads);
    server.setErrorHandler(dispatch::refused);
    server.setHandler(new GracefulHandler(dispatch));
    server.setStopTimeout(STOP_WAIT.toMillis());
    var http = new HttpConnectionFactory(configuration());
    http.setInputBufferSize(INPUT_BUFFER_BYTES);
    socket =
        listen.socket().isPresent()
            ? Optional.of(new SocketFile(listen.socket().get(), listen.socketGroup()))
            : Optional.empty();
    socket.ifPresent(file -> server.addConnector(file.connector(server, http)));
    tcp =
        listen.address().isPresent()
            ? Optional.of(tcp(listen.address().get(), listen.privately(), http))
            : Optional.empty();
    tcp.ifPresent(server::addConnector);
  }

  private ServerConnector tcp(
      InetSocketAddress address, boolean privately, HttpConnectionFactory http) throws IOException {
    InetAddress host = address.getAddress();
    if (host == null || (!privately && !host.isLoopbackAddress())) {
      throw new IOException(
          "core.http_address: "
              + address.getHostString()
              + " (expected: a loopback address such as 127.0.0.1, because this is plain HTTP; use"
              + " the unix socket or a TLS proxy for other machines, or core.http_private)");
    }
    var connector = new ServerConnector(server, 1, 1, http);
    connector.setHost(host.getHostAddress());
    connector.setPort(address.getPort());
    connector.setAcceptQueueSize(ACCEPT_QUEUE);
    connector.setAcceptedSendBufferSize(SEND_BUFFER_BYTES);
    connector.setAcceptedTcpNoDelay(true);
    connector.setIdleTimeout(IDLE_MAX.toMillis());
    return connector;
  }

  private static HttpConfiguration configuration() {
    var configuration = new HttpConfiguration();
    configuration.setSendServerVersion(false);
    configuration.setRequestHeaderSize(HEADER_BYTES_MAX);
    configuration.setIdleTimeout(IDLE_MAX.toMillis());
    // An event's id may hold any character: /1.0/journal/events/a%2Fb is one segment.
    configuration.setUriCompliance(
        UriCompliance.DEFAULT.with(
            "belfry",
            UriCompliance.Violation.AMBIGUOUS_PATH_SEPARATOR,
            UriCompliance.Violation.AMBIGUOUS_PATH_ENCODING));
    return configuration;
  }

  /** Opens the doors. */
  public void start() throws IOException {
    try {
      if (socket.isPresent()) {
        socket.get().prepare();
      }
      server.start();
      if (socket.isPresent()) {
        socket.get().permit();
      }
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException("http: " + e.getMessage(), e);
    }
  }

  /** The TCP port; empty without one. For an address with port 0, the one that was given. */
  public Optional<Integer> port() {
    return tcp.map(ServerConnector::getLocalPort);
  }

  /** Answers every new request with 503 from now on; those under way go on. */
  public void refuse() {
    dispatch.refuse();
  }

  /** Stops listening, lets requests under way end, closes the rest. */
  @Override
  public void close() throws IOException {
    dispatch.refuse();
    try {
      server.stop();
    } catch (Exception e) {
      throw new IOException("http: " + e.getMessage(), e);
    } finally {
      if (socket.isPresent()) {
        socket.get().remove();
      }
    }
  }
}
