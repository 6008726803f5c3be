package belfry.format.oslo;

import belfry.event.Audit;
import belfry.event.AuditBuilder;
import belfry.format.Content;
import belfry.format.json.JsonValue;
import belfry.format.json.JsonWriter;
import belfry.format.json.JsonWriter.Style;

/**
 * An audit record of DMTF's Cloud Auditing Data Federation (DSP0262) as keystonemiddleware and
 * keystone write it: initiator, action, target, outcome.
 */
final class Cadf {
  private final JsonValue payload;
  private final JsonValue initiator;
  private final JsonValue target;
  private final JsonValue reason;

  Cadf(JsonValue payload) {
    this.payload = payload;
    this.initiator = payload.get("initiator").orElse(Content.NOTHING);
    this.target = payload.get("target").orElse(Content.NOTHING);
    this.reason = payload.get("reason").orElse(Content.NOTHING);
  }

  /** Fills in what the record says of who asked for what and how it ended. */
  void fill(AuditBuilder audit, String requestIdOfContext) {
    String requestId = initiator.text("request_id");
    audit
        .authorized(!denied())
        .subject(subject())
        .remoteAddress(host("address"))
        .userAgent(host("agent"))
        .requestId(requestId.isEmpty() ? requestIdOfContext : requestId)
        .requestEndpoint(payload.text("requestPath"))
        .response(reason())
        .error(error());
    if (identity().isEmpty()) {
      audit.inferred("authentication.authenticated");
    }
  }

  /** The status that an outcome is; DSP0262 section 6.2.6.1 knows four. */
  String status() {
    return switch (payload.text("outcome")) {
      case "success" -> "SUCCESS";
      case "failure" -> "ERROR";
      case "pending" -> "STARTED";
      default -> "UNKNOWN";
    };
  }

  private boolean failed() {
    return payload.text("outcome").equals("failure");
  }

  private String reasonCode() {
    return reason.get("reasonCode").filter(code -> !code.isNull()).map(JsonValue::text).orElse("");
  }

  /** Whether the request was refused for who asked, not for what was asked. */
  private boolean denied() {
    return failed() && (reasonCode().equals("401") || reasonCode().equals("403"));
  }

  private String error() {
    if (!failed()) {
      return "";
    }
    String code = reasonCode();
    return code.isEmpty() ? "failure" : reason.text("reasonType") + " " + code;
  }

  /** The reason as it stands, a JSON text; empty without one. */
  private String reason() {
    return reason.isObject() ? new JsonWriter(Style.COMPACT).value(reason).payload().text() : "";
  }

  String service() {
    return target.text("name");
  }

  private String host(String key) {
    return initiator.get("host").map(host -> host.text(key)).orElse("");
  }

  private String identity() {
    return initiator.get("credential").map(with -> with.text("identity_status")).orElse("");
  }

  private Audit.Subject subject() {
    String id = initiator.text("id");
    String name = initiator.text("name");
    boolean authenticated =
        !identity().isEmpty()
            ? identity().equals("Confirmed")
            : !id.isEmpty() && !reasonCode().equals("401");
    return new Audit.Subject(authenticated, type(), id, name);
  }

  /** CADF names kinds of resources by paths; a user's ends in this one. */
  private String type() {
    String uri = initiator.text("typeURI");
    if (uri.endsWith("service/security/account/user")) {
      return "USER";
    }
    return uri.startsWith("service") ? "SYSTEM" : "UNKNOWN";
  }
}
