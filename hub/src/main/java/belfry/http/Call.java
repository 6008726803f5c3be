package belfry.http;

import belfry.access.Caller;
import belfry.access.Refusals.Attempt;
import belfry.access.Refusals.Login;
import belfry.access.Role;
import belfry.event.Malformed;
import belfry.event.Origin;
import belfry.event.Payload;
import belfry.format.json.Json;
import belfry.format.json.JsonValue;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.security.cert.X509Certificate;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** One request and who sent it, as a route sees it. Used by the request's thread alone. */
public final class Call {
  private final Request request;
  private final Response response;
  private final Callback callback;
  private final Caller caller;
  private final Map<String, String> variables;
  private final Desk desk;
  private final Params params;
  private int bodyReserved;

  /** What all calls of one server share. */
  record Desk(Guard guard, Bodies bodies) {}

  Call(Exchange exchange, Caller caller, Map<String, String> variables, Desk desk) throws Problem {
    this.request = exchange.request();
    this.response = exchange.response();
    this.callback = exchange.callback();
    this.caller = caller;
    this.variables = variables;
    this.desk = desk;
    this.params = Params.of(request);
  }

  /** What Jetty hands out for one request. */
  record Exchange(Request request, Response response, Callback callback) {}

  public Caller caller() {
    return caller;
  }

  public String method() {
    return request.getMethod();
  }

  /** The path as it was sent, without the query. */
  public String path() {
    return request.getHttpURI().getPath();
  }

  /** The path segment that stood for {@code {name}} in the endpoint's path, decoded. */
  public String variable(String name) {
    String value = variables.get(name);
    if (value == null) {
      throw new IllegalArgumentException("no {" + name + "} in the path of this endpoint");
    }
    return value;
  }

  public Params params() {
    return params;
  }

  /** The first value of a header; empty if it is absent. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(request.getHeaders().get(name));
  }

  /** All headers, in their order. */
  public Iterable<HttpField> headers() {
    return request.getHeaders();
  }

  /** The media type of the body in lower case, without parameters; empty if there is none. */
  public String contentType() {
    String type = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
    return type == null ? "" : mediaType(type);
  }

  private static String mediaType(String header) {
    int semicolon = header.indexOf(';');
    String type = semicolon < 0 ? header : header.substring(0, semicolon);
    return type.strip().toLowerCase(Locale.ROOT);
  }

  /** Whether the Accept header names this media type. */
  public boolean accepts(String type) {
    String accept = request.getHeaders().get(HttpHeader.ACCEPT);
    return accept != null && accept.toLowerCase(Locale.ROOT).contains(type);
  }

  /**
   * The whole body, unpacked. Counts against the bodies in flight until the answer is made.
   *
   * @throws Problem if it is larger than {@code bytesMax}, packed in an unknown way, cut off, or
   *     too much is in flight
   */
  public Payload body(int bytesMax) throws Problem, InterruptedException {
    Bodies.Body body = desk.bodies().read(request, bytesMax);
    bodyReserved += body.reserved();
    return body.bytes();
  }

  /**
   * The body as one JSON object; otherwise as {@link #body}.
   *
   * @throws Problem also if it is something else
   */
  public JsonValue object(int bytesMax) throws Problem, InterruptedException {
    try {
      JsonValue value = Json.parse(body(bytesMax));
      if (value.isObject()) {
        return value;
      }
      throw Problem.parameter("body", value.type().name(), "a JSON object");
    } catch (Malformed e) {
      throw new Problem(
          ErrorCode.PARAMETER, "body: " + e.getMessage(), new Problem.Where("", e.column()));
    }
  }

  void release() {
    desk.bodies().release(bodyReserved);
    bodyReserved = 0;
  }

  /** The peer's address, {@code ip:port}; {@code @} for the unix socket. */
  public String address() {
    return caller.address();
  }

  /** How it came, and from whom, as changes of documents note it. */
  public Origin origin() {
    return origin(caller.principal());
  }

  /** As {@link #origin()}, of somebody who becomes known by this very call. */
  public Origin origin(String principal) {
    return new Origin(
        caller.protocol().equals("unix") ? "unix" : "http",
        Optional.of(principal).filter(name -> !name.isEmpty()),
        Optional.of(address()),
        new TreeMap<>());
  }

  /** The certificate that the client showed, trusted or not; empty without one. */
  public Optional<X509Certificate> certificate() {
    return Peer.tls(request).flatMap(Peer.Tls::certificate);
  }

  /** What was done by it, as security events tell. */
  public Attempt attempt() {
    return Guard.attempt(request, caller);
  }

  /** Refuses a caller that has not the role, where not the endpoint as a whole needs one. */
  public void require(Role role) throws Problem {
    desk.guard().require(role, caller, request);
  }

  /** Notes that somebody could not come in; throw the result. */
  public Problem notTrusted(Login login) {
    return desk.guard().notTrusted(caller, request, login);
  }

  static String address(Request request) {
    SocketAddress remote = request.getConnectionMetaData().getRemoteSocketAddress();
    return remote instanceof InetSocketAddress inet
        ? inet.getAddress().getHostAddress() + ":" + inet.getPort()
        : Caller.UNIX_ADDRESS;
  }

  /** Notes that the caller asked for a project it may not use; throw the result. */
  public Problem deniedProject(String project) {
    desk.guard().deniedProject(caller, request);
    return new Problem(
        ErrorCode.PROJECT_FORBIDDEN,
        "project: "
            + project
            + " (expected: one of "
            + caller.projects().map(TreeSet::new).orElseGet(TreeSet::new)
            + ")",
        new Problem.Where("project", 0));
  }

  /** Jetty's own view, for a route that takes the connection over. */
  public Request request() {
    return request;
  }

  /** See {@link #request()}. */
  public Response response() {
    return response;
  }

  /** See {@link #request()}. */
  public Callback callback() {
    return callback;
  }
}
