package belfry.cli.demo;

import static java.time.ZoneOffset.UTC;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Moves a recorded event to another time: every time in it by the same span, in the form it has, so
 * that a search for the last hour finds it and its parts still fit together. An oslo notification
 * gets a new message id as well, or its second round would be a duplicate of the first.
 */
final class Freshening {
  private static final Pattern TIME =
      Pattern.compile("(2[0-9]{3}-[0-9]{2}-[0-9]{2})([T ])([0-9:]{8})(\\.[0-9]{1,9})?");
  private static final Pattern SENT =
      Pattern.compile("\"timestamp\\\\?\": ?\\\\?\"([-0-9]{10})[T ]([0-9:]{8})");
  private static final Pattern EPOCH = Pattern.compile("(\"ts\": ?)([0-9]{10})");
  private static final Pattern MESSAGE_ID =
      Pattern.compile("(message_id\\\\?\": ?\\\\?\")[-0-9a-f]{36}");

  private Freshening() {}

  /** The same event as if it happened at {@code when}. */
  static String at(Instant when, UUID messageId, String recorded) {
    Optional<Instant> then = happened(recorded);
    if (then.isEmpty()) {
      return recorded;
    }
    Duration moved = Duration.between(then.get(), when);
    String text = TIME.matcher(recorded).replaceAll(time -> shifted(time, moved));
    text =
        EPOCH
            .matcher(text)
            .replaceAll(ts -> ts.group(1) + (Long.parseLong(ts.group(2)) + moved.toSeconds()));
    return MESSAGE_ID
        .matcher(text)
        .replaceAll(id -> Matcher.quoteReplacement(id.group(1) + messageId));
  }

  private static Optional<Instant> happened(String recorded) {
    Matcher epoch = EPOCH.matcher(recorded);
    if (epoch.find()) {
      return Optional.of(Instant.ofEpochSecond(Long.parseLong(epoch.group(2))));
    }
    Matcher sent = SENT.matcher(recorded);
    return sent.find()
        ? Optional.of(LocalDateTime.parse(sent.group(1) + "T" + sent.group(2)).toInstant(UTC))
        : Optional.empty();
  }

  private static String shifted(MatchResult time, Duration moved) {
    String fraction = Optional.ofNullable(time.group(4)).orElse("");
    LocalDateTime shifted =
        LocalDateTime.parse(time.group(1) + "T" + time.group(3) + fraction).plus(moved);
    String seconds =
        DateTimeFormatter.ofPattern("yyyy-MM-dd'" + time.group(2) + "'HH:mm:ss", Locale.ROOT)
            .format(shifted);
    String digits = DateTimeFormatter.ofPattern("SSSSSSSSS", Locale.ROOT).format(shifted);
    return fraction.isEmpty()
        ? seconds
        : seconds + "." + digits.substring(0, fraction.length() - 1);
  }
}
