package belfry.http;

import static java.util.Objects.requireNonNull;

import belfry.access.Role;
import java.util.Optional;

/**
 * One line of the API: what may be asked, by whom, and who answers.
 *
 * @param method in capitals
 * @param path with {@code {name}} for a segment that varies
 * @param role what the caller must be able to do; empty if anybody may ask
 * @param route who answers
 */
public record Endpoint(String method, String path, Optional<Role> role, Route route) {
  public Endpoint {
    requireNonNull(method, "method");
    requireNonNull(path, "path");
    requireNonNull(role, "role");
    requireNonNull(route, "route");
  }

  /** An endpoint for callers of a role. */
  public static Endpoint of(Role role, String method, String path, Route route) {
    return new Endpoint(method, path, Optional.of(role), route);
  }

  /** An endpoint for everybody who may open a connection. */
  public static Endpoint open(String method, String path, Route route) {
    return new Endpoint(method, path, Optional.empty(), route);
  }
}
