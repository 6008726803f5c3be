package belfry.format;

import belfry.event.Event;
import belfry.event.InvalidEvent;
import belfry.event.Malformed;

/** Bytes of one dialect to an event. Pure: the same raw gives the same event. */
public interface Decoder {
  /**
   * Reads one event. The result has the raw's origin, project {@link Event#DEFAULT_PROJECT} (intake
   * sets the real one) and the raw's bytes as data; it was {@link Event#checked checked}.
   *
   * @throws Malformed if the bytes are not the dialect
   * @throws InvalidEvent if they are, but say something that cannot be
   */
  Event decode(Raw raw) throws Malformed, InvalidEvent;
}
