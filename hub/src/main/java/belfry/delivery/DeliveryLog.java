package belfry.delivery;

import belfry.event.Entry;
import belfry.event.Event;
import belfry.event.Position;
import belfry.journal.Busy;
import belfry.journal.Expired;
import belfry.journal.Journal;
import belfry.journal.Reader;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What of all subscriptions survives a crash, in a journal of kind {@code DELIVERY}.
 *
 * <p>Design: bookmarks are records of this journal and not a file of their own, because a bookmark
 * must never be on disk without the deferred positions and dead letters it has passed: an append is
 * all or none, two files are not. Losing the last records repeats deliveries and loses none. All
 * idle subscriptions share one bookmark, the floor: it never goes back, and it counts for each
 * whose own last record does not say that it is busy. Thread-safe.
 */
final class DeliveryLog {
  private static final int BATCH_MAX = 1_000;

  private final Journal journal;
  private final InstantSource clock;
  private final Map<String, Standing> standings = new HashMap<>();
  private final DeadLetters letters;
  private final Attempts attempts;
  private SortedMap<Integer, Long> floor = new TreeMap<>();

  private DeliveryLog(
      Journal journal, InstantSource clock, DeadLetters letters, Attempts attempts) {
    this.journal = journal;
    this.clock = clock;
    this.letters = letters;
    this.attempts = attempts;
  }

  /**
   * Reads everything there is.
   *
   * @throws IllegalStateException if a record is of a newer version
   */
  static DeliveryLog open(
      Journal journal, InstantSource clock, DeadLetters letters, Attempts attempts)
      throws IOException, InterruptedException {
    var log = new DeliveryLog(journal, clock, letters, attempts);
    for (Journal.Partition partition : journal.partitions()) {
      log.read(partition);
    }
    log.standings.values().forEach(standing -> log.settle(standing));
    return log;
  }

  /** One that was idle stands at the bookmark of the idle ones as it was then. */
  private void settle(Standing standing) {
    if (!standing.busy()) {
      SortedMap<Integer, Long> next = standing.next();
      floor.forEach((partition, offset) -> next.merge(partition, offset, Math::max));
      standing.apply(new Change.Moved(next, false));
    }
  }

  private void read(Journal.Partition partition) throws IOException, InterruptedException {
    var from = new Position(partition.number(), partition.oldest());
    try (Reader reader = journal.open(from)) {
      while (reader.next() < partition.end()) {
        List<Entry> entries = reader.poll(BATCH_MAX, Duration.ZERO);
        if (entries.isEmpty() && reader.next() < partition.end()) {
          throw new IOException("delivery journal: ends early (expected: " + partition + ")");
        }
        entries.forEach(this::fold);
      }
    } catch (Expired e) {
      throw new IOException(e);
    }
  }

  private void fold(Entry entry) {
    Optional<SortedMap<Integer, Long>> idle = Records.floor(entry.event());
    if (idle.isPresent()) {
      floor = idle.get();
    } else {
      String name = Records.subscription(entry.event());
      Change change = Records.change(entry.event());
      standings.computeIfAbsent(name, none -> new Standing()).apply(change);
      if (change instanceof Change.Cleared(var deleted) && deleted) {
        standings.remove(name);
      }
      note(name, change, entry.position());
    }
  }

  private void note(String name, Change change, Position place) {
    switch (change) {
      case Change.Parked(var letter) -> letters.add(place, letter);
      case Change.Unparked(var letter) -> letters.remove(letter);
      case Change.Attempted(var more, var left) -> attempts.add(Replay.owner(name), more, place);
      case Change.Cleared(var deleted) -> {
        if (deleted) {
          letters.removeAll(name);
          attempts.removeAll(name);
        }
      }
      case Change.Moved other -> {}
      case Change.Deferred other -> {}
      case Change.Tried other -> {}
      case Change.Resumed other -> {}
      case Change.Recovered other -> {}
      case Change.Disabled other -> {}
      case Change.Enabled other -> {}
      case Change.Began other -> {}
      case Change.Counted other -> {}
      case Change.Ended other -> {}
    }
  }

  /** Where one stood when this was opened, for whoever goes on with it; empty if it is unknown. */
  synchronized Optional<Standing> standing(String key) {
    return Optional.ofNullable(standings.remove(key));
  }

  /** Those with which nobody has gone on. */
  synchronized List<String> left() {
    return List.copyOf(standings.keySet());
  }

  /** By partition the first offset that one of those still needs. */
  synchronized SortedMap<Integer, Long> needed(String key) {
    Standing standing = standings.get(key);
    return standing == null || standing.ended().isPresent()
        ? new TreeMap<>()
        : standing.heldBack(standing.next());
  }

  /** All of where one of those stands, with a bookmark of its own. */
  synchronized List<Change> whole(String key) {
    Standing standing = standings.get(key);
    if (standing == null) {
      return List.of();
    }
    standing.apply(new Change.Moved(standing.next(), true));
    return standing.whole();
  }

  /** The bookmark of the idle ones; empty at the very first. */
  synchronized SortedMap<Integer, Long> floor() {
    return Collections.unmodifiableSortedMap(floor);
  }

  /** What happened to one subscription; durable on return, all or none. */
  synchronized void append(String name, List<Change> changes) throws IOException, Busy {
    append(floor(), Map.of(name, changes));
  }

  /**
   * What happened since the last time; durable on return, all or none.
   *
   * @param next the bookmark of the idle ones
   * @throws Busy if the journal takes nothing now; try again with the same
   */
  synchronized void append(SortedMap<Integer, Long> next, Map<String, List<Change>> changes)
      throws IOException, Busy {
    if (changes.isEmpty() && next.equals(floor)) {
      return;
    }
    Instant now = clock.instant();
    var names = new ArrayList<String>();
    var all = new ArrayList<Change>();
    var events = new ArrayList<Event>();
    events.add(Records.floor(next, now));
    changes.forEach(
        (name, some) -> {
          for (Change change : some) {
            names.add(name);
            all.add(change);
            events.add(Records.of(name, change, now));
          }
        });
    List<Position> places = journal.append(events);
    floor = new TreeMap<>(next);
    for (int i = 0; i < all.size(); i++) {
      note(names.get(i), all.get(i), places.get(i + 1));
    }
  }
}
