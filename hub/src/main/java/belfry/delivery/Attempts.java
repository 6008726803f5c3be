package belfry.delivery;

import belfry.event.Entry;
import belfry.event.Position;
import belfry.journal.Journal;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The last attempts of each subscription. What they were on the wire stays in the delivery journal,
 * each in a record of its own; here is only where. Thread-safe.
 */
public final class Attempts {
  /** Most attempts that are remembered of one subscription; older ones go. */
  public static final int KEPT_MAX = 200;

  /** How long an attempt is remembered. */
  public static final Duration AGE_MAX = Duration.ofDays(7);

  private final Journal journal;
  private final InstantSource clock;
  private final Map<String, Deque<Kept>> kept = new ConcurrentHashMap<>();

  /**
   * @param place of the record that holds what it was on the wire
   */
  private record Kept(Attempt attempt, Optional<Position> place) {}

  Attempts(Journal journal, InstantSource clock) {
    this.journal = journal;
    this.clock = clock;
  }

  /**
   * @param place of their record
   */
  void add(String subscription, List<Attempt> more, Position place) {
    Instant oldest = clock.instant().minus(AGE_MAX);
    kept.compute(
        subscription,
        (name, known) -> {
          Deque<Kept> all = known == null ? new ArrayDeque<>() : known;
          for (Attempt attempt : more) {
            all.add(new Kept(attempt.withoutExchange(), attempt.exchange().map(some -> place)));
          }
          while (all.size() > KEPT_MAX || isOlder(all.peek(), oldest)) {
            all.remove();
          }
          return all;
        });
  }

  private static boolean isOlder(@Nullable Kept one, Instant oldest) {
    return one != null && one.attempt().when().isBefore(oldest);
  }

  /** Those of a subscription, the newest first, without what they were on the wire. */
  public List<Attempt> of(String subscription, int max) {
    return kept(subscription, max).stream().map(Kept::attempt).toList();
  }

  private List<Kept> kept(String subscription, int max) {
    Instant oldest = clock.instant().minus(AGE_MAX);
    var found = new ArrayList<Kept>();
    kept.computeIfPresent(
        subscription,
        (name, all) -> {
          all.descendingIterator().forEachRemaining(found::add);
          return all;
        });
    return found.stream().filter(one -> !isOlder(one, oldest)).limit(max).toList();
  }

  /** As {@link #of}, with what they were on the wire, of those of which it is kept. */
  public List<Attempt> detailed(String subscription, int max) throws IOException {
    List<Kept> found = kept(subscription, max);
    var records = new HashMap<Position, Attempt>();
    for (Entry record :
        journal.read(found.stream().flatMap(one -> one.place().stream()).toList())) {
      if (Records.change(record.event()) instanceof Change.Attempted(var attempts, var left)) {
        records.put(record.position(), attempts.getFirst());
      }
    }
    return found.stream()
        .map(
            one ->
                one.place()
                    .map(at -> records.getOrDefault(at, one.attempt()))
                    .orElse(one.attempt()))
        .toList();
  }

  /** Where the bodies of an entry may stand: what an erasure has to reach. */
  List<Position> copiesOf(Position entry) {
    var places = new ArrayList<Position>();
    for (String subscription : kept.keySet()) {
      for (Kept one : kept(subscription, KEPT_MAX)) {
        if (one.attempt().mayHold(entry)) {
          one.place().ifPresent(places::add);
        }
      }
    }
    return places;
  }

  /** What was at these places is erased. */
  void erased(Collection<Position> places) {
    Set<Position> gone = Set.copyOf(places);
    kept.replaceAll(
        (name, all) -> {
          var left = new ArrayDeque<Kept>();
          for (Kept one : all) {
            boolean is = one.place().filter(gone::contains).isPresent();
            left.add(is ? new Kept(one.attempt(), Optional.empty()) : one);
          }
          return left;
        });
  }

  void removeAll(String subscription) {
    kept.remove(subscription);
  }
}
