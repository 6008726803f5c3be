package belfry.format.gluster;

import belfry.event.Audit;
import belfry.event.Audit.Subject;
import belfry.event.AuditBuilder;
import belfry.event.Event;
import belfry.format.Address;
import belfry.format.Content;
import belfry.format.Timestamp;
import belfry.format.json.JsonValue;
import belfry.format.json.JsonWriter;
import belfry.format.json.JsonWriter.Style;
import java.util.List;

/**
 * The audit facet of a Gluster event. No event says who did it: the subject is at most the node
 * that reported it, and only if its token was checked.
 */
final class GlusterAudit {
  private GlusterAudit() {}

  static Audit facet(Event event, JsonValue content) {
    String name = content.text("event");
    String nodeid = event.location().orElse("");
    JsonValue message = content.get("message").orElse(Content.NOTHING);
    AuditBuilder facet =
        Audit.of("gluster", name, GlusterEvents.failure(name) ? "ERROR" : "SUCCESS", event.id())
            .eventTime(Timestamp.of(event.time()).utc())
            .remoteAddress(event.origin().address().map(Address::host).orElse(""))
            .error(message.text("error"))
            .details(details(nodeid, message))
            .inferred(
                "eventId",
                "eventStatus",
                "authorization.authorized",
                "authentication.authenticated");
    event.origin().principal().ifPresent(node -> facet.subject(sender(nodeid, node)));
    for (List<String> names :
        List.of(GlusterDecoder.VOLUMES, GlusterDecoder.BRICKS, GlusterDecoder.PEERS)) {
      addFirst(facet, names, message);
    }
    return facet.build();
  }

  private static Subject sender(String nodeid, String principal) {
    return new Subject(true, "SYSTEM", nodeid.isEmpty() ? principal : nodeid, principal);
  }

  private static void addFirst(AuditBuilder facet, List<String> names, JsonValue message) {
    for (String name : names) {
      String value = message.text(name).strip();
      if (!value.isEmpty()) {
        facet.resource("object", value, value);
        return;
      }
    }
  }

  private static String details(String nodeid, JsonValue message) {
    var details = new JsonWriter(Style.COMPACT).beginObject();
    if (!nodeid.isEmpty()) {
      details.member("nodeid", nodeid);
    }
    return details.member("message", message).endObject().payload().text();
  }
}
