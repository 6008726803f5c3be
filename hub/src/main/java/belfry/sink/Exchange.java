package belfry.sink;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * What went over the wire in one attempt, fit to be shown: secrets and signatures are masked, and
 * each part is only the start of what it was.
 *
 * @param remote address and port that it was sent to; empty if there was no connection
 * @param connected how long connecting took, TLS included; zero over a kept connection
 * @param requestHead request line and header lines
 * @param requestBody the start of the body
 * @param responseHead status line and header lines; empty if there was no answer
 * @param responseBody the start of the body
 */
public record Exchange(
    String remote,
    Duration connected,
    String requestHead,
    String requestBody,
    String responseHead,
    String responseBody) {
  /** Most of a head that is kept, in characters. */
  public static final int HEAD_CHARS_MAX = 4_096;

  /** Most of a body that is kept, in characters. */
  public static final int BODY_CHARS_MAX = 1_024;

  public Exchange {
    requireNonNull(remote, "remote");
    requireNonNull(connected, "connected");
    requestHead = start(requestHead, HEAD_CHARS_MAX);
    requestBody = start(requestBody, BODY_CHARS_MAX);
    responseHead = start(responseHead, HEAD_CHARS_MAX);
    responseBody = start(responseBody, BODY_CHARS_MAX);
  }

  private static String start(String text, int charsMax) {
    return text.length() <= charsMax ? text : text.substring(0, charsMax);
  }
}
