package belfry.format.lxd;

import static java.nio.charset.StandardCharsets.UTF_8;

import belfry.event.Event;
import belfry.event.InvalidEvent;
import belfry.event.Malformed;
import belfry.event.Origin;
import belfry.event.Payload;
import belfry.event.Severity;
import belfry.format.Decoder;
import belfry.format.Raw;
import belfry.format.Timestamp;
import belfry.format.UriReference;
import belfry.format.Uuids;
import belfry.format.json.Json;
import belfry.format.json.JsonValue;
import java.nio.ByteBuffer;
import java.util.UUID;

/**
 * One frame to an event. The wire brings no id, so it is made from the frame: the same frame from
 * two members of a cluster is the same event, twins on one connection are told apart by {@link
 * Raw#occurrence}.
 */
final class LxdDecoder implements Decoder {
  private static final int VERSION = 1;

  /** Of all ids made from frames: {@code belfry:lxd} in RFC 9562's URL namespace. Never changes. */
  private static final UUID NAMESPACE = UUID.fromString("43e050b5-1f93-55ac-8184-0b48ad5ee2ef");

  private volatile Cluster lastCluster = Cluster.of("default");

  @Override
  public Event decode(Raw raw) throws Malformed, InvalidEvent {
    Payload frame = withoutLineFeed(raw.bytes());
    JsonValue json = Json.parse(frame);
    if (!json.isObject()) {
      throw new Malformed(0, "a JSON " + json.type() + " (expected: an object)");
    }
    String kind = required(json, "type", "/type");
    JsonValue metadata = LxdDialect.metadata(json);
    Cluster cluster = cluster(raw.origin());
    boolean own = raw.origin().connector().equals(LxdDialect.OWN_CONNECTOR);
    String location = json.text("location");
    return Event.of(
            own ? raw.freshId() : cluster.id(frame, raw.occurrence()),
            own ? LxdDialect.OWN_SOURCE : cluster.source(location),
            type(kind, metadata),
            time(json).instant(),
            LxdDialect.NAME,
            frame)
        .decoderVersion(VERSION)
        .subject(subject(kind, metadata))
        .nativeProject(json.text("project"))
        .location(location)
        .severity(severity(kind, metadata))
        .origin(raw.origin())
        .build()
        .checked();
  }

  private static Payload withoutLineFeed(Payload bytes) {
    int last = bytes.size() - 1;
    return last >= 0 && bytes.at(last) == '\n' ? bytes.slice(0, last) : bytes;
  }

  private static Timestamp time(JsonValue json) throws InvalidEvent {
    String text = required(json, "timestamp", "/timestamp");
    return Timestamp.rfc3339(text)
        .orElseThrow(
            () -> new InvalidEvent("/timestamp", text, "RFC 3339, like 2026-11-20T09:35:56.3724Z"));
  }

  private static String type(String kind, JsonValue metadata) throws InvalidEvent {
    return switch (kind) {
      case "lifecycle" -> "lxd.lifecycle." + required(metadata, "action", "/metadata/action");
      case "security" ->
          "lxd.security." + LxdDialect.baseName(required(metadata, "name", "/metadata/name"));
      default -> "lxd." + kind;
    };
  }

  private static String required(JsonValue json, String key, String pointer) throws InvalidEvent {
    String text = json.text(key);
    if (text.isEmpty()) {
      String was = json.get(key).map(JsonValue::toString).orElse("absent");
      throw new InvalidEvent(pointer, was, "a text that is not empty");
    }
    return text;
  }

  private static String subject(String kind, JsonValue metadata) {
    return switch (kind) {
      case "lifecycle" -> LxdDialect.path(metadata.text("source"));
      case "security" -> LxdDialect.path(metadata.text("request_path"));
      case "operation" -> {
        String id = metadata.text("id");
        yield id.isEmpty() ? "" : "/1.0/operations/" + id;
      }
      default -> "";
    };
  }

  private static Severity severity(String kind, JsonValue metadata) {
    if (kind.equals("operation")) {
      return switch (OperationStatus.of(metadata)) {
        case FAILED -> Severity.ERROR;
        case CANCELLED -> Severity.WARN;
        case UNDER_WAY, SUCCEEDED -> Severity.INFO;
      };
    }
    return Severity.parse(metadata.text("level")).orElse(Severity.INFO);
  }

  private Cluster cluster(Origin origin) {
    Cluster cluster = lastCluster;
    String name = origin.attribute(LxdDialect.CLUSTER).orElse("default");
    if (!cluster.name().equals(name)) {
      cluster = Cluster.of(name);
      lastCluster = cluster;
    }
    return cluster;
  }

  /** A cluster's name and the namespace of its ids, which takes longer to make than an id. */
  private record Cluster(String name, UUID namespace) {
    static Cluster of(String name) {
      return new Cluster(name, Uuids.named(NAMESPACE, name.getBytes(UTF_8)));
    }

    String source(String location) {
      String cluster = "/lxd/" + UriReference.segment(name);
      return location.isEmpty() ? cluster : cluster + "/" + UriReference.segment(location);
    }

    /** UUIDv5 of the frame's SHA-256 and, as four bytes, the number of its earlier twins. */
    String id(Payload frame, int occurrence) {
      byte[] hash = Uuids.sha256(frame);
      byte[] frameName = ByteBuffer.allocate(hash.length + 4).put(hash).putInt(occurrence).array();
      return Uuids.named(namespace, frameName).toString();
    }
  }
}
