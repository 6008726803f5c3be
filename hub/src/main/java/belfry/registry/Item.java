package belfry.registry;

import static java.util.Objects.requireNonNull;

import belfry.event.Payload;
import java.time.Instant;

/**
 * A document as it is now.
 *
 * @param key its name
 * @param version of the change that made it so; 1 or more
 * @param time when that was
 * @param document a JSON object, byte by byte as it was put
 */
public record Item(Key key, long version, Instant time, Payload document) {
  public Item {
    requireNonNull(key, "key");
    requireNonNull(time, "time");
    requireNonNull(document, "document");
    if (version < 1) {
      throw new IllegalArgumentException("version: " + version + " (expected: 1 or more)");
    }
  }

  /** Without the document, which may be long and hold what is nobody's business. */
  @Override
  public String toString() {
    return key + " version " + version + ", " + document.size() + " bytes";
  }
}
