package belfry.event;

import java.util.List;
import java.util.Locale;

/**
 * Who did what to what with what outcome: every event as Cloud.ru's audit record, so that one set
 * of field names filters all dialects. A pure function of an event's format and data; the 28 fields
 * of {@code docs/systems/cloudru.md}, in its order. Unknown texts are empty, never null.
 *
 * @param eventTime RFC 3339 in UTC with the sender's digits kept; empty when the sender gave none
 * @param inferred names of the fields above that the source did not say and a rule filled in
 */
public record Audit(
    String eventSource,
    String eventType,
    String eventStatus,
    String eventId,
    boolean authorized,
    List<Resource> resources,
    String remoteAddress,
    String userAgent,
    String requestId,
    String requestMethod,
    String requestEndpoint,
    String request,
    String response,
    Subject subject,
    String xRequestId,
    String error,
    Document details,
    String eventTime,
    LogSource logSource,
    List<String> inferred) {

  public Audit {
    resources = List.copyOf(resources);
    inferred = List.copyOf(inferred);
  }

  /** A builder with what every record must have; all else is empty and authorized is true. */
  public static AuditBuilder of(
      String eventSource, String eventType, String eventStatus, String eventId) {
    return new AuditBuilder(eventSource, eventType, eventStatus, eventId);
  }

  /** What something was done to: {@code customer}, {@code project}, {@code object}, open list. */
  public record Resource(String type, String id, String name) {}

  /** Who did it. {@code type}: USER, SERVICE_ACCOUNT, FEDERATED_USER, SYSTEM, ANONYMOUS … */
  public record Subject(boolean authenticated, String type, String id, String name) {
    public static final Subject UNKNOWN = new Subject(false, "UNKNOWN", "", "");
  }

  /** Cloud.ru's {@code log_source} filter parameter: who wrote the record. */
  public enum LogSource {
    PLATFORM,
    CLIENT,
    INFRASTRUCTURE;

    /** The word in filters. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Cloud.ru's {@code event_level}; the order is the rank. */
  public enum Level {
    INFO,
    WARN,
    ERROR;

    /**
     * The level that a status gives by rule: ERROR is ERROR, CANCELLED is WARN, everything else,
     * unknown words included, is INFO.
     */
    public static Level of(String eventStatus) {
      return switch (eventStatus) {
        case "ERROR" -> ERROR;
        case "CANCELLED" -> WARN;
        default -> INFO;
      };
    }
  }

  /** The level that the status gives by rule. */
  public Level eventLevel() {
    return Level.of(eventStatus);
  }
}
