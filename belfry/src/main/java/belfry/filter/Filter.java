package belfry.filter;

import static java.util.Objects.requireNonNull;

import java.util.function.Predicate;

/**
 * Which events: a compiled expression of the one filter language (DESIGN section 6).
 *
 * @param text as it was written
 * @param predicate the compiled form
 */
public record Filter(String text, Predicate<Facts> predicate) {
  /** Lets everything through. */
  public static final Filter ALL = new Filter("", facts -> true);

  public Filter {
    requireNonNull(text, "text");
    requireNonNull(predicate, "predicate");
  }

  public boolean matches(Facts facts) {
    return predicate.test(facts);
  }
}
