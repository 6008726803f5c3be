package belfry.intake;

import belfry.event.Event;
import belfry.event.InvalidEvent;
import belfry.event.Kind;
import belfry.event.Malformed;
import belfry.event.Severity;
import belfry.format.Decoder;
import belfry.format.Raw;
import belfry.intake.Receipt.Refused;
import belfry.intake.Receipt.Why;

/** Decides about one item what can be decided without the journal: decode, allow, mask. */
final class Admission {
  /** The type of bytes that are not their source's dialect. */
  static final String MALFORMED_TYPE = "belfry.malformed";

  /** The source of those, and of everything the hub says itself. */
  static final String HUB_SOURCE = "/belfry";

  private static final String HUB_FORMAT = "native";

  private final Terms terms;
  private final Decoder decoder;
  private final IntakeSettings settings;
  private final Counts counts;

  Admission(Terms terms, Decoder decoder, IntakeSettings settings, Counts counts) {
    this.terms = terms;
    this.decoder = decoder;
    this.settings = settings;
    this.counts = counts;
  }

  /** Either an event to journal or why not. */
  sealed interface Decision {
    record Let(Event event) implements Decision {}

    record Refuse(Refused reason) implements Decision {}
  }

  Decision decide(Raw raw) {
    int size = raw.bytes().size();
    if (size > Event.DATA_BYTES_MAX) {
      return refuse(
          Why.TOO_LARGE,
          "data: " + size + " bytes (expected: at most " + Event.DATA_BYTES_MAX + " bytes)");
    }
    try {
      Event event = decoder.decode(raw);
      counts.decoded(terms.format(), event.type());
      return allowed(raw, event);
    } catch (Malformed e) {
      return terms.malformed() == Terms.Malformed.KEEP
          ? allowed(raw, malformed(raw))
          : new Decision.Refuse(new Refused(Why.MALFORMED, "", e.column(), text(e)));
    } catch (InvalidEvent e) {
      return terms.malformed() == Terms.Malformed.KEEP
          ? allowed(raw, malformed(raw))
          : new Decision.Refuse(new Refused(Why.INVALID, e.pointer(), 0, text(e)));
    }
  }

  private static String text(Exception e) {
    return String.valueOf(e.getMessage());
  }

  private Decision allowed(Raw raw, Event event) {
    if (loops(raw, event)) {
      return refuse(Why.LOOP, "source: " + event.source() + " (expected: none of this hub's own)");
    }
    String project = terms.projects().map(event.nativeProject());
    if (project.length() > Event.NAME_CHARS_MAX) {
      return refuse(
          Why.INVALID,
          "project: "
              + project.length()
              + " characters (expected: 1 to "
              + Event.NAME_CHARS_MAX
              + " characters)");
    }
    if (terms.emitProjects().isPresent() && !terms.emitProjects().get().contains(project)) {
      return refuse(
          Why.FORBIDDEN,
          "project: " + project + " (expected: one of " + terms.emitProjects().get() + ")");
    }
    if (event.kind() != Kind.MALFORMED
        && !terms.emitSources().isEmpty()
        && terms.emitSources().stream().noneMatch(prefix -> covers(prefix, event.source()))) {
      return refuse(
          Why.FORBIDDEN,
          "source: " + event.source() + " (expected: below one of " + terms.emitSources() + ")");
    }
    return new Decision.Let(masked(event, project));
  }

  private static Decision refuse(Why why, String message) {
    return new Decision.Refuse(new Refused(why, "", 0, message));
  }

  /** Whether the hub hears itself: only its own connector may use its source. */
  private boolean loops(Raw raw, Event event) {
    return !raw.origin().connector().equals(IntakeSettings.HUB_CONNECTOR)
        && (settings.hub().equals(raw.origin().attributes().get(IntakeSettings.HUB_ATTRIBUTE))
            || (event.kind() != Kind.MALFORMED && covers(HUB_SOURCE, event.source())));
  }

  /** A prefix ends where a name of the path ends: {@code /lxd/a} does not cover {@code /lxd/ab}. */
  private static boolean covers(String prefix, String source) {
    return source.startsWith(prefix)
        && (source.length() == prefix.length()
            || prefix.endsWith("/")
            || source.charAt(prefix.length()) == '/');
  }

  private Event masked(Event event, String project) {
    Secrets.Masked masked = Secrets.mask(event.data());
    boolean clean = masked.pointers().isEmpty();
    if (clean && project.equals(event.project())) {
      return event;
    }
    var builder = event.toBuilder().project(project);
    if (!clean) {
      counts.masked();
      builder.data(masked.data()).marks(event.marks().withMasked(masked.pointers()));
    }
    return builder.build();
  }

  private Event malformed(Raw raw) {
    counts.malformedKept();
    return Event.of(
            raw.freshId(),
            HUB_SOURCE + "/intake/" + raw.origin().connector(),
            MALFORMED_TYPE,
            raw.received(),
            HUB_FORMAT,
            raw.bytes())
        .kind(Kind.MALFORMED)
        .severity(Severity.WARN)
        .origin(raw.origin())
        .build();
  }
}
