package belfry.delivery;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What is written at once for many subscriptions. Used by one thread. */
final class Group {
  private final SortedMap<Integer, Long> floor;
  private final SortedMap<Integer, Long> next = new TreeMap<>();
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
      List<Change> taken = line.take(!idle);
      if (!taken.isEmpty()) {
        changes.put(line.subscription().name(), taken);
      }
    }
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
