package belfry.format.cloudevents;

import belfry.event.Audit;
import belfry.event.AuditBuilder;
import belfry.event.Document;
import belfry.event.Event;
import belfry.event.InvalidEvent;
import belfry.event.Malformed;
import belfry.format.Timestamp;
import belfry.format.cloudru.CloudruDialect;
import belfry.format.json.JsonValue;
import belfry.format.json.JsonWriter;
import belfry.format.json.JsonWriter.Style;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A CloudEvent as an audit record; {@code docs/systems/cloudevents.md}. If its data is a record
 * already, that is the record.
 */
final class CloudEventsAudit {
  /** Extensions with a field of their own in the record or the envelope. */
  private static final Set<String> SPOKEN_FOR =
      Set.of(
          "authid",
          "authtype",
          "correlationid",
          "eventstatus",
          "project",
          "recordedtime",
          "sequence",
          "severitynumber",
          "severitytext");

  private final Event event;
  private final JsonValue content;

  CloudEventsAudit(Event event, JsonValue content) {
    this.event = event;
    this.content = content;
  }

  Audit read() {
    return CloudruDialect.record(content, event.id(), Timestamp.of(event.time()).utc())
        .orElseGet(this::own);
  }

  private Audit own() {
    try {
      return own(attributes());
    } catch (Malformed | InvalidEvent decodedByOtherRules) {
      return Audit.of(event.source(), event.type(), "UNKNOWN", event.id())
          .eventTime(Timestamp.of(event.time()).utc())
          .build();
    }
  }

  /** The content is mostly a part of the event, which then has been read already. */
  private Attributes attributes() throws Malformed, InvalidEvent {
    Optional<JsonValue> document = content.documentOver(event.data());
    return document.isPresent() && !CloudEvent.isBinary(event.origin())
        ? Attributes.of(document.get())
        : CloudEvent.of(event.data(), event.origin()).attributes();
  }

  private Audit own(Attributes attributes) {
    String status = attributes.text("eventstatus");
    Audit.Subject subject = subject(attributes);
    AuditBuilder audit =
        Audit.of(event.source(), event.type(), status.isEmpty() ? "SUCCESS" : status, event.id())
            .logSource(Audit.LogSource.CLIENT)
            .resource("project", attributes.text("project"), "")
            .resource("object", attributes.text(Attributes.SUBJECT), "")
            .subject(subject)
            .xRequestId(attributes.text("correlationid"))
            .details(details(attributes))
            .eventTime(attributes.time().orElseGet(() -> Timestamp.of(event.time())).utc())
            .inferred("authorization.authorized", "authentication.authenticated");
    if (status.isEmpty()) {
      audit.inferred("eventStatus");
    }
    if (attributes.time().isEmpty()) {
      audit.inferred("eventTime");
    }
    return audit.build();
  }

  /** The auth context extension; the names of its kinds are fixed there. */
  private static Audit.Subject subject(Attributes attributes) {
    String id = attributes.text("authid");
    Optional<String> type = attributes.find("authtype");
    if (type.isEmpty() && id.isEmpty()) {
      return Audit.Subject.UNKNOWN;
    }
    String kind =
        switch (type.orElse("unknown")) {
          case "user" -> "USER";
          case "app_user" -> "FEDERATED_USER";
          case "service_account", "api_key" -> "SERVICE_ACCOUNT";
          case "system" -> "SYSTEM";
          case "unauthenticated" -> "ANONYMOUS";
          default -> "UNKNOWN";
        };
    boolean nobody = kind.equals("ANONYMOUS") || kind.equals("UNKNOWN");
    return new Audit.Subject(!nobody, kind, id, "");
  }

  /** The data, and the attributes that have no other place. */
  private Document details(Attributes attributes) {
    var others = new ArrayList<Attributes.Attribute>();
    for (Attributes.Attribute attribute : attributes.all()) {
      if (!SPOKEN_FOR.contains(attribute.name())
          && !Attributes.ofTheSpecification(attribute.name())) {
        others.add(attribute);
      }
    }
    Optional<String> schema = attributes.find(Attributes.DATASCHEMA);
    return content.isNull() && others.isEmpty()
        ? Document.NONE
        : Document.written(() -> details(schema, others));
  }

  private String details(Optional<String> dataschema, List<Attributes.Attribute> others) {
    var out = new JsonWriter(Style.COMPACT, event.data().size() + 64).beginObject();
    if (!content.isNull()) {
      out.member("data", content);
    }
    dataschema.ifPresent(schema -> out.member(Attributes.DATASCHEMA, schema));
    if (!others.isEmpty()) {
      out.key("ext").beginObject();
      others.forEach(attribute -> out.member(attribute.name(), attribute.value()));
      out.endObject();
    }
    return out.endObject().payload().text();
  }
}
