package belfry.http;

import belfry.access.Caller;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.security.cert.X509Certificate;
import java.util.Optional;
import jdk.net.ExtendedSocketOptions;
import jdk.net.UnixDomainPrincipal;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.Request;

/** What a connection itself tells of its other end. */
final class Peer {
  private static final String CALLER = "belfry.caller";
  private static final String TLS = "belfry.tls";

  private Peer() {}

  /** The caller on a unix socket, as the kernel names it; empty over TCP. */
  static Optional<Caller> local(Request request) throws IOException {
    ConnectionMetaData connection = request.getConnectionMetaData();
    if (connection.getAttribute(CALLER) instanceof Caller known) {
      return Optional.of(known);
    }
    if (endPoint(connection).getTransport() instanceof SocketChannel channel
        && channel.getLocalAddress() instanceof UnixDomainSocketAddress) {
      UnixDomainPrincipal peer = channel.getOption(ExtendedSocketOptions.SO_PEERCRED);
      Caller caller = Caller.unix(peer.user().getName());
      connection.setAttribute(CALLER, caller);
      return Optional.of(caller);
    }
    return Optional.empty();
  }

  /**
   * What TLS knows.
   *
   * @param certificate the one that the client showed and has the key of
   */
  record Tls(Optional<X509Certificate> certificate) {}

  /** What TLS knows of a client; empty on a connection without. */
  static Optional<Tls> tls(Request request) {
    ConnectionMetaData connection = request.getConnectionMetaData();
    if (connection.getAttribute(TLS) instanceof Tls known) {
      return Optional.of(known);
    }
    EndPoint.SslSessionData session = endPoint(connection).getSslSessionData();
    if (session == null) {
      return Optional.empty();
    }
    X509Certificate[] chain = session.peerCertificates();
    var tls =
        new Tls(chain == null || chain.length == 0 ? Optional.empty() : Optional.of(chain[0]));
    connection.setAttribute(TLS, tls);
    return Optional.of(tls);
  }

  private static EndPoint endPoint(ConnectionMetaData connection) {
    return connection.getConnection().getEndPoint();
  }
}
