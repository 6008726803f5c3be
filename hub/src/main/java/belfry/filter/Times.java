package belfry.filter;

import belfry.filter.Expression.Moment;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times as filters write them: RFC 3339, seconds since 1970, or {@code now} and an offset. */
final class Times {
  /** {@code 9999-12-31T23:59:59Z}, the last second that RFC 3339 can write. */
  private static final long SECONDS_MAX = 253_402_300_799L;

  private static final Pattern EPOCH = Pattern.compile("[0-9]{1,12}");
  private static final Pattern RELATIVE =
      Pattern.compile("now(?:([+-])([0-9]{1,9})([smhdw]))?", Pattern.CASE_INSENSITIVE);
  private static final String EXPECTED =
      "a time such as \"2026-11-20T09:34:18Z\", seconds since 1970, or now-1h (s, m, h, d, w)";

  private Times() {}

  /** Makes the error at the place where the time stands. */
  @FunctionalInterface
  interface Place {
    InvalidFilter error(String expected);
  }

  static Moment parse(String text, Optional<Instant> now, Place place) throws InvalidFilter {
    Matcher relative = RELATIVE.matcher(text);
    if (relative.matches()) {
      Duration offset = relative.group(1) == null ? Duration.ZERO : offset(relative);
      return now.isEmpty()
          ? new Moment.FromRecorded(offset)
          : new Moment.At(checked(now.get().plus(offset), place));
    }
    try {
      Instant instant =
          EPOCH.matcher(text).matches()
              ? Instant.ofEpochSecond(Long.parseLong(text))
              : OffsetDateTime.parse(text).toInstant();
      return new Moment.At(checked(instant, place));
    } catch (DateTimeParseException e) {
      throw place.error(EXPECTED);
    }
  }

  private static Duration offset(Matcher relative) {
    long count = Long.parseLong(relative.group(1) + relative.group(2));
    return switch (relative.group(3).charAt(0)) {
      case 's', 'S' -> Duration.ofSeconds(count);
      case 'm', 'M' -> Duration.ofMinutes(count);
      case 'h', 'H' -> Duration.ofHours(count);
      case 'd', 'D' -> Duration.ofDays(count);
      default -> Duration.ofDays(7 * count);
    };
  }

  private static Instant checked(Instant instant, Place place) throws InvalidFilter {
    if (instant.getEpochSecond() < -62_167_219_200L || instant.getEpochSecond() > SECONDS_MAX) {
      throw place.error("a time in the years 0 to 9999, in seconds and not milliseconds");
    }
    return instant;
  }

  /** As it is written in a filter. */
  static String text(Moment moment) {
    return switch (moment) {
      case Moment.At(var instant) -> "\"" + instant + "\"";
      case Moment.FromRecorded(var offset) -> offset.isZero() ? "now" : "now" + text(offset);
    };
  }

  private static String text(Duration offset) {
    long seconds = offset.toSeconds();
    String sign = seconds < 0 ? "" : "+";
    if (seconds % 86_400 == 0) {
      return sign + seconds / 86_400 + "d";
    }
    if (seconds % 3_600 == 0) {
      return sign + seconds / 3_600 + "h";
    }
    return seconds % 60 == 0 ? sign + seconds / 60 + "m" : sign + seconds + "s";
  }
}
