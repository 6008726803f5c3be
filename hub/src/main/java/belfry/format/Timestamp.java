package belfry.format;

import static java.util.Objects.requireNonNull;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * A moment as a text gave it. Read by hand: it stands in every event, and the formatter of the
 * platform takes ten times as long.
 *
 * @param instant to the nanosecond; further digits are cut
 * @param utc the same in RFC 3339 with a Z and as many digits as the text had
 */
public record Timestamp(Instant instant, String utc) {
  private static final int DATE_TIME_CHARS = 19;

  public Timestamp {
    requireNonNull(instant, "instant");
    requireNonNull(utc, "utc");
  }

  /**
   * Reads RFC 3339 section 5.6: a full date and time with a zone, {@code t} and {@code z} in either
   * case. Leap seconds, which no {@link Instant} can hold, and hour 24 are not read.
   */
  public static Optional<Timestamp> rfc3339(String text) {
    return text.length() > DATE_TIME_CHARS && (text.charAt(10) | 0x20) == 't'
        ? new Text(text).read(false)
        : Optional.empty();
  }

  /**
   * Reads what Python's {@code str(datetime)} and {@code isoformat()} write: as {@link #rfc3339},
   * but a blank may stand for the T, the colon of the zone may be missing, and so may the zone,
   * which then is UTC.
   */
  public static Optional<Timestamp> python(String text) {
    return text.length() >= DATE_TIME_CHARS
            && ((text.charAt(10) | 0x20) == 't' || text.charAt(10) == ' ')
        ? new Text(text).read(true)
        : Optional.empty();
  }

  /** A moment of our own, with as many digits as it needs. */
  public static Timestamp of(Instant instant) {
    return new Timestamp(instant, instant.toString());
  }

  /** How many digits the second's fraction has. */
  public int digits() {
    return Math.max(0, utc.length() - DATE_TIME_CHARS - 2);
  }

  /** The text while it is read. A negative number anywhere means that it is no timestamp. */
  private record Text(String text) {
    private static final int NO_OFFSET = Integer.MIN_VALUE;

    Optional<Timestamp> read(boolean python) {
      if (text.charAt(4) != '-'
          || text.charAt(7) != '-'
          || text.charAt(13) != ':'
          || text.charAt(16) != ':') {
        return Optional.empty();
      }
      int zone = afterFraction();
      if (zone < 0) {
        return Optional.empty();
      }
      int offset = offset(zone, python);
      if (offset == NO_OFFSET) {
        return Optional.empty();
      }
      return dateTime().flatMap(local -> at(local, offset, zone));
    }

    private Optional<LocalDateTime> dateTime() {
      try {
        return Optional.of(
            LocalDateTime.of(
                digits(0, 4),
                digits(5, 2),
                digits(8, 2),
                digits(11, 2),
                digits(14, 2),
                digits(17, 2),
                nanos()));
      } catch (DateTimeException e) {
        return Optional.empty();
      }
    }

    private Optional<Timestamp> at(LocalDateTime local, int offset, int zone) {
      LocalDateTime utc = offset == 0 ? local : local.minusSeconds(offset);
      if (utc.getYear() < 0 || utc.getYear() > 9999) {
        return Optional.empty();
      }
      String shown =
          offset == 0
              ? text.substring(0, DATE_TIME_CHARS)
              : "%04d-%02d-%02dT%02d:%02d:%02d"
                  .formatted(
                      utc.getYear(),
                      utc.getMonthValue(),
                      utc.getDayOfMonth(),
                      utc.getHour(),
                      utc.getMinute(),
                      utc.getSecond());
      if (shown.charAt(10) != 'T') {
        shown = shown.substring(0, 10) + 'T' + shown.substring(11);
      }
      return Optional.of(
          new Timestamp(
              utc.toInstant(ZoneOffset.UTC), shown + text.substring(DATE_TIME_CHARS, zone) + 'Z'));
    }

    /** Where the zone begins, or -1 if the fraction has no digits. */
    private int afterFraction() {
      int at = DATE_TIME_CHARS;
      if (at == text.length() || text.charAt(at) != '.') {
        return at;
      }
      at++;
      while (digit(at)) {
        at++;
      }
      return at == DATE_TIME_CHARS + 1 ? -1 : at;
    }

    private int nanos() {
      if (text.length() == DATE_TIME_CHARS || text.charAt(DATE_TIME_CHARS) != '.') {
        return 0;
      }
      int nanos = 0;
      int at = DATE_TIME_CHARS + 1;
      for (int place = 100_000_000; place > 0 && digit(at); place /= 10) {
        nanos += (text.charAt(at) - '0') * place;
        at++;
      }
      return nanos;
    }

    private boolean digit(int at) {
      return at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
    }

    /** In seconds, east of Greenwich positive. */
    private int offset(int at, boolean python) {
      if (at == text.length()) {
        return python ? 0 : NO_OFFSET;
      }
      char sign = text.charAt(at);
      if (sign == 'Z' || sign == 'z') {
        return at + 1 == text.length() ? 0 : NO_OFFSET;
      }
      int size = text.length() - at;
      boolean colon = size == 6 && text.charAt(at + 3) == ':';
      if ((sign != '+' && sign != '-') || !(colon || (python && size == 5))) {
        return NO_OFFSET;
      }
      int hours = digits(at + 1, 2);
      int minutes = digits(at + (colon ? 4 : 3), 2);
      if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) {
        return NO_OFFSET;
      }
      int seconds = hours * 3600 + minutes * 60;
      return sign == '-' ? -seconds : seconds;
    }

    private int digits(int from, int count) {
      int number = 0;
      for (int i = from; i < from + count; i++) {
        if (!digit(i)) {
          return -1;
        }
        number = number * 10 + text.charAt(i) - '0';
      }
      return number;
    }
  }
}
