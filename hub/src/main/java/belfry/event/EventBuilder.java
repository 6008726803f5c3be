package belfry.event;

import java.time.Instant;
import java.util.Optional;

/** Makes an {@link Event} step by step. Not thread-safe. */
public final class EventBuilder {
  private static final Origin UNKNOWN = Origin.of("unknown");

  private String id;
  private String source;
  private String type;
  private Optional<String> subject = Optional.empty();
  private Instant time;
  private String project = Event.DEFAULT_PROJECT;
  private Optional<String> nativeProject = Optional.empty();
  private Optional<String> location = Optional.empty();
  private Kind kind = Kind.EVENT;
  private Severity severity = Severity.INFO;
  private String format;
  private int decoderVersion = 1;
  private Origin origin = UNKNOWN;
  private Marks marks = Marks.NONE;
  private Payload data;

  EventBuilder(String id, String source, String type, Instant time, String format, Payload data) {
    this.id = id;
    this.source = source;
    this.type = type;
    this.time = time;
    this.format = format;
    this.data = data;
  }

  EventBuilder(Event event) {
    this(event.id(), event.source(), event.type(), event.time(), event.format(), event.data());
    subject = event.subject();
    project = event.project();
    nativeProject = event.nativeProject();
    location = event.location();
    kind = event.kind();
    severity = event.severity();
    decoderVersion = event.decoderVersion();
    origin = event.origin();
    marks = event.marks();
  }

  public EventBuilder id(String value) {
    id = value;
    return this;
  }

  public EventBuilder source(String value) {
    source = value;
    return this;
  }

  public EventBuilder type(String value) {
    type = value;
    return this;
  }

  /** An empty text means absent, as in every dialect we read. */
  public EventBuilder subject(String value) {
    subject = present(value);
    return this;
  }

  public EventBuilder time(Instant value) {
    time = value;
    return this;
  }

  public EventBuilder project(String value) {
    project = value;
    return this;
  }

  /** An empty text means absent. */
  public EventBuilder nativeProject(String value) {
    nativeProject = present(value);
    return this;
  }

  /** An empty text means absent. */
  public EventBuilder location(String value) {
    location = present(value);
    return this;
  }

  public EventBuilder kind(Kind value) {
    kind = value;
    return this;
  }

  public EventBuilder severity(Severity value) {
    severity = value;
    return this;
  }

  public EventBuilder format(String value) {
    format = value;
    return this;
  }

  public EventBuilder decoderVersion(int value) {
    decoderVersion = value;
    return this;
  }

  public EventBuilder origin(Origin value) {
    origin = value;
    return this;
  }

  public EventBuilder marks(Marks value) {
    marks = value;
    return this;
  }

  public EventBuilder data(Payload value) {
    data = value;
    return this;
  }

  private static Optional<String> present(String value) {
    return value.isEmpty() ? Optional.empty() : Optional.of(value);
  }

  public Event build() {
    return new Event(
        id,
        source,
        type,
        subject,
        time,
        project,
        nativeProject,
        location,
        kind,
        severity,
        format,
        decoderVersion,
        origin,
        marks,
        data);
  }
}
