package belfry.delivery;

import belfry.event.Position;
import belfry.format.Decoded;
import belfry.format.lxd.LxdDialect;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Entries that go together: what is tried now and, after a batch was rejected, what is left of it.
 * Nothing else of their ordering keys is under way.
 *
 * @param deferred whether they come from the deferred set; then they are of one key
 * @param part what is tried, one or more, in order
 * @param rest what comes after it
 * @param limit the largest part, until the bad entry is found
 * @param number which try of the first one this is, from 1
 */
record Task(boolean deferred, List<Item> part, List<Item> rest, int limit, int number) {
  /**
   * One entry.
   *
   * @param entry empty as long as it is not read again
   */
  record Item(Position position, String key, Optional<Decoded> entry) {}

  Task {
    part = List.copyOf(part);
    rest = List.copyOf(rest);
  }

  static Task of(boolean deferred, List<Item> items, int number) {
    return new Task(deferred, items, List.of(), items.size(), number);
  }

  List<Item> all() {
    return Stream.concat(part.stream(), rest.stream()).toList();
  }

  /** The same entries, the first half of the part first. */
  Task halved() {
    return split(all(), Math.max(1, part.size() / 2));
  }

  /** What is left after the part, in parts that are no larger. */
  Task remaining() {
    return split(rest, limit);
  }

  /** What is left after the part, all at once. */
  Task unlimited() {
    return split(rest, Integer.MAX_VALUE);
  }

  private Task split(List<Item> items, int size) {
    int end = Math.min(items.size(), size);
    return new Task(
        deferred, items.subList(0, end), items.subList(end, items.size()), size, number);
  }

  /** How many of the part, from the first on, are not among these. */
  int missing(Map<Position, ? extends Decoded> entries) {
    int count = 0;
    while (count < part.size() && !entries.containsKey(part.get(count).position())) {
      count++;
    }
    return count;
  }

  /** The part with these entries, up to the first that is not among them. */
  Task read(Map<Position, ? extends Decoded> entries) {
    var found = new ArrayList<Item>();
    for (Item item : part) {
      Decoded entry = entries.get(item.position());
      if (entry == null) {
        break;
      }
      found.add(new Item(item.position(), item.key(), Optional.of(entry)));
    }
    var left = new ArrayList<>(part.subList(found.size(), part.size()));
    left.addAll(rest);
    return new Task(deferred, found, left, limit, number);
  }

  /** Whether all of the part are the hub's own events: what comes of them must not make more. */
  boolean isOwn() {
    return entries().stream()
        .allMatch(decoded -> decoded.entry().event().source().equals(LxdDialect.OWN_SOURCE));
  }

  List<Decoded> entries() {
    return part.stream().map(item -> item.entry().orElseThrow()).toList();
  }
}
