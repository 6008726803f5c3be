package belfry.http;

import belfry.access.Caller;
import belfry.access.Refusals;
import belfry.access.Refusals.Login;
import belfry.access.Role;
import belfry.access.trust.Identities;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/**
 * Who is calling, and whether a web page sent it.
 *
 * <p>On the unix socket the kernel names the caller. Over TCP a token does, with TLS also a trusted
 * certificate; and because any page in a browser can reach what its machine reaches, an Origin must
 * be the same as the Host, and Sec-Fetch-Site not foreign. Any name can be made to point to a
 * loopback port, so without TLS, which checks names, the Host must be one of ours.
 */
public final class Guard {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final String BEARER = "bearer ";
  private static final String API_KEY = "api-key ";

  private final Identities identities;
  private final Refusals refusals;
  private final Set<String> hosts = new HashSet<>(LOOPBACK);

  /**
   * @param moreHosts names besides the loopback ones under which the hub is reached
   */
  public Guard(Identities identities, Refusals refusals, Set<String> moreHosts) {
    this.identities = identities;
    this.refusals = refusals;
    moreHosts.forEach(host -> hosts.add(host.toLowerCase(Locale.ROOT)));
  }

  /**
   * The caller, verified.
   *
   * @throws Problem if a web page sent the request, or the credentials are not accepted
   */
  Caller identify(Request request) throws Problem, IOException {
    Optional<Caller> local = Peer.local(request);
    if (local.isPresent()) {
      return local.get();
    }
    Caller nobody = Caller.anonymous(Call.address(request));
    Optional<Peer.Tls> tls = Peer.tls(request);
    try {
      refuseForeignPages(request.getHeaders(), tls.isPresent());
    } catch (Problem e) {
      refusals.denied(attempt(request, nobody), "same_origin");
      throw e;
    }
    String authorization = request.getHeaders().get(HttpHeader.AUTHORIZATION);
    if (authorization == null) {
      return tls.flatMap(Peer.Tls::certificate)
          .flatMap(shown -> identities.caller(shown, nobody.address()))
          .orElse(nobody);
    }
    Optional<Caller> caller =
        secret(authorization).flatMap(secret -> identities.caller(secret, nobody.address()));
    if (caller.isEmpty()) {
      refusals.loginFailed(attempt(request, nobody), Login.TOKEN);
      throw new Problem(
              ErrorCode.TOKEN_UNKNOWN,
              "Authorization: not accepted (expected: Bearer and a token of this hub)")
          .header("WWW-Authenticate", "Bearer realm=\"belfry\", error=\"invalid_token\"");
    }
    return caller.get();
  }

  /** Scheme names are case-insensitive, RFC 9110 section 11.1. */
  private static Optional<String> secret(String authorization) {
    for (String scheme : new String[] {BEARER, API_KEY}) {
      if (authorization.regionMatches(true, 0, scheme, 0, scheme.length())) {
        return Optional.of(authorization.substring(scheme.length()).strip());
      }
    }
    return Optional.empty();
  }

  private void refuseForeignPages(HttpFields headers, boolean tls) throws Problem {
    String host = headers.get(HttpHeader.HOST);
    if (host != null && !tls && !hosts.contains(name(host))) {
      throw foreign("Host", host, "a name of this hub; add others to core.http_hosts");
    }
    String origin = headers.get(HttpHeader.ORIGIN);
    if (origin != null && (host == null || !sameOrigin(origin, host))) {
      throw foreign("Origin", origin, "none, or the hub's own");
    }
    String site = headers.get("Sec-Fetch-Site");
    if (site != null && !site.equals("same-origin") && !site.equals("none")) {
      throw foreign("Sec-Fetch-Site", site, "same-origin or none");
    }
  }

  private static Problem foreign(String header, String was, String expected) {
    String shown = was.length() > 80 ? was.substring(0, 80) + "…" : was;
    return new Problem(
        ErrorCode.FOREIGN_PAGE, header + ": " + shown + " (expected: " + expected + ")");
  }

  private static String name(String host) {
    String lower = host.toLowerCase(Locale.ROOT);
    int colon = lower.lastIndexOf(':');
    return colon < 0 || lower.endsWith("]") ? lower : lower.substring(0, colon);
  }

  private static boolean sameOrigin(String origin, String host) {
    try {
      String authority = new URI(origin).getRawAuthority();
      return authority != null && authority.equalsIgnoreCase(host);
    } catch (URISyntaxException e) {
      return false;
    }
  }

  /** Refuses a caller that may not do what an endpoint needs. */
  void require(Role role, Caller caller, Request request) throws Problem {
    if (caller.may(role)) {
      return;
    }
    Optional<Peer.Tls> tls = Peer.tls(request);
    if (!caller.trusted() && tls.isPresent()) {
      boolean shown = tls.get().certificate().isPresent();
      throw notTrusted(caller, request, shown ? Login.CERTIFICATE : Login.TOKEN);
    }
    if (!caller.trusted()) {
      refusals.loginFailed(attempt(request, caller), Login.TOKEN);
      throw new Problem(
              ErrorCode.TOKEN_MISSING,
              "Authorization: absent (expected: Bearer and a token of role " + role.text() + ")")
          .header("WWW-Authenticate", "Bearer realm=\"belfry\"");
    }
    refusals.denied(attempt(request, caller), role.text());
    throw new Problem(
        ErrorCode.ROLE_MISSING,
        "role of "
            + caller.principal()
            + ": "
            + caller.roles().stream().map(Role::text).sorted().toList()
            + " (expected: "
            + role.text()
            + ")");
  }

  /** Notes that somebody is not trusted; throw the result, which says no more than LXD's. */
  Problem notTrusted(Caller caller, Request request, Login login) {
    refusals.loginFailed(attempt(request, caller), login);
    return new Problem(ErrorCode.NOT_TRUSTED, "not authorized");
  }

  /** Refuses a caller that is bound to other projects. */
  void deniedProject(Caller caller, Request request) {
    refusals.denied(attempt(request, caller), "project");
  }

  static Refusals.Attempt attempt(Request request, Caller caller) {
    String agent = request.getHeaders().get(HttpHeader.USER_AGENT);
    return new Refusals.Attempt(
        caller, request.getMethod(), request.getHttpURI().getPath(), agent == null ? "" : agent);
  }
}
