package belfry.access;

import java.util.Locale;
import java.util.Optional;

/** What a caller may do; a later role includes the earlier ones' rights only where it says so. */
public enum Role {
  /** Send events. */
  INGEST,
  /** Search, follow and look. */
  READ,
  /** Everything, settings and tokens included. */
  ADMIN;

  /** The word in tokens and texts. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The role of this word, exact. */
  public static Optional<Role> parse(String word) {
    for (Role role : values()) {
      if (role.text().equals(word)) {
        return Optional.of(role);
      }
    }
    return Optional.empty();
  }
}
