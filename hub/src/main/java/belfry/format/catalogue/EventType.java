package belfry.format.catalogue;

import belfry.event.Payload;
import belfry.event.Severity;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A type of event that a system is known to send.
 *
 * @param type as in {@link belfry.event.Event#type}, e.g. {@code gluster.VOLUME_CREATE}
 * @param description what it means, in sentences
 * @param severity what it usually has; empty if each event says it
 * @param since the first release that sends it, e.g. {@code LXD 6.9}; empty if always or unknown
 * @param attributes what the data may say, with meanings, in the order of the documentation
 */
public record EventType(
    String type,
    String description,
    Optional<Severity> severity,
    Optional<String> since,
    Map<String, String> attributes) {

  public EventType {
    attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
  }

  /** The first word of the type. */
  public String system() {
    return type.substring(0, type.indexOf('.'));
  }

  /** What the system itself calls it: the rest of the type. */
  public String nativeName() {
    return type.substring(type.indexOf('.') + 1);
  }

  /** JSON Schema (draft 2020-12) of the content of such an event. */
  public Payload schema() {
    return Schema.of(this);
  }
}
