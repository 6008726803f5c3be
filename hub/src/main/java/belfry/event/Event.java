package belfry.event;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;

/**
 * One fact that an outside system told us, as we keep it forever.
 *
 * <p>Shape: a frozen envelope, how it came, what intake noted, and the original bytes. Everything
 * else that can be said about it (the {@link Audit} facet, {@code data.<path>}) is a pure function
 * of {@code format} and {@code data} and is never stored. {@code (project, source, id)} names the
 * fact.
 *
 * @param id 1 to {@value #ID_CHARS_MAX} characters without control characters
 * @param source who produced it, a URI reference, e.g. {@code /lxd/cluster-1/node-3}
 * @param type what kind of fact, e.g. {@code lxd.lifecycle.instance-created}
 * @param subject what it is about within the source, e.g. {@code /1.0/instances/c1}
 * @param time when it happened by the producer's clock; order by {@link Position}, not by this
 * @param project the hub's project, given by intake and never by the payload
 * @param nativeProject the project in the sender's words
 * @param location the node or member it happened on
 * @param kind what the entry is a record of
 * @param severity how much it matters
 * @param format the dialect of {@code data}: {@code lxd}, {@code gluster}, {@code oslo}, {@code
 *     cloudru}, {@code cloudevents} or {@code native}
 * @param decoderVersion of the decoder that made the envelope
 * @param origin how it came
 * @param marks what intake noted
 * @param data the original bytes, at most {@value #DATA_BYTES_MAX}
 */
public record Event(
    String id,
    String source,
    String type,
    Optional<String> subject,
    Instant time,
    String project,
    Optional<String> nativeProject,
    Optional<String> location,
    Kind kind,
    Severity severity,
    String format,
    int decoderVersion,
    Origin origin,
    Marks marks,
    Payload data) {

  /** Largest data we journal, in bytes. Larger ones are refused whole, never cut. */
  public static final int DATA_BYTES_MAX = 1 << 20;

  /** Longest id, in UTF-16 characters. */
  public static final int ID_CHARS_MAX = 256;

  /** Longest source, type, subject, project and location, in UTF-16 characters. */
  public static final int NAME_CHARS_MAX = 2048;

  /** The project of everything whose origin maps to no other. */
  public static final String DEFAULT_PROJECT = "default";

  public Event {
    requireNonNull(id, "id");
    requireNonNull(source, "source");
    requireNonNull(type, "type");
    requireNonNull(subject, "subject");
    requireNonNull(time, "time");
    requireNonNull(project, "project");
    requireNonNull(nativeProject, "nativeProject");
    requireNonNull(location, "location");
    requireNonNull(kind, "kind");
    requireNonNull(severity, "severity");
    requireNonNull(format, "format");
    requireNonNull(origin, "origin");
    requireNonNull(marks, "marks");
    requireNonNull(data, "data");
  }

  /**
   * Checks the shape given above. Decoders call it last, so that what they return can be journaled.
   *
   * @throws InvalidEvent naming the first attribute that has not its shape
   */
  public Event checked() throws InvalidEvent {
    check("id", id, ID_CHARS_MAX);
    check("source", source, NAME_CHARS_MAX);
    check("type", type, NAME_CHARS_MAX);
    check("project", project, NAME_CHARS_MAX);
    checkPresent("subject", subject);
    checkPresent("nativeProject", nativeProject);
    checkPresent("location", location);
    if (data.size() > DATA_BYTES_MAX) {
      throw new InvalidEvent(
          "data", data.size() + " bytes", "at most " + DATA_BYTES_MAX + " bytes");
    }
    return this;
  }

  private static void checkPresent(String name, Optional<String> value) throws InvalidEvent {
    if (value.isPresent()) {
      check(name, value.get(), NAME_CHARS_MAX);
    }
  }

  private static void check(String name, String value, int charsMax) throws InvalidEvent {
    if (value.isEmpty()) {
      throw new InvalidEvent(name, "empty", "1 to " + charsMax + " characters");
    }
    if (value.length() > charsMax) {
      throw new InvalidEvent(
          name, value.length() + " characters", "1 to " + charsMax + " characters");
    }
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (isControl(c)) {
        throw new InvalidEvent(name, "control character U+%04X".formatted((int) c), "none");
      }
    }
  }

  /**
   * Whether a text may stand in an attribute that is not required. A decoder leaves out what may
   * not: it is still in the data.
   */
  public static boolean isName(String text) {
    return !text.isEmpty()
        && text.length() <= NAME_CHARS_MAX
        && text.chars().noneMatch(Event::isControl);
  }

  private static boolean isControl(int c) {
    return c < 0x20 || c == 0x7f;
  }

  /** The first word of the type: {@code lxd}, {@code gluster}, {@code openstack} … */
  public String system() {
    int dot = type.indexOf('.');
    return dot < 0 ? type : type.substring(0, dot);
  }

  /** A builder that starts from this event. */
  public EventBuilder toBuilder() {
    return new EventBuilder(this);
  }

  /** A builder with the required attributes; all others have their plainest value. */
  public static EventBuilder of(
      String id, String source, String type, Instant time, String format, Payload data) {
    return new EventBuilder(id, source, type, time, format, data);
  }
}
