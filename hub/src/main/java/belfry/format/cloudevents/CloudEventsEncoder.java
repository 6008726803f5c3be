package belfry.format.cloudevents;

import belfry.event.Audit;
import belfry.event.Entry;
import belfry.event.Event;
import belfry.event.InvalidEvent;
import belfry.event.Payload;
import belfry.format.Body;
import belfry.format.Decoded;
import belfry.format.Encoder;
import belfry.format.UriReference;
import belfry.format.json.JsonWriter;
import belfry.format.json.JsonWriter.Style;
import java.util.Base64;
import java.util.Locale;

/**
 * An entry as an event in the JSON format. What came in that format goes out as the same bytes.
 *
 * <p>What came in binary mode goes out in the JSON format too: an encoding is one run of bytes, and
 * its attributes are not in the body. Whoever sends binary mode takes them from the origin. All
 * other entries carry their original bytes as data, JSON as it stands, with what Belfry knows of
 * them in extensions; {@code docs/systems/cloudevents.md}.
 */
final class CloudEventsEncoder implements Encoder {
  private static final String OCTETS = "application/octet-stream";

  @Override
  public Payload encode(Decoded decoded) {
    Event event = decoded.entry().event();
    if (!event.format().equals(CloudEventsDialect.NAME)) {
      return foreign(decoded);
    }
    return CloudEvent.isBinary(event.origin()) ? structured(event) : event.data();
  }

  @Override
  public String contentType() {
    return "application/cloudevents+json";
  }

  private static Payload structured(Event event) {
    Attributes attributes;
    try {
      attributes = Attributes.of(event.origin());
    } catch (InvalidEvent e) {
      throw new IllegalStateException("origin: " + e.getMessage() + ", though it was decoded", e);
    }
    var out = new JsonWriter(Style.COMPACT, event.data().size() + 1024).beginObject();
    attributes
        .find(Attributes.SPECVERSION)
        .ifPresent(version -> out.member(Attributes.SPECVERSION, version));
    for (Attributes.Attribute attribute : attributes.all()) {
      boolean written =
          attribute.name().equals(Attributes.SPECVERSION)
              || attribute.name().equals(Attributes.DATACONTENTTYPE);
      if (!written) {
        out.member(attribute.name(), attribute.value());
      }
    }
    data(out, event.data(), attributes.text(Attributes.DATACONTENTTYPE));
    return out.endObject().payload();
  }

  /** Data of a given media type; without one, and not JSON, it is bytes. */
  private static void data(JsonWriter out, Payload data, String mediaType) {
    if (data.isEmpty()) {
      return;
    }
    Body body = Body.of(data);
    if (CloudEvent.isJson(mediaType) && body instanceof Body.Document(var json)) {
      out.member(Attributes.DATACONTENTTYPE, mediaType.isEmpty() ? "application/json" : mediaType)
          .key("data")
          .raw(json.raw());
      return;
    }
    String type = mediaType.isEmpty() ? OCTETS : mediaType;
    out.member(Attributes.DATACONTENTTYPE, type);
    boolean text = type.toLowerCase(Locale.ROOT).startsWith("text/");
    if (text && !(body instanceof Body.Binary)) {
      out.member("data", data.text());
    } else {
      out.member("data_base64", Base64.getEncoder().encodeToString(data.toBytes()));
    }
  }

  private static Payload foreign(Decoded decoded) {
    Entry entry = decoded.entry();
    Event event = entry.event();
    var out = new JsonWriter(Style.COMPACT, event.data().size() + 1024).beginObject();
    out.member(Attributes.SPECVERSION, "1.0")
        .member(Attributes.ID, Attributes.legal(event.id()))
        .member(Attributes.SOURCE, UriReference.of(event.source()))
        .member(Attributes.TYPE, Attributes.legal(event.type()));
    event.subject().ifPresent(text -> out.member(Attributes.SUBJECT, Attributes.legal(text)));
    out.member(Attributes.TIME, event.time().toString());
    extensions(out, decoded);
    switch (Body.of(event.data())) {
      case Body.Document document ->
          out.member(Attributes.DATACONTENTTYPE, "application/json").key("data").raw(event.data());
      case Body.Text(var text) ->
          out.member(Attributes.DATACONTENTTYPE, "text/plain;charset=utf-8").member("data", text);
      case Body.Binary(var bytes) ->
          out.member(Attributes.DATACONTENTTYPE, OCTETS)
              .member("data_base64", Base64.getEncoder().encodeToString(bytes.toBytes()));
    }
    return out.endObject().payload();
  }

  private static void extensions(JsonWriter out, Decoded decoded) {
    Entry entry = decoded.entry();
    Event event = entry.event();
    Audit audit = decoded.audit();
    out.member("recordedtime", entry.recordedTime().toString())
        .member("sequence", "%020d".formatted(entry.position().offset()))
        .member("project", Attributes.legal(event.project()))
        .member("severitytext", event.severity().name())
        .member("severitynumber", event.severity().number());
    extension(out, "eventstatus", audit.eventStatus());
    if (!audit.subject().equals(Audit.Subject.UNKNOWN)) {
      out.member("authtype", authtype(audit.subject().type()));
      String id = audit.subject().id();
      extension(out, "authid", id.isEmpty() ? audit.subject().name() : id);
    }
    String end2end = audit.xRequestId();
    extension(out, "correlationid", end2end.isEmpty() ? audit.requestId() : end2end);
  }

  private static void extension(JsonWriter out, String name, String value) {
    if (!value.isEmpty()) {
      out.member(name, Attributes.legal(value));
    }
  }

  private static String authtype(String subjectType) {
    return switch (subjectType) {
      case "USER" -> "user";
      case "FEDERATED_USER" -> "app_user";
      case "SERVICE_ACCOUNT" -> "service_account";
      case "SYSTEM" -> "system";
      case "ANONYMOUS" -> "unauthenticated";
      default -> "unknown";
    };
  }
}
