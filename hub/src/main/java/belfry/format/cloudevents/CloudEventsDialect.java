package belfry.format.cloudevents;

import belfry.event.Audit;
import belfry.event.Event;
import belfry.event.InvalidEvent;
import belfry.event.Malformed;
import belfry.format.Body;
import belfry.format.Content;
import belfry.format.Decoder;
import belfry.format.Dialect;
import belfry.format.Encoder;
import belfry.format.json.JsonValue;
import java.util.Base64;

/**
 * CloudEvents. The content of an event is its data, not the event around it: {@code data.size} is
 * the same in structured and in binary mode. Attributes that have no place in the envelope are in
 * the details of the audit facet.
 */
public final class CloudEventsDialect implements Dialect {
  static final String NAME = "cloudevents";

  private final Decoder decoder = new CloudEventsDecoder();
  private final Encoder encoder = new CloudEventsEncoder();

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Decoder decoder() {
    return decoder;
  }

  @Override
  public Encoder encoder() {
    return encoder;
  }

  /**
   * The data where it is JSON; a text, or else its base64, as a string; null where there is none.
   */
  @Override
  public JsonValue content(Event event) {
    try {
      return switch (CloudEvent.data(event.data(), event.origin())) {
        case CloudEvent.Nothing() -> Content.NOTHING;
        case CloudEvent.Value(var json) -> json;
        case CloudEvent.Bytes(var bytes) ->
            switch (Body.of(bytes)) {
              case Body.Document(var json) -> json;
              case Body.Text(var text) -> Content.text(text);
              case Body.Binary(var binary) ->
                  Content.text(Base64.getEncoder().encodeToString(binary.toBytes()));
            };
      };
    } catch (Malformed | InvalidEvent decodedByOtherRules) {
      return Content.NOTHING;
    }
  }

  @Override
  public Audit audit(Event event, JsonValue content) {
    return new CloudEventsAudit(event, content).read();
  }
}
