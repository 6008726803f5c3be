package belfry.delivery.subscriptions;

import belfry.event.Entry;
import belfry.event.Event;
import belfry.event.Payload;
import belfry.event.Position;
import belfry.format.hub.HubDialect;
import belfry.format.json.JsonWriter;
import java.time.Instant;

/** An event that is sent because somebody wants to see whether it arrives; it is not journaled. */
final class TestEvent {
  static final String TYPE = "belfry.test";

  private static final String SOURCE = "/belfry";

  private TestEvent() {}

  static Entry of(String subscription, Instant now) {
    String subject = "/1.0/subscriptions/" + subscription;
    var data = new JsonWriter(JsonWriter.Style.COMPACT).beginObject();
    data.member("type", TYPE).member("subject", subject);
    data.member("message", "a test: somebody wants to see whether this arrives").endObject();
    Event event =
        Event.of("test-" + now.toEpochMilli(), SOURCE, TYPE, now, HubDialect.NAME, data.payload())
            .subject(subject)
            .build();
    return new Entry(new Position(0, 0), now, Payload.EMPTY, event);
  }
}
