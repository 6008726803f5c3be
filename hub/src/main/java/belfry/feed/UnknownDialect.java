package belfry.feed;

import belfry.event.Audit;
import belfry.event.Event;
import belfry.event.InvalidEvent;
import belfry.event.Malformed;
import belfry.event.Payload;
import belfry.format.Decoded;
import belfry.format.Decoder;
import belfry.format.Dialect;
import belfry.format.Encoder;
import belfry.format.json.Json;
import belfry.format.json.JsonValue;

/**
 * What can be said of an entry whose dialect this hub does not know, because a newer one journaled
 * it: the envelope and the bytes. So one such entry stops neither the feed nor anybody's tail.
 */
final class UnknownDialect implements Dialect {
  private final String name;

  UnknownDialect(String name) {
    this.name = name;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Decoder decoder() {
    return raw -> {
      throw new InvalidEvent("format", name, "a dialect this hub knows");
    };
  }

  @Override
  public Encoder encoder() {
    return new Encoder() {
      @Override
      public Payload encode(Decoded decoded) {
        return decoded.entry().event().data();
      }

      @Override
      public String contentType() {
        return "application/octet-stream";
      }
    };
  }

  @Override
  public JsonValue content(Event event) {
    try {
      return Json.parse(Payload.of("{}"));
    } catch (Malformed e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public Audit audit(Event event, JsonValue content) {
    return Audit.of(event.source(), event.type(), "", event.id())
        .authorized(false)
        .eventTime(event.time().toString())
        .logSource(Audit.LogSource.INFRASTRUCTURE)
        .inferred("eventSource", "eventType", "eventTime", "logSource")
        .build();
  }
}
