package belfry.testing;

import belfry.event.Audit;
import belfry.event.Entry;
import belfry.event.Event;
import belfry.event.InvalidEvent;
import belfry.event.Malformed;
import belfry.event.Origin;
import belfry.event.Payload;
import belfry.event.Position;
import belfry.format.Decoded;
import belfry.format.Dialect;
import belfry.format.Raw;
import belfry.format.json.JsonValue;
import java.time.Instant;

/** An event at position 0/7, recorded at {@link #RECORDED}, read by its dialect. */
public record DecodedEntry(Entry entry, JsonValue content, Audit audit) implements Decoded {
  public static final Instant RECORDED = Instant.parse("2026-11-20T12:00:00.123456Z");
  public static final String FRESH_ID = "019aa0f0-0000-7000-8000-000000000001";

  /** Reads bytes that came by HTTP. */
  public static DecodedEntry of(Dialect dialect, String bytes) throws Malformed, InvalidEvent {
    return of(dialect, raw(bytes, Origin.of("http")));
  }

  public static DecodedEntry of(Dialect dialect, Raw raw) throws Malformed, InvalidEvent {
    return of(dialect, dialect.decoder().decode(raw));
  }

  public static DecodedEntry of(Dialect dialect, Event event) {
    JsonValue content = dialect.content(event);
    var entry = new Entry(new Position(0, 7), RECORDED, Payload.EMPTY, event);
    return new DecodedEntry(entry, content, dialect.audit(event, content));
  }

  /** Bytes as they arrived for the first time, at {@link #RECORDED}. */
  public static Raw raw(String bytes, Origin origin) {
    return new Raw(Payload.of(bytes), origin, RECORDED, FRESH_ID, 0);
  }

  public Event event() {
    return entry.event();
  }
}
