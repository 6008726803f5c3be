package belfry.source.lxd;

import belfry.event.Malformed;
import belfry.event.Payload;
import belfry.format.Timestamp;
import belfry.format.json.Json;
import java.time.Instant;

/**
 * An event as it was read.
 *
 * @param time when it happened, by its own word; when it came if it has none
 * @param occurrence how often it was seen before on its connection
 */
record Frame(Payload bytes, Instant received, Instant time, int occurrence) {
  static Frame read(Payload bytes, Instant received, int occurrence) {
    return new Frame(bytes, received, time(bytes, received), occurrence);
  }

  private static Instant time(Payload bytes, Instant received) {
    try {
      return Timestamp.rfc3339(Json.parse(bytes).text("timestamp"))
          .map(Timestamp::instant)
          .orElse(received);
    } catch (Malformed e) {
      return received;
    }
  }
}
