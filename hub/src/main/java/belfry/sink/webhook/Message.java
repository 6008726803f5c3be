package belfry.sink.webhook;

import belfry.event.Payload;
import java.util.List;

/**
 * What one request carries.
 *
 * @param contentType empty if there is none
 * @param headers more headers that belong to the body, in their order
 * @param body the bytes
 */
record Message(String contentType, List<Header> headers, Payload body) {
  /** A header of a body. */
  record Header(String name, String value) {}

  Message {
    headers = List.copyOf(headers);
  }
}
