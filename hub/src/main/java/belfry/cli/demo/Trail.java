package belfry.cli.demo;

import belfry.event.Payload;
import belfry.format.Uuids;
import belfry.format.json.JsonWriter;
import java.time.Instant;
import java.util.random.RandomGenerator;

/**
 * The demo's own audit trail: what it did, as the records and events that a cloud and an
 * application would write about themselves. Nothing in it is invented: each tells of something the
 * player did.
 */
final class Trail {
  private final RandomGenerator random;

  Trail(RandomGenerator random) {
    this.random = random;
  }

  /**
   * One thing done.
   *
   * @param action in Cloud.ru's manner, e.g. {@code PlayRecording}
   * @param status STARTED, DONE, CANCELLED or ERROR
   * @param object what it was done to
   * @param error empty if all went well
   */
  record Deed(String action, String status, String object, String error) {}

  /** As a Cloud.ru audit record. */
  Payload cloudru(Instant when, Deed deed) {
    boolean failed = deed.status().equals("ERROR");
    return json()
        .beginObject()
        .member("eventSource", "Belfry demo")
        .member(
            "eventLevel", failed ? "ERROR" : deed.status().equals("CANCELLED") ? "WARN" : "INFO")
        .member("eventType", deed.action())
        .member("eventStatus", deed.status())
        .member("eventId", id(when))
        .key("authorization")
        .beginObject()
        .member("authorized", true)
        .endObject()
        .key("resourceMetadata")
        .beginArray()
        .beginObject()
        .member("resourceType", "object")
        .member("resourceId", deed.object())
        .member("resourceName", deed.object())
        .endObject()
        .endArray()
        .key("authentication")
        .beginObject()
        .member("authenticated", true)
        .member("subjectType", "SYSTEM")
        .member("subjectId", "demo")
        .member("subjectName", "demo")
        .endObject()
        .member("error", deed.error())
        .member("eventTime", when.toString())
        .endObject()
        .payload();
  }

  /** As a CloudEvent, with the extensions for status and severity. */
  Payload cloudEvent(Instant when, Deed deed) {
    boolean failed = deed.status().equals("ERROR");
    return json()
        .beginObject()
        .member("specversion", "1.0")
        .member("id", id(when))
        .member("source", "/demo/player")
        .member("type", "dev.belfry.demo." + deed.action().toLowerCase(java.util.Locale.ROOT))
        .member("subject", deed.object())
        .member("time", when.toString())
        .member("eventstatus", deed.status())
        .member("severitytext", failed ? "ERROR" : "INFO")
        .member("severitynumber", failed ? 17 : 9)
        .member("datacontenttype", "application/json")
        .key("data")
        .beginObject()
        .member("status", deed.status())
        .member("error", deed.error())
        .endObject()
        .endObject()
        .payload();
  }

  private static JsonWriter json() {
    return new JsonWriter(JsonWriter.Style.COMPACT);
  }

  private String id(Instant when) {
    return Uuids.ordered(when, random).toString();
  }
}
