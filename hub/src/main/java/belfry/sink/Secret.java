package belfry.sink;

import static java.util.Objects.requireNonNull;

/**
 * A text that is shown to nobody.
 *
 * @param text what it is
 */
public record Secret(String text) {
  /** What is shown in its place. */
  public static final String MASK = "***";

  public Secret {
    requireNonNull(text, "text");
  }

  @Override
  public String toString() {
    return MASK;
  }
}
