package belfry.sink.wire;

import belfry.sink.InvalidSink;
import belfry.sink.Members;
import belfry.sink.Secret;
import belfry.sink.guard.Guard;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/**
 * Where a request goes. Its path and query may be secrets, so {@code toString} leaves them out.
 *
 * @param tls whether it is https
 * @param host a name or an address, without brackets, in lower case
 * @param port 1 to 65535
 * @param authority as it stands in the header {@code Host}: with the port unless it is the default
 * @param target path and query as they stand in the request line
 */
public record Url(boolean tls, String host, int port, String authority, String target) {
  /** Longest URL, in characters. */
  public static final int CHARS_MAX = 2048;

  /** Ports below this one belong to other protocols, apart from the two of HTTP. */
  static final int PRIVILEGED_PORTS = 1024;

  private static final int HTTP_PORT = 80;
  private static final int HTTPS_PORT = 443;
  private static final int PORT_MAX = 65_535;
  private static final String EXPECTED = "an http or https URL such as https://example.org/hook";

  /**
   * Reads a member that must be there.
   *
   * @throws InvalidSink if it is no absolute http or https URL, has a user name, a fragment, or the
   *     port of another protocol
   */
  public static Url read(Members members, String name) throws InvalidSink {
    String text = members.text(name);
    if (text.length() > CHARS_MAX) {
      throw members.invalid(name, text.length() + " characters", "at most " + CHARS_MAX);
    }
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException e) {
      throw members.invalid(name, e.getReason() + " at " + e.getIndex(), EXPECTED);
    }
    String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw members.invalid(name, "scheme " + scheme, EXPECTED);
    }
    if (uri.getRawUserInfo() != null) {
      throw members.invalid(name, "a user name in it", "none: use auth");
    }
    if (uri.getHost() == null || uri.getRawFragment() != null || !isAscii(text)) {
      String what = uri.getHost() == null ? "no host" : "a fragment or a non-ASCII character";
      throw members.invalid(name, what, EXPECTED);
    }
    boolean tls = scheme.equals("https");
    return of(uri, tls, port(members, name, uri.getPort(), tls));
  }

  private static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c > 0x20 && c < 0x7f);
  }

  private static int port(Members members, String name, int port, boolean tls) throws InvalidSink {
    if (port == -1) {
      return tls ? HTTPS_PORT : HTTP_PORT;
    }
    boolean other = port < PRIVILEGED_PORTS && port != HTTP_PORT && port != HTTPS_PORT;
    if (other || port > PORT_MAX) {
      throw members.invalid(
          name, "port " + port, "80, 443 or " + PRIVILEGED_PORTS + " to " + PORT_MAX);
    }
    return port;
  }

  private static Url of(URI uri, boolean tls, int port) {
    String named = uri.getHost().toLowerCase(Locale.ROOT);
    boolean usual = port == (tls ? HTTPS_PORT : HTTP_PORT);
    String host = named.startsWith("[") ? named.substring(1, named.length() - 1) : named;
    String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    String target = uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
    return new Url(tls, host, port, usual ? named : named + ":" + port, target);
  }

  /**
   * An address that is refused is known before anything is delivered.
   *
   * @param name the member that it was read from
   * @throws InvalidSink if the host is an address that the guard refuses
   */
  public void check(Members members, String name, Guard guard) throws InvalidSink {
    Optional<InetAddress> literal;
    try {
      literal = Optional.of(InetAddress.ofLiteral(host));
    } catch (IllegalArgumentException notAnAddress) {
      literal = Optional.empty();
    }
    Optional<String> refusal = literal.flatMap(guard::refusal);
    if (refusal.isPresent()) {
      throw members.invalid(
          name, host + " is " + refusal.get(), "a public address, or one of an allowed net");
    }
  }

  /** Scheme, host and port. */
  public String origin() {
    return (tls ? "https://" : "http://") + authority;
  }

  @Override
  public String toString() {
    return origin() + (target.equals("/") ? "/" : "/" + Secret.MASK);
  }
}
