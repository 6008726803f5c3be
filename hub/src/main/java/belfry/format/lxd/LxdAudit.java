package belfry.format.lxd;

import belfry.event.Audit;
import belfry.event.Audit.LogSource;
import belfry.event.Audit.Subject;
import belfry.event.AuditBuilder;
import belfry.event.Event;
import belfry.event.Severity;
import belfry.format.Address;
import belfry.format.Content;
import belfry.format.Timestamp;
import belfry.format.UriReference;
import belfry.format.json.JsonValue;
import belfry.format.json.JsonWriter;
import belfry.format.json.JsonWriter.Style;
import java.util.Set;

/** The audit facet of one LXD event; {@code docs/systems/lxd.md} section "As a Cloud.ru record". */
final class LxdAudit {
  private static final Set<String> FAILED_LOGINS = Set.of("authn_login_fail", "authn_token_reuse");
  private static final String DENIED = "authz_fail";
  private static final String DAEMON_LEVEL_PREFIX = "sys_";

  private final Event event;
  private final JsonValue content;
  private final JsonValue metadata;
  private final JsonValue requestor;

  LxdAudit(Event event, JsonValue content) {
    this.event = event;
    this.content = content;
    this.metadata = LxdDialect.metadata(content);
    this.requestor = metadata.get("requestor").orElse(Content.NOTHING);
  }

  Audit facet() {
    String kind = content.text("type");
    return switch (kind) {
      case "lifecycle" -> lifecycle();
      case "operation" -> operation();
      case "security" -> security();
      default -> logging(kind);
    };
  }

  private Audit lifecycle() {
    String source = metadata.text("source");
    String path = LxdDialect.path(source);
    String name = metadata.text("name");
    JsonWriter details = details();
    metadata.get("context").ifPresent(context -> details.member("context", context));
    return begin(metadata.text("action"), "SUCCESS", content.text("project"))
        .resource("object", path, name.isEmpty() ? lastSegment(path) : name)
        .subject(requestorOr("SYSTEM"))
        .remoteAddress(Address.host(requestor.text("address")))
        .details(text(details))
        .inferred("authentication.authenticated")
        .build();
  }

  private Audit operation() {
    OperationStatus status = OperationStatus.of(metadata);
    String id = metadata.text("id");
    String description = metadata.text("description");
    JsonWriter details = details();
    details.member("class", metadata.text("class")).member("description", description);
    metadata
        .get("metadata")
        .filter(JsonValue::isObject)
        .ifPresent(m -> details.member("metadata", m));
    AuditBuilder facet =
        begin("operation", status.eventStatus(), content.text("project"))
            .resource("object", id.isEmpty() ? "" : "/1.0/operations/" + id, description);
    metadata.get("resources").ifPresent(resources -> addObjects(facet, resources));
    return facet
        .subject(requestorOr("SYSTEM"))
        .remoteAddress(Address.host(requestor.text("address")))
        .requestId(id)
        .error(metadata.text("err"))
        .details(text(details))
        .inferred("authentication.authenticated")
        .build();
  }

  /**
   * Old servers list an instance as {@code containers} and as {@code instances}: once is enough.
   */
  private static void addObjects(AuditBuilder facet, JsonValue resources) {
    resources.forEachMember(
        (kind, urls) -> {
          boolean twin = kind.equals("containers") && resources.get("instances").isPresent();
          if (!twin) {
            for (JsonValue url : urls.elements()) {
              String path = LxdDialect.path(url.text());
              facet.resource("object", path, lastSegment(path));
            }
          }
        });
  }

  private Audit security() {
    String name = metadata.text("name");
    String base = LxdDialect.baseName(name);
    boolean loginFailed = FAILED_LOGINS.contains(base);
    boolean failed = loginFailed || base.equals(DENIED);
    String description = metadata.text("description");
    JsonWriter details = details();
    addArguments(details, name.substring(base.length()));
    details.member("level", metadata.text("level"));
    if (!failed) {
      details.member("description", description);
    }
    String nobody = base.startsWith(DAEMON_LEVEL_PREFIX) ? "SYSTEM" : "ANONYMOUS";
    Subject subject = requestorOr(requestor.isObject() ? nobody : "SYSTEM");
    return begin(base, failed ? "ERROR" : "SUCCESS", metadata.text("project"))
        .authorized(!failed)
        .subject(
            new Subject(
                subject.authenticated() && !loginFailed,
                subject.type(),
                subject.id(),
                subject.name()))
        .remoteAddress(Address.host(requestor.text("address")))
        .userAgent(requestor.text("user_agent"))
        .requestMethod(metadata.text("request_method"))
        .requestEndpoint(metadata.text("request_path"))
        .error(failed ? description : "")
        .details(text(details))
        .inferred("authentication.authenticated")
        .build();
  }

  private static void addArguments(JsonWriter details, String afterBase) {
    if (!afterBase.isEmpty()) {
      details.key("args").beginArray();
      for (String argument : afterBase.substring(1).split(":", -1)) {
        details.string(argument);
      }
      details.endArray();
    }
  }

  /** Log lines of API calls say who called what in their context. */
  private Audit logging(String kind) {
    boolean failed = event.severity().compareTo(Severity.ERROR) >= 0;
    JsonValue context = metadata.get("context").orElse(Content.NOTHING);
    String message = metadata.text("message");
    JsonWriter details =
        details().member("level", metadata.text("level")).member("message", message);
    if (context.isObject()) {
      details.member("context", context);
    }
    return begin(kind, failed ? "ERROR" : "SUCCESS", content.text("project"))
        .subject(subject(context.text("username"), context.text("protocol"), "SYSTEM"))
        .remoteAddress(Address.host(context.text("ip")))
        .requestMethod(context.text("method"))
        .requestEndpoint(context.text("url"))
        .error(failed ? message : "")
        .details(text(details))
        .inferred("authentication.authenticated")
        .build();
  }

  private AuditBuilder begin(String eventType, String eventStatus, String project) {
    boolean own = event.source().equals(LxdDialect.OWN_SOURCE);
    String cluster = own ? "" : LxdDialect.cluster(event);
    return Audit.of(own ? "belfry" : "lxd", eventType, eventStatus, event.id())
        .logSource(own ? LogSource.PLATFORM : LogSource.INFRASTRUCTURE)
        .eventTime(
            Timestamp.rfc3339(content.text("timestamp"))
                .orElseGet(() -> Timestamp.of(event.time()))
                .utc())
        .resource("customer", cluster, cluster)
        .resource("project", project, project)
        .inferred("eventId", "eventStatus", "authorization.authorized");
  }

  /** What has no field of its own: the member and how the requestor came. */
  private JsonWriter details() {
    var details = new JsonWriter(Style.COMPACT).beginObject();
    addPresent(details, "location", content.text("location"));
    addPresent(details, "protocol", requestor.text("protocol"));
    addPresent(details, "address", requestor.text("address"));
    return details;
  }

  private static void addPresent(JsonWriter details, String key, String text) {
    if (!text.isEmpty()) {
      details.member(key, text);
    }
  }

  private static String text(JsonWriter details) {
    return details.endObject().payload().text();
  }

  private Subject requestorOr(String nobody) {
    return subject(requestor.text("username"), requestor.text("protocol"), nobody);
  }

  private static Subject subject(String username, String protocol, String nobody) {
    if (username.isEmpty()) {
      return new Subject(false, nobody, "", "");
    }
    String type =
        switch (protocol) {
          case "oidc", "candid" -> "FEDERATED_USER";
          case "bearer", "devlxd" -> "SERVICE_ACCOUNT";
          case "cluster" -> "SYSTEM";
          default -> "USER";
        };
    String id = protocol.isEmpty() ? username : protocol + "/" + username;
    return new Subject(true, type, id, username);
  }

  /** The object's name; none for the server itself. */
  private static String lastSegment(String path) {
    return path.equals("/1.0")
        ? ""
        : UriReference.unescaped(path.substring(path.lastIndexOf('/') + 1));
  }
}
