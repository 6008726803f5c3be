package belfry.cli.wire;

import belfry.event.Payload;
import java.util.Optional;
import java.util.SortedMap;

/**
 * One answer, read whole.
 *
 * @param status the HTTP status
 * @param headers by name in lower case; of a repeated one the last
 */
public record Reply(int status, SortedMap<String, String> headers, Payload body) {
  public Optional<String> header(String lowerCaseName) {
    return Optional.ofNullable(headers.get(lowerCaseName));
  }

  public boolean ok() {
    return status >= 200 && status < 300;
  }
}
