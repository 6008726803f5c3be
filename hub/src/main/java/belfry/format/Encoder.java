package belfry.format;

import belfry.event.Payload;

/**
 * An entry to bytes of one dialect. Pure. An entry of the same format comes out as its original
 * bytes; any other is a projection, and {@code docs/systems/} says what it keeps and loses.
 */
public interface Encoder {
  /** One event, without a line feed at its end. */
  Payload encode(Decoded decoded);

  /** The media type of one encoded event. */
  String contentType();
}
