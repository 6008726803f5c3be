package belfry.delivery;

import belfry.event.Position;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Where a subscription stands, as far as it survives a crash: its bookmark and its deferred set. It
 * changes by {@link #apply} alone, so what the delivery journal tells after a restart is what was
 * there before. Not thread-safe.
 */
final class Standing {
  /** Positions in one record of the delivery journal, so that it stays below its size limit. */
  static final int CHUNK = 10_000;

  private SortedMap<Integer, Long> next = new TreeMap<>();
  private boolean busy;
  private Optional<String> disabled = Optional.empty();
  private final Map<String, DeferredKey> keys = new LinkedHashMap<>();
  private final TreeSet<Due> dues = new TreeSet<>(Due.ORDER);
  private int positions;
  private Optional<Replay> replay = Optional.empty();
  private Optional<Change.Ended> ended = Optional.empty();
  private long delivered;
  private long parked;

  private record Due(Instant at, String key) {
    static final Comparator<Due> ORDER = Comparator.comparing(Due::at).thenComparing(Due::key);
  }

  /** One ordering key that waits beside the line. */
  private static final class DeferredKey {
    final Deque<Position> positions = new ArrayDeque<>();
    int attempts;
    Instant first = Instant.EPOCH;
    Instant due = Instant.EPOCH;
    String reason = "";
  }

  void apply(Change change) {
    switch (change) {
      case Change.Moved(var further, var counts) -> {
        next = new TreeMap<>(further);
        busy = counts;
      }
      case Change.Deferred(var key, var more) -> defer(key, more);
      case Change.Tried(var key, var attempts, var first, var due, var reason) -> {
        DeferredKey deferred = keys.get(key);
        if (deferred != null) {
          deferred.attempts = attempts;
          deferred.first = first;
          deferred.reason = reason;
          schedule(key, deferred, due);
        }
      }
      case Change.Resumed(var key, var count, var due) -> resume(key, count, due);
      case Change.Recovered(var now) ->
          keys.forEach((key, deferred) -> schedule(key, deferred, earlier(deferred.due, now)));
      case Change.Disabled(var reason) -> disabled = Optional.of(reason);
      case Change.Enabled() -> disabled = Optional.empty();
      case Change.Began(var range) -> {
        replay = Optional.of(range);
        next = new TreeMap<>(range.from());
        busy = true;
      }
      case Change.Counted(var more, var lost) -> {
        delivered += more;
        parked += lost;
      }
      case Change.Ended end -> ended = Optional.of(end);
      case Change.Cleared cleared -> clear();
      case Change.Parked parked -> {}
      case Change.Unparked unparked -> {}
      case Change.Attempted attempted -> {}
    }
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  private void defer(String key, List<Position> more) {
    DeferredKey deferred = keys.get(key);
    if (deferred == null) {
      deferred = new DeferredKey();
      keys.put(key, deferred);
      dues.add(new Due(deferred.due, key));
    }
    for (Position position : more) {
      if (!isBehind(deferred, position)) {
        deferred.positions.add(position);
        positions++;
      }
    }
  }

  /** What is read a second time after a restart is not queued a second time. */
  private static boolean isBehind(DeferredKey deferred, Position position) {
    Position last = deferred.positions.peekLast();
    return last != null
        && last.partition() == position.partition()
        && last.offset() >= position.offset();
  }

  private void resume(String key, int count, Instant due) {
    DeferredKey deferred = keys.get(key);
    if (deferred == null) {
      return;
    }
    for (int i = 0; i < count && deferred.positions.poll() != null; i++) {
      positions--;
    }
    deferred.attempts = 0;
    deferred.reason = "";
    if (deferred.positions.isEmpty()) {
      keys.remove(key);
      dues.remove(new Due(deferred.due, key));
    } else {
      schedule(key, deferred, due);
    }
  }

  private void schedule(String key, DeferredKey deferred, Instant due) {
    dues.remove(new Due(deferred.due, key));
    deferred.due = due;
    dues.add(new Due(due, key));
  }

  private void clear() {
    next = new TreeMap<>();
    busy = false;
    disabled = Optional.empty();
    keys.clear();
    dues.clear();
    positions = 0;
    replay = Optional.empty();
    ended = Optional.empty();
    delivered = 0;
    parked = 0;
  }

  SortedMap<Integer, Long> next() {
    return new TreeMap<>(next);
  }

  boolean busy() {
    return busy;
  }

  Optional<String> disabled() {
    return disabled;
  }

  /** What it is the standing of, unless it is a subscription's own. */
  Optional<Replay> replay() {
    return replay;
  }

  /** How and when the replay ended. */
  Optional<Change.Ended> ended() {
    return ended;
  }

  /** Entries that the replay delivered. */
  long delivered() {
    return delivered;
  }

  /** Dead letters that came of the replay. */
  long parked() {
    return parked;
  }

  boolean isDeferred(String key) {
    return keys.containsKey(key);
  }

  int keys() {
    return keys.size();
  }

  int positions() {
    return positions;
  }

  /** In the order of their due times. */
  Iterable<String> byDue() {
    return () -> dues.stream().map(Due::key).iterator();
  }

  Instant due(String key) {
    return of(key).due;
  }

  int attempts(String key) {
    return of(key).attempts;
  }

  Instant first(String key) {
    return of(key).first;
  }

  /** A bookmark, moved back to the first of what is deferred: what is still needed. */
  SortedMap<Integer, Long> heldBack(SortedMap<Integer, Long> bookmark) {
    var needed = new TreeMap<>(bookmark);
    for (DeferredKey deferred : keys.values()) {
      deferred.positions.forEach(
          position -> needed.merge(position.partition(), position.offset(), Math::min));
    }
    return needed;
  }

  /** The oldest positions of a key. */
  List<Position> head(String key, int max) {
    return of(key).positions.stream().limit(max).toList();
  }

  private DeferredKey of(String key) {
    DeferredKey deferred = keys.get(key);
    if (deferred == null) {
      throw new IllegalStateException("key: not deferred: " + key + " (expected: a deferred one)");
    }
    return deferred;
  }

  /** The changes that lead here from nothing. */
  List<Change> whole() {
    var changes = new ArrayList<Change>();
    changes.add(new Change.Cleared(false));
    replay.ifPresent(range -> changes.add(new Change.Began(range)));
    changes.add(new Change.Moved(next, busy));
    if (delivered + parked > 0) {
      changes.add(new Change.Counted(delivered, parked));
    }
    keys.forEach(
        (key, deferred) -> {
          var all = List.copyOf(deferred.positions);
          for (int from = 0; from < all.size(); from += CHUNK) {
            int to = Math.min(all.size(), from + CHUNK);
            changes.add(new Change.Deferred(key, all.subList(from, to)));
          }
          changes.add(
              new Change.Tried(
                  key, deferred.attempts, deferred.first, deferred.due, deferred.reason));
        });
    disabled.ifPresent(reason -> changes.add(new Change.Disabled(reason)));
    ended.ifPresent(changes::add);
    return changes;
  }
}
