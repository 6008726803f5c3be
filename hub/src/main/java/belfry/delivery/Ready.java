package belfry.delivery;

import belfry.delivery.Task.Item;
import belfry.event.Position;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Predicate;

/** What has been read and is not settled: in memory only, and held up key by key. */
final class Ready {
  /**
   * A key that waits for its next inline attempt.
   *
   * @param attempts made so far
   * @param first when the first was
   * @param until nothing of the key before that
   */
  record Held(int attempts, Instant first, Instant until) {}

  private final Map<Position, Item> items = new LinkedHashMap<>();
  private final Map<String, Held> held = new HashMap<>();

  int size() {
    return items.size();
  }

  void add(Item item) {
    items.put(item.position(), item);
  }

  void remove(Item item) {
    items.remove(item.position());
    held.remove(item.key());
  }

  void removeIf(Predicate<Item> which) {
    List.copyOf(items.values()).stream().filter(which).forEach(this::remove);
  }

  Optional<Held> held(String key) {
    return Optional.ofNullable(held.get(key));
  }

  void hold(String key, Held until) {
    held.put(key, until);
  }

  /** Takes everything of a key out, in order. */
  List<Position> takeOut(String key) {
    var positions = new ArrayList<Position>();
    items
        .values()
        .removeIf(
            item -> {
              boolean of = item.key().equals(key);
              if (of) {
                positions.add(item.position());
              }
              return of;
            });
    held.remove(key);
    return positions;
  }

  /**
   * The first ones that may be tried: nothing of a key that is under way or held, and nothing that
   * would overtake one of its own key. All are in their first try, or one is in a later one.
   */
  List<Item> first(int max, Set<String> underWay, Instant now) {
    var found = new ArrayList<Item>();
    var passed = new HashSet<String>();
    for (Item item : items.values()) {
      Held key = held.get(item.key());
      boolean free = !underWay.contains(item.key()) && !passed.contains(item.key());
      if (free && key == null) {
        found.add(item);
      } else if (free && key != null && found.isEmpty() && !key.until().isAfter(now)) {
        return List.of(item);
      } else {
        passed.add(item.key());
      }
      if (found.size() == max) {
        break;
      }
    }
    return found;
  }

  /** When the first key that is held and not under way may be tried. */
  Instant earliest(Collection<String> underWay) {
    Instant earliest = Instant.MAX;
    for (Map.Entry<String, Held> key : held.entrySet()) {
      if (!underWay.contains(key.getKey()) && key.getValue().until().isBefore(earliest)) {
        earliest = key.getValue().until();
      }
    }
    return earliest;
  }

  /** Moves a bookmark back to the first that is not settled. */
  void holdBack(SortedMap<Integer, Long> next) {
    for (Position position : items.keySet()) {
      next.merge(position.partition(), position.offset(), Math::min);
    }
  }
}
