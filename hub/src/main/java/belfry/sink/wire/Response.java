package belfry.sink.wire;

import belfry.event.Payload;
import java.util.Optional;

/**
 * What came back.
 *
 * @param status 200 to 999
 * @param head status line and header lines, one per line
 * @param body what was read of it, at most {@link ResponseReader#BODY_BYTES_MAX}
 * @param complete whether that is all of it, and another answer can follow on the connection
 */
public record Response(int status, String head, Payload body, boolean complete) {
  /** The value of the first header of this name. */
  public Optional<String> header(String name) {
    return header(head, name);
  }

  static Optional<String> header(String head, String name) {
    for (int line = head.indexOf('\n') + 1; line > 0; line = head.indexOf('\n', line) + 1) {
      int colon = line + name.length();
      if (head.regionMatches(true, line, name, 0, name.length())
          && colon < head.length()
          && head.charAt(colon) == ':') {
        int end = head.indexOf('\n', colon);
        return Optional.of(head.substring(colon + 1, end < 0 ? head.length() : end).strip());
      }
    }
    return Optional.empty();
  }
}
