package belfry.source;

import static java.util.Objects.requireNonNull;

import belfry.event.Origin;
import belfry.event.Payload;
import belfry.format.Raw;
import belfry.format.hub.HubDialect;
import belfry.format.json.JsonWriter;
import belfry.format.json.JsonWriter.Style;
import belfry.intake.IntakeSettings;
import belfry.intake.Projects;
import belfry.intake.Terms;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a source knows of events that did not get in, as the hub's own event of dialect {@code
 * belfry}: a {@code belfry.gap} if they are missing, a {@code belfry.source.refused} if their
 * sender may not send.
 *
 * @param system the kind of source, e.g. {@code gluster}: the event's source is {@code
 *     /belfry/source/<system>}
 * @param name of the source, e.g. {@code gluster}: the event's subject
 * @param type {@code belfry.gap} or {@link #REFUSED}
 * @param reason one line for people
 * @param sender whose events they were, if that is known
 * @param count how many, 1 or more, if that is known
 * @param since when the first of them was missed
 * @param until when the last of them was missed; the event's time
 */
public record Gap(
    String system,
    String name,
    String type,
    String reason,
    Optional<String> sender,
    OptionalLong count,
    Instant since,
    Instant until) {
  /** Events of a sender that may not send: nothing is known to be missing. */
  public static final String REFUSED = "belfry.source.refused";

  public Gap {
    requireNonNull(sender, "sender");
    if (count.isPresent() && count.getAsLong() < 1) {
      throw new IllegalArgumentException("count: " + count.getAsLong() + " (expected: 1 or more)");
    }
  }

  /** How the hub's own events get in; they go where the source's own go. */
  public static Terms terms(Projects projects) {
    return Terms.source(IntakeSettings.HUB_CONNECTOR, HubDialect.NAME, projects);
  }

  /** For intake, under {@link #terms}. */
  public Raw raw(Instant received, String freshId) {
    return new Raw(json(), Origin.of(IntakeSettings.HUB_CONNECTOR), received, freshId, 0);
  }

  private Payload json() {
    var json = new JsonWriter(Style.COMPACT, 256).beginObject();
    if (!type.equals(REFUSED)) {
      json.member("kind", "gap");
    }
    json.member("type", type)
        .member("severity", "warn")
        .member("source", "/belfry/source/" + system)
        .member("subject", name)
        .member("time", until.toString())
        .member("reason", reason);
    sender.ifPresent(address -> json.member("sender", address));
    count.ifPresent(number -> json.member("count", number));
    return json.member("since", since.toString())
        .member("until", until.toString())
        .endObject()
        .payload();
  }
}
