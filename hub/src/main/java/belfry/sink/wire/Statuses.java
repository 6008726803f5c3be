package belfry.sink.wire;

import belfry.sink.Outcome;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * What an answer means.
 *
 * <table>
 * <caption>Status to outcome</caption>
 * <tr><td>2xx</td><td>Delivered (in the manner of Gluster: 200 alone, the others Retry)</td></tr>
 * <tr><td>3xx</td><td>Retry; no redirect is followed (Standard Webhooks, CloudEvents)</td></tr>
 * <tr><td>410</td><td>Gone</td></tr>
 * <tr><td>400, 413, 414, 415, 422, 431</td><td>Rejected: it is about these bytes, and the same
 * bytes fare no better later</td></tr>
 * <tr><td>other 4xx</td><td>Retry: it is about the destination (a token being changed, a route not
 * yet there), which somebody will mend; rejecting would park whatever comes meanwhile</td></tr>
 * <tr><td>408, 425, 429, 5xx</td><td>Retry, not before Retry-After if it is given; how far that is
 * obeyed is for dispatch to say</td></tr>
 * </table>
 */
public final class Statuses {
  /** Longest reason of a failure, in characters. */
  public static final int REASON_CHARS_MAX = 300;

  private Statuses() {}

  /**
   * @param only200 whether nothing else is a success
   * @param now for a Retry-After that is a date
   */
  public static Outcome outcome(Response response, boolean only200, Instant now) {
    int status = response.status();
    String reason = "status " + status;
    return switch (status) {
      case 200 -> new Outcome.Delivered();
      case 410 -> new Outcome.Gone(reason);
      case 400, 413, 414, 415, 422, 431 -> new Outcome.Rejected(reason);
      case 408, 425, 429 -> new Outcome.Retry(reason, retryAfter(response, now));
      default ->
          switch (status / 100) {
            case 2 ->
                only200
                    ? new Outcome.Retry(reason + " (expected: 200)", Optional.empty())
                    : new Outcome.Delivered();
            case 3 -> new Outcome.Retry(redirect(reason, response), Optional.empty());
            case 5 -> new Outcome.Retry(reason, retryAfter(response, now));
            default -> new Outcome.Retry(reason, Optional.empty());
          };
    };
  }

  /** There was none: every failure to get one is a Retry. */
  public static Outcome noAnswer(IOException e) {
    String text = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return new Outcome.Retry(line(text), Optional.empty());
  }

  /** A text as one line of at most {@value #REASON_CHARS_MAX} characters. */
  public static String line(String text) {
    String line = text.replaceAll("[\\p{Cntrl}\\s]+", " ");
    return line.length() > REASON_CHARS_MAX ? line.substring(0, REASON_CHARS_MAX) + "…" : line;
  }

  /** Only whereto the redirect points, not what is asked there, which may be a secret. */
  private static String redirect(String reason, Response response) {
    Optional<String> location = response.header("Location");
    if (location.isEmpty()) {
      return reason + ": redirect not followed";
    }
    String place = "another path";
    try {
      URI uri = new URI(location.get());
      if (uri.getHost() != null) {
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        place = (uri.getScheme() == null ? "" : uri.getScheme() + "://") + uri.getHost() + port;
      }
    } catch (URISyntaxException e) {
      place = "what is no URL";
    }
    return reason + ": redirect not followed to " + place;
  }

  /** RFC 9110 section 10.2.3: seconds or a date. One that is neither counts as absent. */
  private static Optional<Duration> retryAfter(Response response, Instant now) {
    return response
        .header("Retry-After")
        .flatMap(value -> wait(value, now))
        .map(wait -> wait.isNegative() ? Duration.ZERO : wait);
  }

  private static Optional<Duration> wait(String value, Instant now) {
    if (value.matches("\\d{1,18}")) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
    }
    try {
      var date = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME);
      return Optional.of(Duration.between(now, date.toInstant()));
    } catch (DateTimeException neither) {
      return Optional.empty();
    }
  }
}
