package belfry.registry;

import static java.nio.charset.StandardCharsets.US_ASCII;

import belfry.event.Event;
import belfry.event.Origin;
import belfry.event.Payload;
import belfry.event.Position;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * A change as an event of the control journal. Its data are one JSON object: {@code collection},
 * {@code name}, {@code before}, {@code version} and, unless it was deleted, {@code document}, whose
 * bytes are those that were put.
 *
 * @param before the version there was
 * @param version of this change; also the id of the event
 */
record ChangeEvent(
    Key key, long before, long version, Optional<Payload> document, Instant time, Origin by) {
  static final String SOURCE = "/belfry/registry";
  static final String PUT = "belfry.registry.put";
  static final String DELETE = "belfry.registry.delete";

  /** Of the data; a greater one is of a later Belfry. */
  static final int DATA_VERSION = 1;

  private static final String FORMAT = "native";
  private static final JsonFactory JSON = new JsonFactory();

  Event toEvent() {
    String type = document.isPresent() ? PUT : DELETE;
    return Event.of(Long.toString(version), SOURCE, type, time, FORMAT, data())
        .subject(key.toString())
        .decoderVersion(DATA_VERSION)
        .origin(by)
        .build();
  }

  /** Names need no escapes. */
  private Payload data() {
    var out = new ByteArrayOutputStream();
    String head =
        "{\"collection\":\"%s\",\"name\":\"%s\",\"before\":%d,\"version\":%d"
            .formatted(key.collection(), key.name(), before, version);
    out.writeBytes(head.getBytes(US_ASCII));
    if (document.isPresent()) {
      out.writeBytes(",\"document\":".getBytes(US_ASCII));
      out.writeBytes(document.get().toBytes());
    }
    out.write('}');
    return Payload.owning(out.toByteArray());
  }

  Change at(Position position) {
    return new Change(position, time, key, before, version, document, by);
  }

  /**
   * Reads a change back.
   *
   * @return empty if the event is something else
   * @throws IOException if it is of a newer version or not as we write it
   */
  static Optional<ChangeEvent> of(Event event) throws IOException {
    if (!event.source().equals(SOURCE)
        || !(event.type().equals(PUT) || event.type().equals(DELETE))) {
      return Optional.empty();
    }
    if (event.decoderVersion() > DATA_VERSION) {
      throw new IOException(
          "registry: change "
              + event.id()
              + " is of version "
              + event.decoderVersion()
              + " (expected: at most "
              + DATA_VERSION
              + "; a newer Belfry wrote it)");
    }
    try {
      ChangeEvent change = new Reading().read(event);
      if (change.document.isPresent() != event.type().equals(PUT)) {
        throw new IllegalArgumentException("document");
      }
      change.at(new Position(0, 0)); // its checks
      return Optional.of(change);
    } catch (JacksonException | IllegalArgumentException e) {
      throw new IOException(
          "registry: change " + event.id() + " cannot be read (expected: as Belfry writes it)", e);
    }
  }

  /** Of one event's data. */
  private static final class Reading {
    private String collection = "";
    private String name = "";
    private long before;
    private long version;
    private Optional<Payload> document = Optional.empty();

    ChangeEvent read(Event event) {
      byte[] bytes = event.data().toBytes();
      try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), bytes)) {
        parser.nextToken();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
          String member = parser.currentName();
          parser.nextToken();
          read(member, parser, bytes);
        }
      }
      return new ChangeEvent(
          new Key(collection, name), before, version, document, event.time(), event.origin());
    }

    private void read(String member, JsonParser parser, byte[] bytes) {
      switch (member) {
        case "collection" -> collection = parser.getString();
        case "name" -> name = parser.getString();
        case "before" -> before = parser.getLongValue();
        case "version" -> version = parser.getLongValue();
        case "document" -> {
          int start = (int) parser.currentTokenLocation().getByteOffset();
          parser.skipChildren();
          int end = (int) parser.currentLocation().getByteOffset();
          document = Optional.of(Payload.owning(bytes, start, end - start));
        }
        default -> parser.skipChildren();
      }
    }
  }
}
