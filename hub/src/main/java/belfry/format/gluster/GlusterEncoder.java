package belfry.format.gluster;

import belfry.event.Event;
import belfry.event.Payload;
import belfry.format.Content;
import belfry.format.Decoded;
import belfry.format.Encoder;
import belfry.format.json.JsonWriter;
import belfry.format.json.JsonWriter.Style;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The body of a webhook as the daemon writes it. Of a Gluster event it is the body that came, or
 * the one the daemon would have made of the datagram (whose own bytes are there as {@code native});
 * of any other event its type, its flattened payload and where it happened.
 */
final class GlusterEncoder implements Encoder {
  @Override
  public String contentType() {
    return "application/json";
  }

  @Override
  public Payload encode(Decoded decoded) {
    Event event = decoded.entry().event();
    return event.format().equals(GlusterDialect.NAME)
        ? GlusterDialect.body(event)
        : foreign(event, Content.flattened(decoded.content()));
  }

  private static Payload foreign(Event event, SortedMap<String, String> attributes) {
    var message = new TreeMap<String, String>(Style.PYTHON.keyOrder());
    message.putAll(attributes);
    message.put("belfry_id", event.id());
    message.put("belfry_source", event.source());
    var json = new JsonWriter(Style.PYTHON, event.data().size() + 256);
    json.beginObject().member("event", event.type()).key("message").beginObject();
    message.forEach(json::member);
    return json.endObject()
        .member("nodeid", event.location().orElse(""))
        .member("ts", event.time().getEpochSecond())
        .endObject()
        .payload();
  }
}
