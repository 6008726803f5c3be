package belfry.http;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.Optional;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.unixdomain.server.UnixDomainServerConnector;

/** The unix socket in the file system: mode 0660, and never taken from a hub that runs. */
final class SocketFile {
  private static final String MODE = "rw-rw----";

  private final Path path;
  private final Optional<String> group;

  SocketFile(Path path, Optional<String> group) throws IOException {
    this.path = path;
    this.group = group;
    int bytes = path.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
    if (bytes > UnixDomainServerConnector.MAX_UNIX_DOMAIN_PATH_LENGTH) {
      throw new IOException(
          "core.socket: path of "
              + bytes
              + " bytes (expected: at most "
              + UnixDomainServerConnector.MAX_UNIX_DOMAIN_PATH_LENGTH
              + ", a limit of the kernel): "
              + path);
    }
  }

  Connector connector(Server server, HttpConnectionFactory http) {
    var connector = new UnixDomainServerConnector(server, 1, 1, http);
    connector.setUnixDomainPath(path);
    connector.setAcceptQueueSize(HttpServer.ACCEPT_QUEUE);
    connector.setAcceptedSendBufferSize(HttpServer.SEND_BUFFER_BYTES);
    connector.setIdleTimeout(HttpServer.IDLE_MAX.toMillis());
    return connector;
  }

  /** Makes the directory and takes away the socket of a hub that is gone. */
  void prepare() throws IOException {
    Path parent = path.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    if (!Files.exists(path)) {
      return;
    }
    try (var probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      probe.connect(UnixDomainSocketAddress.of(path));
      throw new IOException("core.socket: " + path + " is in use by another process");
    } catch (ConnectException e) {
      Files.delete(path);
    } catch (SocketException e) {
      throw new IOException("core.socket: " + path + " is no unix socket: " + e.getMessage(), e);
    }
  }

  void permit() throws IOException {
    var view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
    if (group.isPresent()) {
      try {
        GroupPrincipal principal =
            path.getFileSystem()
                .getUserPrincipalLookupService()
                .lookupPrincipalByGroupName(group.get());
        view.setGroup(principal);
      } catch (UserPrincipalNotFoundException e) {
        throw new IOException(
            "core.socket_group: " + group.get() + " (expected: a group of this system)", e);
      }
    }
    view.setPermissions(PosixFilePermissions.fromString(MODE));
  }

  void remove() throws IOException {
    Files.deleteIfExists(path);
  }
}
