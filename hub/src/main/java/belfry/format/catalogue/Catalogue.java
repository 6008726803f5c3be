package belfry.format.catalogue;

import belfry.event.Payload;
import belfry.event.Severity;
import belfry.format.Content;
import belfry.format.json.JsonValue;
import belfry.format.json.Rules;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All known types, sorted. Its texts are one file per system beside this class, one type per line:
 * {@code {"type", "description", "severity"?, "since"?, "attributes"?}}.
 */
public final class Catalogue {
  private static final List<String> SYSTEMS =
      List.of("belfry", "cloudru", "gluster", "lxd", "openstack");

  private final SortedMap<String, EventType> byType;

  private Catalogue(SortedMap<String, EventType> byType) {
    this.byType = byType;
  }

  /** Reads the texts; a few milliseconds. */
  public static Catalogue load() {
    var byType = new TreeMap<String, EventType>();
    for (String system : SYSTEMS) {
      read(system)
          .text()
          .lines()
          .map(line -> type(Content.json(Payload.of(line), Rules.STRICT)))
          .forEach(type -> byType.put(type.type(), type));
    }
    return new Catalogue(byType);
  }

  private static Payload read(String system) {
    String file = system + ".ndjson";
    try (InputStream in = Catalogue.class.getResourceAsStream(file)) {
      return Payload.owning(Objects.requireNonNull(in, file).readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static EventType type(JsonValue json) {
    Map<String, String> attributes = new LinkedHashMap<>();
    json.get("attributes")
        .ifPresent(all -> all.forEachMember((name, text) -> attributes.put(name, text.text())));
    return new EventType(
        json.text("type"),
        json.text("description"),
        Severity.parse(json.text("severity")),
        json.get("since").map(JsonValue::text),
        attributes);
  }

  /** Every type, sorted by name. */
  public Collection<EventType> all() {
    return Collections.unmodifiableCollection(byType.values());
  }

  /** The type of this name. */
  public Optional<EventType> find(String type) {
    return Optional.ofNullable(byType.get(type));
  }

  /** The types whose name begins like this, sorted; {@code lxd.} gives all of LXD. */
  public Collection<EventType> startingWith(String prefix) {
    return Collections.unmodifiableCollection(
        byType.subMap(prefix, prefix + Character.MAX_VALUE).values());
  }
}
