package belfry.event;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What intake noted about an event: the tagged fields of the journal record.
 *
 * @param masked JSON pointers of the secrets that were overwritten in the data, sorted
 * @param conflict whether another event with the same project, source and id but different content
 *     was there before
 * @param unknown fields written by a newer version, by tag; kept so that a rewrite loses nothing
 */
public record Marks(List<String> masked, boolean conflict, SortedMap<Integer, Payload> unknown) {
  public static final Marks NONE = new Marks(List.of(), false, new TreeMap<>());

  public Marks {
    masked = masked.stream().sorted().toList();
    unknown = unknown.isEmpty() ? Collections.emptySortedMap() : copy(unknown);
  }

  private static SortedMap<Integer, Payload> copy(Map<Integer, Payload> map) {
    return Collections.unmodifiableSortedMap(new TreeMap<>(map));
  }

  public Marks withMasked(List<String> pointers) {
    return new Marks(pointers, conflict, unknown);
  }

  public Marks asConflict() {
    return new Marks(masked, true, unknown);
  }
}
