package belfry.format.oslo;

import belfry.event.Event;
import belfry.event.EventBuilder;
import belfry.event.InvalidEvent;
import belfry.event.Malformed;
import belfry.event.Severity;
import belfry.format.Decoder;
import belfry.format.Raw;
import belfry.format.Timestamp;
import belfry.format.UriReference;

/**
 * Reads what a real oslo listener accepts ({@code docs/systems/openstack.md}): either envelope,
 * Python's JSON, missing fields. What it would drop or loop over is refused with the reason.
 */
final class OsloDecoder implements Decoder {
  private static final int VERSION = 1;
  private static final String UNKNOWN = "unknown";

  @Override
  public Event decode(Raw raw) throws Malformed, InvalidEvent {
    var notification = Notification.of(raw.bytes());
    Severity severity = notification.priority();
    String id = notification.word("message_id");
    String publisher = notification.word("publisher_id");
    String type = notification.word("event_type");
    EventBuilder event =
        Event.of(
                id.isEmpty() ? raw.freshId() : id,
                "/openstack/" + UriReference.segment(publisher.isEmpty() ? UNKNOWN : publisher),
                "openstack." + (type.isEmpty() ? UNKNOWN : type),
                Timestamp.python(notification.word("timestamp"))
                    .map(Timestamp::instant)
                    .orElse(raw.received()),
                OsloDialect.NAME,
                raw.bytes())
            .decoderVersion(VERSION)
            .severity(severity)
            .origin(raw.origin());
    String subject = notification.subject();
    if (Event.isName(subject)) {
      event.subject(subject);
    }
    String project = notification.project();
    if (Event.isName(project)) {
      event.nativeProject(project);
    }
    String host = host(publisher);
    if (Event.isName(host)) {
      event.location(host);
    }
    return event.build().checked();
  }

  /** By convention a publisher is {@code service.host}; Ceilometer splits at the first dot too. */
  private static String host(String publisher) {
    int dot = publisher.indexOf('.');
    return dot < 0 ? "" : publisher.substring(dot + 1);
  }
}
