package belfry.delivery;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What is written at once for many subscriptions. Used by one thread. */
final class Group {
  private final SortedMap<Integer, Long> floor;
  private final SortedMap<Integer, Long> next = new TreeMap<>();
  private final Map<String, List<Change>> taken = new LinkedHashMap<>();
  private final Map<String, List<Change>> changes = new LinkedHashMap<>();

  /**
   * @param floor the bookmark of the idle ones so far
   */
  Group(SortedMap<Integer, Long> floor) {
    this.floor = floor;
  }

  /**
   * One more: its changes, or its part in the bookmark of the idle ones.
   *
   * @param mayBeIdle whether its reader moves on by itself
   */
  void add(Line line, boolean mayBeIdle) {
    SortedMap<Integer, Long> bookmark = line.bookmark();
    boolean idle = mayBeIdle && line.idle() && covers(bookmark);
    if (idle) {
      bookmark.forEach((partition, offset) -> next.merge(partition, offset, Math::min));
    }
    if (!idle || line.standing().busy()) {
      add(line.name(), line.take(!idle));
    }
  }

  private void add(String name, List<Change> more) {
    if (!more.isEmpty()) {
      taken.put(name, more);
      changes.put(name, more);
    }
  }

  /** One more, and behind its changes all of where it then stands. */
  void addWhole(Line line) {
    List<Change> more = line.take(true);
    add(line.name(), more);
    addWhole(line.name(), Stream.concat(more.stream(), line.standing().whole().stream()).toList());
  }

  /** All of where a subscription stands that nobody has begun to deliver. */
  void addWhole(String name, List<Change> whole) {
    changes.put(name, whole);
  }

  /** How many changes it is. */
  int size() {
    return changes.values().stream().mapToInt(List::size).sum();
  }

  /** Those of the changes that have to be given back if they cannot be written. */
  Map<String, List<Change>> taken() {
    return Collections.unmodifiableMap(taken);
  }

  /** Whether a bookmark is nowhere before the one that the idle share: that never goes back. */
  private boolean covers(SortedMap<Integer, Long> bookmark) {
    return floor.entrySet().stream()
        .allMatch(entry -> bookmark.getOrDefault(entry.getKey(), 0L) >= entry.getValue());
  }

  /** The bookmark of the idle ones from now on. */
  SortedMap<Integer, Long> floor() {
    return next.isEmpty() ? floor : next;
  }

  /** The changes by subscription. */
  Map<String, List<Change>> changes() {
    return Collections.unmodifiableMap(changes);
  }
}
