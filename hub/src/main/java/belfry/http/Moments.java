package belfry.http;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times in parameters: RFC 3339, or how long ago. */
public final class Moments {
  private static final Pattern AGO = Pattern.compile("-?(\\d{1,9})(s|m|h|d|w)");

  private Moments() {}

  /** {@code 2026-11-20T09:30:00Z}, or {@code 90s}, {@code 15m}, {@code 1h}, {@code 2d} ago. */
  public static Instant parse(String name, String text, Instant now) throws Problem {
    Matcher ago = AGO.matcher(text);
    try {
      return ago.matches()
          ? now.minus(duration(Long.parseLong(ago.group(1)), ago.group(2)))
          : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException | ArithmeticException e) {
      throw Problem.parameter(
          name, text, "RFC 3339 such as 2026-11-20T09:30:00Z, or 15m, 1h, 2d for that long ago");
    }
  }

  /** RFC 3339 only. */
  public static Instant exact(String name, String text) throws Problem {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw Problem.parameter(name, text, "RFC 3339 such as 2026-11-20T09:30:00Z");
    }
  }

  /** {@code 90s}, {@code 15m}, {@code 1h}, {@code 2d}. */
  public static Duration step(String name, String text) throws Problem {
    Matcher step = AGO.matcher(text);
    if (!step.matches() || text.startsWith("-")) {
      throw Problem.parameter(name, text, "a number with s, m, h, d or w");
    }
    return duration(Long.parseLong(step.group(1)), step.group(2));
  }

  private static Duration duration(long number, String unit) {
    return switch (unit) {
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      case "d" -> Duration.ofDays(number);
      default -> Duration.ofDays(Math.multiplyExact(number, 7L));
    };
  }
}
