package belfry.cli.wire;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Locale;

/** Where a hub listens. */
public sealed interface HubAddress {
  /** The port of a hub that was given without one. */
  int DEFAULT_PORT = 8990;

  /** A unix socket. */
  record Unix(Path path) implements HubAddress {
    @Override
    public String toString() {
      return "unix:" + path;
    }
  }

  /** Plain HTTP over TCP. */
  record Tcp(String host, int port) implements HubAddress {
    @Override
    public String toString() {
      return "http://" + authority();
    }

    String authority() {
      return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
  }

  /**
   * Reads {@code unix:/path}, {@code unix:///path}, {@code /path} or {@code http://host[:port]}.
   *
   * @throws IllegalArgumentException with what was expected
   */
  static HubAddress parse(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    if (text.startsWith("/") || lower.startsWith("unix:")) {
      String path = text.startsWith("/") ? text : text.substring("unix:".length());
      path = path.startsWith("//") ? path.substring(2) : path;
      if (path.isEmpty()) {
        throw wrong(text);
      }
      return new Unix(Path.of(path));
    }
    if (!lower.startsWith("http://")) {
      throw wrong(text);
    }
    try {
      URI uri = new URI(text);
      String host = uri.getHost();
      if (host == null) {
        throw wrong(text);
      }
      host = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
      return new Tcp(host, uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort());
    } catch (URISyntaxException e) {
      throw wrong(text);
    }
  }

  private static IllegalArgumentException wrong(String text) {
    return new IllegalArgumentException(
        "hub: " + text + " (expected: unix:/path/to/unix.socket or http://host:port)");
  }
}
