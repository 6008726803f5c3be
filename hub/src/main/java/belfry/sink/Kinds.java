package belfry.sink;

import belfry.format.json.JsonValue;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** All kinds by name; made once, at the start, from the list in {@code belfry.Sinks}. */
public final class Kinds {
  private final SortedMap<String, SinkKind> byName = new TreeMap<>();

  public Kinds(List<SinkKind> kinds) {
    for (SinkKind kind : kinds) {
      byName.put(kind.name(), kind);
    }
  }

  /** Sorted. */
  public Set<String> names() {
    return Collections.unmodifiableSet(byName.keySet());
  }

  /**
   * Reads the settings of a destination.
   *
   * @param kind the kind's name
   * @throws InvalidSink if there is no such kind, or naming the first member that is wrong
   */
  public Destination read(String kind, JsonValue settings, Means means) throws InvalidSink {
    SinkKind found = byName.get(kind);
    if (found == null) {
      throw new InvalidSink("kind", kind, "one of " + String.join(", ", byName.keySet()));
    }
    return found.read(settings, means);
  }

  /** Where in settings secrets may be; nowhere if there is no such kind. */
  public Set<String> secrets(String kind, JsonValue settings) {
    SinkKind found = byName.get(kind);
    return found == null ? Set.of() : found.secrets(settings);
  }
}
