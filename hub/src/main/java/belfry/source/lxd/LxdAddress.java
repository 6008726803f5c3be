package belfry.source.lxd;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;

/** Where a server listens. */
public sealed interface LxdAddress {
  /** The port that LXD and Incus are usually given. */
  int PORT = 8443;

  /** A unix socket on this machine. */
  record Unix(Path socket) implements LxdAddress {
    @Override
    public String host() {
      return "unix.socket";
    }

    @Override
    public String toString() {
      return "unix:" + socket;
    }
  }

  /**
   * HTTPS.
   *
   * @param host a name or an address; one of IPv6 without brackets
   */
  record Https(String host, int port) implements LxdAddress {
    @Override
    public String toString() {
      return "https://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
  }

  /** For the Host header and for errors. */
  String host();

  /**
   * From {@code unix:/path} or {@code https://host[:port]}.
   *
   * @throws IllegalArgumentException if it is neither, with both named
   */
  static LxdAddress parse(String text) {
    if (text.startsWith("unix:/")) {
      return new Unix(Path.of(text.substring("unix:".length())));
    }
    try {
      var uri = new URI(text);
      boolean https = "https".equals(uri.getScheme()) && uri.getHost() != null;
      if (https && (uri.getPath().isEmpty() || uri.getPath().equals("/"))) {
        String host = uri.getHost().replace("[", "").replace("]", "");
        return new Https(host, uri.getPort() < 0 ? PORT : uri.getPort());
      }
    } catch (URISyntaxException e) {
      // As any other text that is no address.
    }
    throw new IllegalArgumentException(
        "address: " + text + " (expected: unix:/PATH or https://HOST:PORT)");
  }
}
