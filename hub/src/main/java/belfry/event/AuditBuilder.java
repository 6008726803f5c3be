package belfry.event;

import java.util.ArrayList;
import java.util.List;

/** Makes an {@link Audit} step by step. Not thread-safe. */
public final class AuditBuilder {
  private final String eventSource;
  private final String eventType;
  private final String eventStatus;
  private final String eventId;
  private boolean authorized = true;
  private final List<Audit.Resource> resources = new ArrayList<>();
  private String remoteAddress = "";
  private String userAgent = "";
  private String requestId = "";
  private String requestMethod = "";
  private String requestEndpoint = "";
  private String request = "";
  private String response = "";
  private Audit.Subject subject = Audit.Subject.UNKNOWN;
  private String xRequestId = "";
  private String error = "";
  private Document details = Document.NONE;
  private String eventTime = "";
  private Audit.LogSource logSource = Audit.LogSource.INFRASTRUCTURE;
  private final List<String> inferred = new ArrayList<>();

  AuditBuilder(String eventSource, String eventType, String eventStatus, String eventId) {
    this.eventSource = eventSource;
    this.eventType = eventType;
    this.eventStatus = eventStatus;
    this.eventId = eventId;
  }

  public AuditBuilder authorized(boolean value) {
    authorized = value;
    return this;
  }

  /** One more resource, behind those that are there; none if it has neither id nor name. */
  public AuditBuilder resource(String type, String id, String name) {
    if (!id.isEmpty() || !name.isEmpty()) {
      resources.add(new Audit.Resource(type, id, name));
    }
    return this;
  }

  /** These resources behind those that are there, nameless ones too: as the sender listed them. */
  public AuditBuilder resources(List<Audit.Resource> all) {
    resources.addAll(all);
    return this;
  }

  public AuditBuilder remoteAddress(String value) {
    remoteAddress = value;
    return this;
  }

  public AuditBuilder userAgent(String value) {
    userAgent = value;
    return this;
  }

  public AuditBuilder requestId(String value) {
    requestId = value;
    return this;
  }

  public AuditBuilder requestMethod(String value) {
    requestMethod = value;
    return this;
  }

  public AuditBuilder requestEndpoint(String value) {
    requestEndpoint = value;
    return this;
  }

  public AuditBuilder request(String value) {
    request = value;
    return this;
  }

  public AuditBuilder response(String value) {
    response = value;
    return this;
  }

  public AuditBuilder subject(Audit.Subject value) {
    subject = value;
    return this;
  }

  public AuditBuilder xRequestId(String value) {
    xRequestId = value;
    return this;
  }

  public AuditBuilder error(String value) {
    error = value;
    return this;
  }

  public AuditBuilder details(String value) {
    return details(Document.of(value));
  }

  public AuditBuilder details(Document value) {
    details = value;
    return this;
  }

  public AuditBuilder eventTime(String value) {
    eventTime = value;
    return this;
  }

  public AuditBuilder logSource(Audit.LogSource value) {
    logSource = value;
    return this;
  }

  /** Names of fields, in the spelling of the JSON record, that a rule filled in. */
  public AuditBuilder inferred(String... fields) {
    inferred.addAll(List.of(fields));
    return this;
  }

  public Audit build() {
    return new Audit(
        eventSource,
        eventType,
        eventStatus,
        eventId,
        authorized,
        resources,
        remoteAddress,
        userAgent,
        requestId,
        requestMethod,
        requestEndpoint,
        request,
        response,
        subject,
        xRequestId,
        error,
        details,
        eventTime,
        logSource,
        inferred);
  }
}
