package belfry.filter;

import java.math.BigDecimal;
import java.util.Optional;

/** JSON numbers out of texts that may be anything. */
final class Numbers {
  /** Longer texts are no numbers: as long as those that JSON documents may have. */
  private static final int CHARS_MAX = 1000;

  private static final int LONG_DIGITS_MAX = 18;

  private Numbers() {}

  /** By the grammar of RFC 8259; empty if the text is no number. */
  static Optional<BigDecimal> parse(String text) {
    if (text.isEmpty() || text.length() > CHARS_MAX || !mayBegin(text.charAt(0))) {
      return Optional.empty();
    }
    if (text.length() <= LONG_DIGITS_MAX && text.chars().allMatch(Numbers::isDigit)) {
      return Optional.of(BigDecimal.valueOf(Long.parseLong(text)));
    }
    try {
      return Optional.of(new BigDecimal(text));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static boolean mayBegin(char c) {
    return c == '-' || isDigit(c);
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }
}
