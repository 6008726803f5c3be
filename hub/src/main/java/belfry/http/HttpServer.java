package belfry.http;

import belfry.metrics.Metrics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.VirtualThreadPool;

/**
 * The doors of the hub: a unix socket; plain HTTP, on a loopback address unless it is told that the
 * network is private; HTTPS on any.
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

  private static final String TLS_VERSION = "TLSv1.3";

  private final Server server;
  private final Dispatch dispatch;
  private final Optional<SocketFile> socket;
  private final Optional<ServerConnector> tcp;
  private final Optional<ServerConnector> tls;

  /**
   * Where to listen.
   *
   * @param socket the unix socket; empty for none
   * @param socketGroup the group that may use it besides its owner; empty for the owner's own
   * @param address for plain HTTP; empty for none
   * @param privately whether that may be another address than a loopback one
   * @param https with TLS; empty for none
   */
  public record Listen(
      Optional<Path> socket,
      Optional<String> socketGroup,
      Optional<InetSocketAddress> address,
      boolean privately,
      Optional<Https> https) {}

  /** An address and how TLS is spoken there. */
  public record Https(InetSocketAddress address, SSLContext context) {}

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
            ? Optional.of(plain(listen.address().get(), listen.privately(), http))
            : Optional.empty();
    tcp.ifPresent(server::addConnector);
    tls =
        listen.https().isPresent()
            ? Optional.of(https(listen.https().get(), http))
            : Optional.empty();
    tls.ifPresent(server::addConnector);
  }

  private ServerConnector plain(
      InetSocketAddress address, boolean privately, HttpConnectionFactory http) throws IOException {
    InetAddress host = address.getAddress();
    if (host == null || (!privately && !host.isLoopbackAddress())) {
      throw new IOException(
          "core.http_address: "
              + address.getHostString()
              + " (expected: a loopback address such as 127.0.0.1, because this is plain HTTP; use"
              + " core.https_address for other machines, or core.http_private)");
    }
    return connector(host, address.getPort(), http);
  }

  /** A certificate of the client is asked for; without one it may still bring a token. */
  private ServerConnector https(Https https, HttpConnectionFactory http) throws IOException {
    InetAddress host = https.address().getAddress();
    if (host == null) {
      throw new IOException(
          "core.https_address: "
              + https.address().getHostString()
              + " (expected: an address of this machine, or 0.0.0.0 for all)");
    }
    var tls = new SslContextFactory.Server();
    tls.setSslContext(https.context());
    tls.setIncludeProtocols(TLS_VERSION);
    tls.setWantClientAuth(true);
    var outer = new SslConnectionFactory(tls, http.getProtocol());
    return connector(host, https.address().getPort(), outer, http);
  }

  private ServerConnector connector(InetAddress host, int port, ConnectionFactory... layers) {
    var connector = new ServerConnector(server, 1, 1, layers);
    connector.setHost(host.getHostAddress());
    connector.setPort(port);
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

  /** As {@link #port}, of HTTPS. */
  public Optional<Integer> httpsPort() {
    return tls.map(ServerConnector::getLocalPort);
  }

  /**
   * The port of plain HTTP; empty without one. For an address with port 0, the one that was given.
   */
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
