package belfry.cli.shell;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads times as people type them, and shows them. */
public final class Times {
  private static final Pattern SPAN = Pattern.compile("(?:[0-9]{1,9}(?:ms|[smhdw]))+");
  private static final Pattern ZONED = Pattern.compile("[-+][0-9]{2}:?[0-9]{2}$");
  private static final Pattern PART = Pattern.compile("([0-9]+)(ms|[smhdw])");

  private static final DateTimeFormatter SHOWN =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

  private Times() {}

  /**
   * {@code 1h}, {@code 2d12h}: that long ago; {@code now}; or a date or time, in the zone of the
   * user unless it names one.
   *
   * @throws Failure with what was expected
   */
  public static Instant instant(String option, String text, Shell shell) throws Failure {
    return find(text, shell)
        .orElseThrow(
            () ->
                Failure.usage(
                    option
                        + " "
                        + text
                        + " (expected: a span such as 90s, 15m, 1h, 2d, or a time such as"
                        + " 2026-11-20T09:30)"));
  }

  /** The same; empty if the text is none of these. */
  public static Optional<Instant> find(String text, Shell shell) {
    if (text.equals("now")) {
      return Optional.of(shell.clock().instant());
    }
    if (SPAN.matcher(text).matches()) {
      return Optional.of(shell.clock().instant().minus(span(text)));
    }
    try {
      return Optional.of(parsed(text, shell));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** In the zone of the user, to the second; as it stands if it is no time. */
  public static String shown(String rfc3339, ZoneId zone) {
    try {
      return SHOWN.format(Instant.parse(rfc3339).atZone(zone));
    } catch (DateTimeException e) {
      return rfc3339;
    }
  }

  private static Instant parsed(String text, Shell shell) {
    if (text.length() == 10) {
      return LocalDate.parse(text).atStartOfDay(shell.zone()).toInstant();
    }
    String time = text.replace(' ', 'T');
    boolean zoned = time.endsWith("Z") || (time.length() > 19 && ZONED.matcher(time).find());
    return zoned
        ? OffsetDateTime.parse(time).toInstant()
        : LocalDateTime.parse(time).atZone(shell.zone()).toInstant();
  }

  private static Duration span(String text) {
    Duration span = Duration.ZERO;
    Matcher parts = PART.matcher(text);
    while (parts.find()) {
      long number = Long.parseLong(parts.group(1));
      span =
          span.plus(
              switch (parts.group(2)) {
                case "ms" -> Duration.ofMillis(number);
                case "s" -> Duration.ofSeconds(number);
                case "m" -> Duration.ofMinutes(number);
                case "h" -> Duration.ofHours(number);
                case "d" -> Duration.ofDays(number);
                default -> Duration.ofDays(7 * number);
              });
    }
    return span;
  }
}
