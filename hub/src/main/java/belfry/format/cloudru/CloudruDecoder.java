package belfry.format.cloudru;

import belfry.event.Audit;
import belfry.event.Event;
import belfry.event.EventBuilder;
import belfry.event.InvalidEvent;
import belfry.event.Malformed;
import belfry.event.Payload;
import belfry.event.Severity;
import belfry.format.Decoder;
import belfry.format.Raw;
import belfry.format.Timestamp;
import belfry.format.UriReference;
import belfry.format.Uuids;
import belfry.format.cloudru.CloudruDialect.Strictness;
import belfry.format.json.Json;
import belfry.format.json.JsonValue;
import belfry.format.json.Rules;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads records and elements of a bulk; which of the two an object is, its keys say. */
final class CloudruDecoder implements Decoder {
  private static final int VERSION = 1;
  private static final UUID IDS = UUID.fromString("d36b5b61-4d65-5e81-97fe-47bdc630b48b");

  /** JSON that is well formed but says something that cannot be kept; RFC 7493 forbids it. */
  private static final Rules NOT_I_JSON = new Rules(false, true, true);

  private final Strictness strictness;

  CloudruDecoder(Strictness strictness) {
    this.strictness = strictness;
  }

  @Override
  public Event decode(Raw raw) throws Malformed, InvalidEvent {
    JsonValue object = parse(raw.bytes());
    if (!object.isObject()) {
      throw new Malformed(object.offset(), object.type() + " (expected: an object) at column 1");
    }
    Audit audit;
    Optional<Instant> time;
    if (BulkReader.recognises(object)) {
      var bulk = new BulkReader(object);
      audit = bulk.read("", "");
      time = bulk.time();
    } else {
      var reader = new RecordReader(object, strictness);
      audit = reader.read("", "");
      time = reader.time().map(Timestamp::instant);
    }
    return event(raw, audit, time.orElse(raw.received()));
  }

  private static Event event(Raw raw, Audit audit, Instant time) throws InvalidEvent {
    EventBuilder event =
        Event.of(
                audit.eventId().isEmpty() ? derivedId(audit, raw.occurrence()) : audit.eventId(),
                "/cloudru/" + UriReference.segment(audit.eventSource()),
                "cloudru." + audit.eventType(),
                time,
                CloudruDialect.NAME,
                raw.bytes())
            .decoderVersion(VERSION)
            .severity(severity(audit.eventLevel()))
            .origin(raw.origin());
    List<Audit.Resource> resources = audit.resources();
    if (!resources.isEmpty()) {
      name(resources.getLast()).ifPresent(event::subject);
    }
    for (Audit.Resource resource : resources) {
      if (resource.type().equals("project")) {
        name(resource).ifPresent(event::nativeProject);
      }
    }
    return event.build().checked();
  }

  private static Optional<String> name(Audit.Resource resource) {
    String name = resource.id().isEmpty() ? resource.name() : resource.id();
    return Optional.of(name).filter(Event::isName);
  }

  private static Severity severity(Audit.Level level) {
    return switch (level) {
      case INFO -> Severity.INFO;
      case WARN -> Severity.WARN;
      case ERROR -> Severity.ERROR;
    };
  }

  /**
   * The id of a record that brings none: the same record gives the same id, in either case, so that
   * sending it again is a repetition.
   */
  private static String derivedId(Audit audit, int occurrence) {
    Payload record = RecordWriter.whole(audit);
    byte[] name = new byte[record.size() + Integer.BYTES];
    record.copyTo(name, 0);
    for (int i = 0; i < Integer.BYTES; i++) {
      name[record.size() + i] = (byte) (occurrence >>> (8 * i));
    }
    return Uuids.named(IDS, name).toString();
  }

  /** Duplicate keys and half surrogates are JSON by its grammar: a 422, not a 400. */
  private static JsonValue parse(Payload bytes) throws Malformed, InvalidEvent {
    try {
      return Json.parse(bytes);
    } catch (Malformed refused) {
      Json.parse(bytes, NOT_I_JSON);
      throw new InvalidEvent("record", String.valueOf(refused.getMessage()), "I-JSON, RFC 7493");
    }
  }
}
