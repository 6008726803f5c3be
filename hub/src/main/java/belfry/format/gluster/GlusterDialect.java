package belfry.format.gluster;

import belfry.event.Audit;
import belfry.event.Event;
import belfry.event.Malformed;
import belfry.event.Payload;
import belfry.format.Content;
import belfry.format.Decoder;
import belfry.format.Dialect;
import belfry.format.Encoder;
import belfry.format.json.JsonValue;
import belfry.format.json.Rules;

/**
 * Gluster's events in both shapes: the daemon's JSON body and the datagram. The content of a
 * datagram is the body that the daemon would post for it.
 */
public final class GlusterDialect implements Dialect {
  public static final String NAME = "gluster";

  /** The origin's attribute with the UUID of the node; datagrams do not say it. */
  public static final String NODEID = "nodeid";

  /** The connector of origins whose bytes are datagrams, never a body, whatever they look like. */
  public static final String DATAGRAMS = "gluster";

  private final Decoder decoder = new GlusterDecoder();
  private final Encoder encoder = new GlusterEncoder();

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
    return Content.json(body(event), Rules.STRICT);
  }

  @Override
  public Audit audit(Event event, JsonValue content) {
    return GlusterAudit.facet(event, content);
  }

  /** Whether the bytes are a body of the daemon and no datagram, which begins with a number. */
  static boolean isJson(Payload bytes) {
    for (int i = 0; i < bytes.size(); i++) {
      byte b = bytes.at(i);
      if (b != ' ' && b != '\t' && b != '\n' && b != '\r') {
        return b == '{';
      }
    }
    return false;
  }

  /** The JSON of an event: as it came, or as the daemon would have made it of the datagram. */
  static Payload body(Event event) {
    if (isJson(event.data())) {
      return event.data();
    }
    try {
      return Datagram.parse(event.data()).json(event.origin().attribute(NODEID).orElse(""));
    } catch (Malformed e) {
      throw new IllegalStateException(e.getMessage() + ", though it was decoded", e);
    }
  }
}
