package belfry.format.cloudru;

import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The 28 keys of the record, each in the spelling of Cloud.ru's JSON example and in that of its
 * field table; {@code docs/systems/cloudru.md}. The order is that of the example.
 */
enum Key {
  EVENT_SOURCE("eventSource", 256),
  EVENT_LEVEL("eventLevel", 256),
  EVENT_TYPE("eventType", 256),
  EVENT_STATUS("eventStatus", 1024),
  EVENT_ID("eventId", 1024),
  AUTHORIZATION("authorization"),
  AUTHORIZED("authorized"),
  RESOURCE_METADATA("resourceMetadata"),
  RESOURCE_TYPE("resourceType", 256),
  RESOURCE_ID("resourceId", 1024),
  RESOURCE_NAME("resourceName", 1024),
  REQUEST_METADATA("requestMetadata"),
  REMOTE_ADDRESS("remoteAddress", 256),
  USER_AGENT("userAgent", 1024),
  REQUEST_ID("requestId", 256),
  REQUEST_METHOD("requestMethod", 32),
  REQUEST_ENDPOINT("requestEndpoint", 8192),
  REQUEST("request", 102_400),
  RESPONSE("response", 102_400),
  AUTHENTICATION("authentication"),
  AUTHENTICATED("authenticated"),
  SUBJECT_TYPE("subjectType", 128),
  SUBJECT_ID("subjectId", 1024),
  SUBJECT_NAME("subjectName", 1024),
  X_REQUEST_ID("xRequestId", 256),
  ERROR("error", 16_384),
  DETAILS("details", 102_400),
  EVENT_TIME("eventTime", 256);

  static final Set<Key> OF_AUTHORIZATION = set(EnumSet.of(AUTHORIZED));
  static final Set<Key> OF_RESOURCE = set(EnumSet.range(RESOURCE_TYPE, RESOURCE_NAME));
  static final Set<Key> OF_REQUEST = set(EnumSet.range(REMOTE_ADDRESS, REQUEST_ID));
  static final Set<Key> OF_AUTHENTICATION = set(EnumSet.range(AUTHENTICATED, SUBJECT_NAME));
  static final Set<Key> OF_RECORD = ofRecord();

  private static final Map<String, Key> BY_NAME = new HashMap<>();

  static {
    for (Key key : values()) {
      BY_NAME.put(key.camel, key);
      BY_NAME.put(key.snake, key);
    }
  }

  private final String camel;
  private final String snake;
  private final int bytesMax;

  Key(String camel) {
    this(camel, 0);
  }

  Key(String camel, int bytesMax) {
    this.camel = camel;
    this.snake = camel.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    this.bytesMax = bytesMax;
  }

  /** The spelling of the JSON example. */
  String camel() {
    return camel;
  }

  /** The spelling of the field table and of filters. */
  String snake() {
    return snake;
  }

  /** Longest text in a projection, in bytes of UTF-8. */
  int bytesMax() {
    return bytesMax;
  }

  /** The key with this name in either spelling. */
  static Optional<Key> of(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }

  private static Set<Key> ofRecord() {
    Set<Key> keys = EnumSet.allOf(Key.class);
    keys.removeAll(OF_AUTHORIZATION);
    keys.removeAll(OF_RESOURCE);
    keys.removeAll(OF_REQUEST);
    keys.removeAll(OF_AUTHENTICATION);
    return set(keys);
  }

  private static Set<Key> set(Set<Key> keys) {
    return Collections.unmodifiableSet(keys);
  }
}
