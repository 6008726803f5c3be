package belfry.access.trust;

import belfry.format.json.JsonValue;
import belfry.format.json.JsonWriter;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a trusted client may do.
 *
 * @param projects the only ones it may use, sorted, perhaps none; empty for all of them and for
 *     everything else, as an administrator
 */
public record Grant(Optional<Set<String>> projects) {
  /** Everything. */
  public static final Grant ALL = new Grant(Optional.empty());

  public Grant {
    projects = projects.map(names -> Collections.unmodifiableSet(new TreeSet<>(names)));
  }

  public static Grant within(Set<String> projects) {
    return new Grant(Optional.of(projects));
  }

  /** As LXD writes it: {@code restricted} and {@code projects}, which counts only if it is true. */
  public static Grant of(JsonValue json) {
    boolean restricted =
        json.get("restricted").map(value -> value.text().equals("true")).orElse(false);
    if (!restricted) {
      return ALL;
    }
    var names = new TreeSet<String>();
    json.get("projects")
        .map(JsonValue::elements)
        .orElse(List.of())
        .forEach(name -> names.add(name.text()));
    return within(names);
  }

  /** Adds the members that {@link #of} reads. */
  public void write(JsonWriter json) {
    json.member("restricted", projects.isPresent()).key("projects").beginArray();
    projects.orElse(Set.of()).forEach(json::string);
    json.endArray();
  }
}
