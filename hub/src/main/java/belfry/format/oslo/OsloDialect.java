package belfry.format.oslo;

import belfry.event.Audit;
import belfry.event.Event;
import belfry.event.InvalidEvent;
import belfry.event.Malformed;
import belfry.format.Content;
import belfry.format.Decoder;
import belfry.format.Dialect;
import belfry.format.Encoder;
import belfry.format.json.JsonValue;

/**
 * Notifications of OpenStack services. The content of an event is its application message, whatever
 * envelope it came in: {@code data.payload.size} is the size of an image.
 */
public final class OsloDialect implements Dialect {
  static final String NAME = "oslo";

  private final Decoder decoder = new OsloDecoder();
  private final Encoder encoder = new OsloEncoder();

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

  @Override
  public JsonValue content(Event event) {
    try {
      return Notification.of(event.data()).message();
    } catch (Malformed | InvalidEvent e) {
      return Content.NOTHING;
    }
  }

  @Override
  public Audit audit(Event event, JsonValue content) {
    return new OsloAudit(event, new Notification(content)).read();
  }
}
