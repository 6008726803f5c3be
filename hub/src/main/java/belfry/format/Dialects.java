package belfry.format;

import belfry.event.Event;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** All dialects by name; made once, at the start, from the list in {@code belfry.Formats}. */
public final class Dialects {
  private final SortedMap<String, Dialect> byName = new TreeMap<>();

  public Dialects(List<Dialect> dialects) {
    for (Dialect dialect : dialects) {
      byName.put(dialect.name(), dialect);
    }
  }

  public Optional<Dialect> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** Sorted. */
  public Set<String> names() {
    return Collections.unmodifiableSet(byName.keySet());
  }

  /**
   * The dialect an event was decoded with.
   *
   * @throws IllegalStateException if this hub does not know it: the journal is of a newer version
   */
  public Dialect of(Event event) {
    Dialect dialect = byName.get(event.format());
    if (dialect == null) {
      throw new IllegalStateException(
          "format: " + event.format() + " (expected: one of " + byName.keySet() + ")");
    }
    return dialect;
  }
}
