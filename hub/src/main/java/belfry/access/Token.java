package belfry.access;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A token as it is kept: never the secret itself.
 *
 * @param name of whoever uses it; {@code [a-z0-9][a-z0-9._-]*}, at most {@value #NAME_CHARS_MAX}
 * @param role what it allows
 * @param project the only project it is good for; empty for all
 * @param hash hex of the SHA-256 of the secret, which is 256 random bits: no salt, no stretching
 * @param created when
 * @param expires from when on it is refused; empty for never
 */
public record Token(
    String name,
    Role role,
    Optional<String> project,
    String hash,
    Instant created,
    Optional<Instant> expires) {

  /** Longest name. */
  public static final int NAME_CHARS_MAX = 63;

  public Token {
    requireNonNull(name, "name");
    requireNonNull(role, "role");
    requireNonNull(project, "project");
    requireNonNull(hash, "hash");
    requireNonNull(created, "created");
    requireNonNull(expires, "expires");
  }

  boolean validAt(Instant now) {
    return expires.map(now::isBefore).orElse(true);
  }

  Caller caller(String address) {
    return new Caller("bearer", name, address, Set.of(role), project.map(Set::of));
  }
}
