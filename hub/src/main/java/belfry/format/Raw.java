package belfry.format;

import static java.util.Objects.requireNonNull;

import belfry.event.Origin;
import belfry.event.Payload;
import java.time.Instant;

/**
 * Bytes as they arrived, one event's worth, with what a decoder may need to know about how they
 * came. Everything that depends on time or chance is a component, so decoding is pure.
 *
 * @param bytes one event in its dialect; of an array or NDJSON body, one element
 * @param origin how they came
 * @param received when
 * @param freshId a UUIDv7 to use when the dialect brings no id of its own and none can be derived
 * @param occurrence how often the same bytes were already seen on this connection, from 0; tells
 *     twins apart from a repetition
 */
public record Raw(Payload bytes, Origin origin, Instant received, String freshId, int occurrence) {
  public Raw {
    requireNonNull(bytes, "bytes");
    requireNonNull(origin, "origin");
    requireNonNull(received, "received");
    requireNonNull(freshId, "freshId");
  }
}
