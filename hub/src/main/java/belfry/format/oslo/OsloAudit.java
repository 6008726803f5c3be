package belfry.format.oslo;

import belfry.event.Audit;
import belfry.event.AuditBuilder;
import belfry.event.Event;
import belfry.event.Severity;
import belfry.format.Timestamp;
import belfry.format.json.JsonType;
import belfry.format.json.JsonValue;
import belfry.format.json.JsonWriter;
import belfry.format.json.JsonWriter.Style;
import java.util.ArrayList;
import java.util.Optional;
import java.util.Set;

/**
 * A notification as an audit record; {@code docs/systems/openstack.md}. Glance names no acting
 * user, other services name one in their context, and the audit middleware says all of it in CADF.
 */
final class OsloAudit {
  private static final Set<String> SECRETS = Set.of("auth_token", "service_catalog");
  private static final Set<String> SPOKEN_FOR =
      Set.of("message_id", "event_type", "timestamp", "payload", "_unique_id", "_context");
  private static final String CONTEXT = "_context_";

  private final Event event;
  private final Notification notification;
  private final JsonValue payload;
  private final Optional<Cadf> cadf;

  OsloAudit(Event event, Notification notification) {
    this.event = event;
    this.notification = notification;
    this.payload = notification.payload();
    this.cadf = notification.isCadf() ? Optional.of(new Cadf(payload)) : Optional.empty();
  }

  Audit read() {
    String type = notification.message().text("event_type");
    AuditBuilder audit =
        Audit.of(source(type), type, cadf.map(Cadf::status).orElse(status(type)), event.id())
            .resource("project", notification.project(), "")
            .resource("object", notification.subject(), name())
            .xRequestId(or(notification.context("global_request_id"), requestId()))
            .details(details())
            .inferred("authorization.authorized");
    time(audit);
    cadf.ifPresentOrElse(record -> record.fill(audit, requestId()), () -> fill(audit));
    return audit.build();
  }

  private void time(AuditBuilder audit) {
    Optional<Timestamp> time = Timestamp.python(notification.message().text("timestamp"));
    audit.eventTime(time.orElseGet(() -> Timestamp.of(event.time())).utc());
    if (time.isEmpty()) {
      audit.inferred("eventTime");
    }
  }

  private void fill(AuditBuilder audit) {
    audit
        .subject(subject())
        .remoteAddress(or(payload.text("destination_ip"), notification.context("remote_address")))
        .requestId(requestId())
        .error(bad() && payload.isString() ? payload.text() : "")
        .inferred("authentication.authenticated");
  }

  private boolean bad() {
    return event.severity().compareTo(Severity.WARN) >= 0;
  }

  private String source(String type) {
    if (type.startsWith("image.") || type.startsWith("task.") || type.startsWith("metadef_")) {
      return "glance";
    }
    String target = cadf.map(Cadf::service).orElse("");
    if (!target.isEmpty()) {
      return target;
    }
    String publisher = notification.message().text("publisher_id");
    int dot = publisher.indexOf('.');
    String service = dot < 0 ? publisher : publisher.substring(0, dot);
    return service.isEmpty() ? "openstack" : service;
  }

  private String status(String type) {
    if (bad() || type.equals("task.failure") || type.endsWith(".error")) {
      return "ERROR";
    }
    return switch (type) {
      case "image.prepare", "task.run", "task.processing" -> "STARTED";
      default -> type.endsWith(".start") ? "STARTED" : "SUCCESS";
    };
  }

  private String name() {
    return cadf.map(Cadf::service)
        .orElseGet(() -> or(payload.text("name"), payload.text("display_name")));
  }

  private Audit.Subject subject() {
    String receiver = payload.text("receiver_user_id");
    String id = or(receiver, or(notification.context("user_id"), notification.context("user")));
    String name = receiver.isEmpty() ? notification.context("user_name") : "";
    return id.isEmpty() && name.isEmpty()
        ? Audit.Subject.UNKNOWN
        : new Audit.Subject(true, "USER", id, name);
  }

  private String requestId() {
    return notification.context("request_id");
  }

  /** What has no field of its own, as a JSON text; secrets of old senders are left out. */
  private String details() {
    var out = new JsonWriter(Style.COMPACT, event.data().size());
    out.beginObject();
    notification
        .message()
        .forEachMember(
            (key, value) -> {
              if (!SPOKEN_FOR.contains(key) && !key.startsWith(CONTEXT)) {
                out.member(key, value);
              }
            });
    if (payload.type() != JsonType.NULL && !(bad() && payload.isString())) {
      out.member("payload", payload);
    }
    context(out);
    return out.endObject().payload().text();
  }

  private void context(JsonWriter out) {
    var members = new ArrayList<JsonValue.Member>();
    notification
        .message()
        .forEachMember(
            (key, value) -> {
              if (key.startsWith(CONTEXT)) {
                members.add(new JsonValue.Member(key.substring(CONTEXT.length()), value));
              }
            });
    notification.message().get("_context").ifPresent(kafka -> members.addAll(kafka.members()));
    members.removeIf(member -> SECRETS.contains(member.key()));
    if (members.isEmpty()) {
      return;
    }
    out.key("context").beginObject();
    members.forEach(member -> out.member(member.key(), member.value()));
    out.endObject();
  }

  private static String or(String one, String other) {
    return one.isEmpty() ? other : one;
  }
}
