package belfry.access;

import static java.util.Objects.requireNonNull;

import belfry.filter.View;
import java.util.Optional;
import java.util.Set;

/**
 * Somebody who sent a request, as far as we verified it.
 *
 * @param protocol how: {@code unix}, {@code bearer}, {@code tls}, or empty for nobody in particular
 * @param username the unix user, the token's name or the certificate's fingerprint
 * @param address {@code ip:port}; {@code @} for the unix socket, as LXD writes it
 * @param roles what it may do
 * @param projects the only projects it may see and emit for; empty for all
 */
public record Caller(
    String protocol,
    String username,
    String address,
    Set<Role> roles,
    Optional<Set<String>> projects) {

  /** The address of a unix socket. */
  public static final String UNIX_ADDRESS = "@";

  public Caller {
    requireNonNull(protocol, "protocol");
    requireNonNull(username, "username");
    requireNonNull(address, "address");
    roles = Set.copyOf(roles);
    projects = projects.map(Set::copyOf);
  }

  /**
   * Whoever may open the unix socket: the kernel let in only its owner, root and the group of the
   * socket, and they administrate the hub.
   */
  public static Caller unix(String user) {
    return new Caller("unix", user, UNIX_ADDRESS, Set.of(Role.ADMIN), Optional.empty());
  }

  /** Nobody we know. */
  public static Caller anonymous(String address) {
    return new Caller("", "", address, Set.of(), Optional.empty());
  }

  /** The name in origins and quotas: {@code unix/root}, {@code token/ci}; empty for nobody. */
  public String principal() {
    return switch (protocol) {
      case "" -> "";
      case "bearer" -> "token/" + username;
      default -> protocol + "/" + username;
    };
  }

  public boolean trusted() {
    return !roles.isEmpty();
  }

  /** Whether it has the role, or is an administrator. */
  public boolean may(Role role) {
    return roles.contains(role) || roles.contains(Role.ADMIN);
  }

  /** Whether it may see or emit for a project. */
  public boolean mayUse(String project) {
    return projects.isEmpty() || projects.get().contains(project);
  }

  /** The compiled rights to read. */
  public View view() {
    if (!may(Role.READ)) {
      return View.NONE;
    }
    return projects.map(View::of).orElse(View.ALL);
  }
}
