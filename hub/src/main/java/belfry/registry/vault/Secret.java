package belfry.registry.vault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.security.MessageDigest;

/** A secret in the clear, for as long as it is used. Never shows itself. */
public final class Secret {
  /** What is shown in place of a secret. */
  public static final String MASK = "***";

  private final String value;

  public Secret(String value) {
    this.value = requireNonNull(value, "value");
  }

  /** The secret itself: for whom it is meant, and for nobody's log. */
  public String reveal() {
    return value;
  }

  /** In a time that does not tell how much of it is equal. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Secret that
        && MessageDigest.isEqual(value.getBytes(UTF_8), that.value.getBytes(UTF_8));
  }

  /** The same for all: a hash would tell something. */
  @Override
  public int hashCode() {
    return 0;
  }

  @Override
  public String toString() {
    return MASK;
  }
}
