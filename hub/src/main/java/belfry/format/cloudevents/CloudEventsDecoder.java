package belfry.format.cloudevents;

import belfry.event.Event;
import belfry.event.EventBuilder;
import belfry.event.InvalidEvent;
import belfry.event.Malformed;
import belfry.event.Severity;
import belfry.format.Decoder;
import belfry.format.Raw;
import belfry.format.Timestamp;
import java.util.Optional;

/**
 * Id, source, type, subject and time are taken as they are given. The severity and the project come
 * from extensions, where a sender says them.
 */
final class CloudEventsDecoder implements Decoder {
  private static final int VERSION = 1;
  private static final int SEVERITY_NUMBER_MAX = 24;

  @Override
  public Event decode(Raw raw) throws Malformed, InvalidEvent {
    Attributes attributes = CloudEvent.of(raw.bytes(), raw.origin()).attributes();
    EventBuilder event =
        Event.of(
                attributes.text(Attributes.ID),
                attributes.text(Attributes.SOURCE),
                attributes.text(Attributes.TYPE),
                attributes.time().map(Timestamp::instant).orElse(raw.received()),
                CloudEventsDialect.NAME,
                raw.bytes())
            .subject(attributes.text(Attributes.SUBJECT))
            .decoderVersion(VERSION)
            .severity(severity(attributes))
            .origin(raw.origin());
    attributes.find("project").filter(Event::isName).ifPresent(event::nativeProject);
    return event.build().checked();
  }

  /** The severity extension: a number on OpenTelemetry's scale, or else a word. */
  private static Severity severity(Attributes attributes) {
    Optional<Severity> number =
        attributes
            .find("severitynumber")
            .filter(CloudEventsDecoder::isShortNumber)
            .map(Integer::valueOf)
            .filter(value -> value >= 1 && value <= SEVERITY_NUMBER_MAX)
            .map(Severity::of);
    return number
        .or(() -> attributes.find("severitytext").flatMap(Severity::parse))
        .orElse(Severity.INFO);
  }

  private static boolean isShortNumber(String text) {
    return (text.length() == 1 || text.length() == 2)
        && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
