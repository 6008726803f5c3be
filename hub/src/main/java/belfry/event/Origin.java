package belfry.event;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How an event came to us, as far as we saw it ourselves: nothing here is the sender's word.
 *
 * @param connector which way in, e.g. {@code http}, {@code unix}, {@code gluster}, {@code amqp};
 *     {@code belfry} for the hub's own events
 * @param principal who was authenticated, e.g. {@code unix/root} or {@code token/ci}
 * @param address the peer's address, {@code ip:port}; {@code @} for a unix socket
 * @param attributes what the transport added: AMQP exchange and routing key, {@code content-type},
 *     CloudEvents' {@code ce-*} headers, the {@code cluster} name of a source
 */
public record Origin(
    String connector,
    Optional<String> principal,
    Optional<String> address,
    SortedMap<String, String> attributes) {

  public Origin {
    requireNonNull(connector, "connector");
    requireNonNull(principal, "principal");
    requireNonNull(address, "address");
    attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
  }

  /** An origin of which only the connector is known. */
  public static Origin of(String connector) {
    return new Origin(connector, Optional.empty(), Optional.empty(), new TreeMap<>());
  }

  public Optional<String> attribute(String name) {
    return Optional.ofNullable(attributes.get(name));
  }

  /** This origin with more transport attributes; the new value wins. */
  public Origin with(Map<String, String> more) {
    if (more.isEmpty()) {
      return this;
    }
    var all = new TreeMap<>(attributes);
    all.putAll(more);
    return new Origin(connector, principal, address, all);
  }
}
