package belfry.filter;

import belfry.event.Audit;
import belfry.event.Kind;
import belfry.event.Severity;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Everything a filter can ask about, with its names and a description: the one list behind the
 * parser, the index, the reference page and the help of the command line.
 *
 * <p>Names are written in snake_case; camelCase is understood too, as Cloud.ru's record has both.
 */
public enum Field {
  // The envelope.
  ID("id", Type.TEXT, Tier.ENVELOPE, "id of the event"),
  SOURCE("source", Type.TEXT, Tier.ENVELOPE, "who produced it, e.g. /lxd/cluster-1/node-3"),
  TYPE("type", Type.TEXT, Tier.ENVELOPE, "what kind of fact, e.g. lxd.lifecycle.instance-created"),
  SUBJECT("subject", Type.TEXT, Tier.ENVELOPE, "what it is about within the source"),
  TIME(
      List.of("time", "event_time"),
      Type.TIME,
      Tier.ENVELOPE,
      "when it happened by the producer's clock"),
  RECORDED_TIME("recorded_time", Type.TIME, Tier.ENVELOPE, "when the journal took it"),
  PROJECT("project", Type.TEXT, Tier.ENVELOPE, "the hub's project"),
  NATIVE_PROJECT("native_project", Type.TEXT, Tier.ENVELOPE, "the project in the sender's words"),
  LOCATION("location", Type.TEXT, Tier.ENVELOPE, "the node or member it happened on"),
  KIND("kind", Type.WORD, Tier.ENVELOPE, "what the entry is a record of"),
  SEVERITY("severity", Type.RANK, Tier.ENVELOPE, "how much it matters"),
  FORMAT("format", Type.TEXT, Tier.ENVELOPE, "the dialect of the original bytes"),
  SYSTEM("system", Type.TEXT, Tier.ENVELOPE, "the first word of the type: lxd, gluster, openstack"),
  CONNECTOR("connector", Type.TEXT, Tier.ENVELOPE, "which way it came in: http, unix, amqp"),
  PRINCIPAL("principal", Type.TEXT, Tier.ENVELOPE, "who sent it, as authenticated"),
  ADDRESS("address", Type.TEXT, Tier.ENVELOPE, "the sender's network address"),
  ORIGIN("origin", Type.MAP, Tier.ENVELOPE, "what the transport added, e.g. origin.routing_key"),
  MASKED("masked", Type.LIST, Tier.ENVELOPE, "JSON pointers of the secrets overwritten at intake"),
  CONFLICT(
      "conflict", Type.WORD, Tier.ENVELOPE, "whether its id was there before with other content"),

  // Cloud.ru's audit record, which every event has.
  EVENT_ID("event_id", Type.TEXT, Tier.AUDIT, "id in the audit record"),
  EVENT_SOURCE("event_source", Type.TEXT, Tier.AUDIT, "name of the service it comes from"),
  EVENT_TYPE("event_type", Type.TEXT, Tier.AUDIT, "type in the audit record, e.g. CreateProject"),
  EVENT_LEVEL("event_level", Type.RANK, Tier.AUDIT, "level that follows from the status"),
  EVENT_STATUS(
      "event_status", Type.TEXT, Tier.AUDIT, "STARTED, SUCCESS, DONE, ERROR, CANCELLED or other"),
  LOG_SOURCE("log_source", Type.WORD, Tier.AUDIT, "who wrote the record"),
  AUTHORIZED(
      List.of("authorization.authorized", "authorized", "authorization"),
      Type.WORD,
      Tier.AUDIT,
      "whether it was allowed"),
  RESOURCE_METADATA(
      "resource_metadata", Type.LIST, Tier.AUDIT, "types, ids and names of all resources"),
  RESOURCE_TYPE(
      List.of("resource_metadata.resource_type", "resource_type"),
      Type.LIST,
      Tier.AUDIT,
      "types of the resources: customer, project, object"),
  RESOURCE_ID(
      List.of("resource_metadata.resource_id", "resource_id"),
      Type.LIST,
      Tier.AUDIT,
      "ids of the resources"),
  RESOURCE_NAME(
      List.of("resource_metadata.resource_name", "resource_name"),
      Type.LIST,
      Tier.AUDIT,
      "names of the resources"),
  PROJECT_ID("project_id", Type.LIST, Tier.AUDIT, "ids of the resources of type project"),
  CUSTOMER_ID("customer_id", Type.LIST, Tier.AUDIT, "ids of the resources of type customer"),
  REQUEST_METADATA(
      "request_metadata", Type.LIST, Tier.AUDIT, "address, user agent and id of the request"),
  REMOTE_ADDRESS(
      List.of("request_metadata.remote_address", "remote_address"),
      Type.TEXT,
      Tier.AUDIT,
      "address of who did it"),
  USER_AGENT(
      List.of("request_metadata.user_agent", "user_agent"),
      Type.TEXT,
      Tier.AUDIT,
      "program of who did it"),
  REQUEST_ID(
      List.of("request_metadata.request_id", "request_id"),
      Type.TEXT,
      Tier.AUDIT,
      "id of the request"),
  REQUEST_METHOD("request_method", Type.TEXT, Tier.AUDIT, "method of the request"),
  REQUEST_ENDPOINT("request_endpoint", Type.TEXT, Tier.AUDIT, "endpoint of the request"),
  REQUEST("request", Type.JSON, Tier.AUDIT, "the request"),
  RESPONSE("response", Type.JSON, Tier.AUDIT, "the response"),
  AUTHENTICATION("authentication", Type.LIST, Tier.AUDIT, "type, id and name of the subject"),
  AUTHENTICATED(
      List.of("authentication.authenticated", "authenticated"),
      Type.WORD,
      Tier.AUDIT,
      "whether the subject proved who it is"),
  SUBJECT_TYPE(
      List.of("authentication.subject_type", "subject_type"),
      Type.TEXT,
      Tier.AUDIT,
      "USER, SERVICE_ACCOUNT, FEDERATED_USER, SYSTEM, ANONYMOUS, UNKNOWN or other"),
  SUBJECT_ID(
      List.of("authentication.subject_id", "subject_id"),
      Type.TEXT,
      Tier.AUDIT,
      "id of who did it"),
  SUBJECT_NAME(
      List.of("authentication.subject_name", "subject_name"),
      Type.TEXT,
      Tier.AUDIT,
      "name of who did it"),
  X_REQUEST_ID("x_request_id", Type.TEXT, Tier.AUDIT, "request id across services"),
  ERROR("error", Type.JSON, Tier.AUDIT, "the error"),
  DETAILS("details", Type.JSON, Tier.AUDIT, "more about it"),
  INFERRED("inferred", Type.LIST, Tier.AUDIT, "audit fields that a rule filled in"),

  // The content.
  DATA("data", Type.MAP, Tier.DATA, "a value of the content, e.g. data.metadata.action"),
  TEXT(List.of("text", "message"), Type.SEARCH, Tier.TEXT, "all texts of the content");

  /** Which operators make sense and what values look like. */
  public enum Type {
    /** One text. */
    TEXT(true),
    /** Several texts; a condition holds if it holds for any of them. */
    LIST(true),
    /** One text that may be a JSON document, with an inside. */
    JSON(true),
    /** Only an inside: the field's name is followed by a path. */
    MAP(true),
    /** One of a closed set of words. */
    WORD(false),
    /** One of a closed set of words in rising order. */
    RANK(false),
    /** An instant. */
    TIME(false),
    /** A long text to search in. */
    SEARCH(true);

    private final boolean text;

    Type(boolean text) {
      this.text = text;
    }

    /** Whether values are free texts, so that {@code :} and {@code =~} apply. */
    public boolean text() {
      return text;
    }
  }

  /** What must be decoded to read it, cheapest first. */
  public enum Tier {
    ENVELOPE,
    AUDIT,
    DATA,
    TEXT
  }

  @SuppressWarnings("ImmutableEnumChecker") // List.of
  private final List<String> names;

  private final Type type;
  private final Tier tier;
  private final String description;

  Field(String name, Type type, Tier tier, String description) {
    this(List.of(name), type, tier, description);
  }

  Field(List<String> names, Type type, Tier tier, String description) {
    this.names = names;
    this.type = type;
    this.tier = tier;
    this.description = description;
  }

  /** The name in the normal form of a filter. */
  public String text() {
    return names.getFirst();
  }

  /** All names in snake_case, the one of the normal form first. */
  public List<String> names() {
    return names;
  }

  public Type type() {
    return type;
  }

  public Tier tier() {
    return tier;
  }

  /** A phrase for reference pages. */
  public String description() {
    return description;
  }

  /** Whether {@code name.<path>} may be written. */
  public boolean hasInside() {
    return type == Type.JSON || type == Type.MAP;
  }

  /** The words of a closed set in their order; of other types, none. */
  public List<String> words() {
    return switch (this) {
      case KIND -> Arrays.stream(Kind.values()).map(Kind::text).toList();
      case SEVERITY -> Arrays.stream(Severity.values()).map(Enum::name).toList();
      case EVENT_LEVEL -> Arrays.stream(Audit.Level.values()).map(Enum::name).toList();
      case LOG_SOURCE ->
          Arrays.stream(Audit.LogSource.values()).map(Audit.LogSource::text).toList();
      case AUTHORIZED, AUTHENTICATED, CONFLICT -> List.of("false", "true");
      default -> List.of();
    };
  }

  /** The word of a closed set that a text means, in any case; empty text if it means none. */
  String word(String written) {
    String meant =
        this == SEVERITY ? Severity.parse(written).map(Enum::name).orElse(written) : written;
    for (String word : words()) {
      if (word.equalsIgnoreCase(meant)) {
        return word;
      }
    }
    return "";
  }

  /**
   * Hands out every value of this field as a whole, for the index: of a closed set its word, of a
   * time none.
   */
  public Consumer<Facts> visitor(Consumer<String> use) {
    return Values.visitor(this, use);
  }

  /** Whether this field has a value, for the index; does not write documents. */
  public Predicate<Facts> presence() {
    return Values.presence(this);
  }

  /** A name without regard to case and underscores, so that both spellings are one. */
  static String key(String name) {
    return name.replace("_", "").replace("[]", "").toLowerCase(Locale.ROOT);
  }
}
