package belfry.gluster.ask;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import belfry.format.gluster.Python;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * The test of a webhook: a POST without a body, whose answer must be 200. Errors come in the words
 * of Python's requests, because programs look for them; the address of an object that stands in
 * some of them does not.
 */
public final class TestRequest {
  /** How long the webhook may take to accept, and then to answer. */
  public static final Duration WAIT = Duration.ofSeconds(20);

  /** Most bytes of the first line of an answer. */
  public static final int STATUS_LINE_BYTES_MAX = 8192;

  private static final String OK = "200";
  private static final String SUBJECT = "TEST";
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([0-9]{3})(?: .*)?");

  private final InstantSource clock;
  private final String agent;
  private final Duration wait;

  /**
   * @param agent the User-Agent
   */
  public TestRequest(InstantSource clock, String agent) {
    this(clock, agent, WAIT);
  }

  public TestRequest(InstantSource clock, String agent, Duration wait) {
    this.clock = clock;
    this.agent = agent;
    this.wait = wait;
  }

  public Answer of(String url, String token, String secret) {
    Instant now = clock.instant();
    String bearer = secret.isEmpty() ? token : Jwt.of(secret, now, now, SUBJECT);
    if (bearer.chars().anyMatch(c -> c < 0x20 || c == 0x7f)) {
      return Answer.error("token: holds a control character (expected: one line of text)");
    }
    if (url.indexOf(':') >= 0 && !url.toLowerCase(Locale.ROOT).matches("https?://.*")) {
      return Answer.error("No connection adapters were found for " + Python.repr(url));
    }
    if (url.indexOf(':') < 0) {
      return invalid(url, "No scheme supplied. Perhaps you meant http://" + url + "?");
    }
    return parsed(url).map(target -> sent(target, bearer)).orElseGet(() -> noHost(url));
  }

  private static Answer noHost(String url) {
    return invalid(url, "No host supplied");
  }

  private static Answer invalid(String url, String why) {
    return Answer.error("Invalid URL " + Python.repr(url) + ": " + why);
  }

  /** Where the request goes. */
  private record Target(boolean tls, String host, int port, String path) {
    /** As the URL names it. */
    String authority() {
      String name = host.indexOf(':') < 0 ? host : "[" + host + "]";
      return port == (tls ? 443 : 80) ? name : name + ":" + port;
    }
  }

  private static Optional<Target> parsed(String url) {
    try {
      var uri = new URI(url.replace(" ", "%20"));
      String host = uri.getHost();
      if (host == null) {
        return Optional.empty();
      }
      boolean tls = "https".equalsIgnoreCase(uri.getScheme());
      String path = uri.getRawPath();
      String query = uri.getRawQuery();
      return Optional.of(
          new Target(
              tls,
              host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
              uri.getPort() >= 0 ? uri.getPort() : tls ? 443 : 80,
              (path == null || path.isEmpty() ? "/" : path) + (query == null ? "" : "?" + query)));
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  private Answer sent(Target target, String bearer) {
    try (Socket plain = connected(target);
        Socket socket = target.tls() ? secured(plain, target) : plain) {
      socket.getOutputStream().write(request(target, bearer).getBytes(UTF_8));
      socket.getOutputStream().flush();
      String status = status(socket.getInputStream());
      return status.equals(OK) ? Answer.DONE : Answer.error(status);
    } catch (NotConnected e) {
      return unreachable(
          target,
          "NewConnectionError('Failed to establish a new connection: " + e.getMessage() + "')");
    } catch (SSLException e) {
      return unreachable(target, "SSLError(" + Python.repr(String.valueOf(e.getMessage())) + ")");
    } catch (SocketTimeoutException e) {
      return Answer.error(
          pool(target) + ": Read timed out. (read timeout=" + wait.toSeconds() + ")");
    } catch (IOException e) {
      return Answer.error(
          "('Connection aborted.', " + Python.repr(String.valueOf(e.getMessage())) + ")");
    }
  }

  private static Answer unreachable(Target target, String cause) {
    return Answer.error(
        pool(target)
            + ": Max retries exceeded with url: "
            + target.path()
            + " (Caused by "
            + cause
            + ")");
  }

  private static String pool(Target target) {
    return (target.tls() ? "HTTPS" : "HTTP")
        + "ConnectionPool(host='"
        + target.host()
        + "', port="
        + target.port()
        + ")";
  }

  /** There is no connection; the message is the system's. */
  private static final class NotConnected extends IOException {
    private static final long serialVersionUID = 1L;

    NotConnected(String message) {
      super(message);
    }
  }

  private Socket connected(Target target) throws NotConnected {
    var socket = new Socket();
    try {
      var address = new InetSocketAddress(target.host(), target.port());
      if (address.isUnresolved()) {
        throw new UnknownHostException(target.host());
      }
      socket.connect(address, (int) wait.toMillis());
      socket.setSoTimeout((int) wait.toMillis());
      return socket;
    } catch (IOException | IllegalArgumentException e) {
      try {
        socket.close();
      } catch (IOException again) {
        e.addSuppressed(again);
      }
      throw new NotConnected(reason(e));
    }
  }

  private static String reason(Exception e) {
    if (e instanceof UnknownHostException) {
      return "[Errno -2] Name or service not known";
    }
    String message = String.valueOf(e.getMessage());
    return switch (message) {
      case "Connection refused" -> "[Errno 111] " + message;
      case "No route to host" -> "[Errno 113] " + message;
      case "Network is unreachable" -> "[Errno 101] " + message;
      default -> message;
    };
  }

  /** The server must be who the URL says, by an authority that the JVM trusts. */
  private static Socket secured(Socket plain, Target target) throws IOException {
    var factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
    var socket = (SSLSocket) factory.createSocket(plain, target.host(), target.port(), true);
    var parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  private String request(Target target, String bearer) {
    return "POST "
        + target.path()
        + " HTTP/1.1\r\nHost: "
        + target.authority()
        + "\r\nUser-Agent: "
        + agent
        + "\r\nAccept-Encoding: gzip, deflate\r\nAccept: */*\r\nConnection: keep-alive\r\n"
        + (bearer.isEmpty() ? "" : "Authorization: Bearer " + bearer + "\r\n")
        + "Content-Length: 0\r\n\r\n";
  }

  private static String status(InputStream in) throws IOException {
    var line = new StringBuilder();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0 || line.length() == STATUS_LINE_BYTES_MAX) {
        throw new EOFException("Remote end closed connection without response");
      }
      line.append(new String(new byte[] {(byte) b}, ISO_8859_1));
    }
    String text = line.toString().stripTrailing();
    Matcher status = STATUS.matcher(text);
    if (!status.matches()) {
      String shortened = text.substring(0, Math.min(60, text.length()));
      throw new IOException(shortened + " (expected: HTTP/1.1 and a status)");
    }
    return status.group(1);
  }
}
