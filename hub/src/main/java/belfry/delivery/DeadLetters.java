package belfry.delivery;

import belfry.event.Entry;
import belfry.event.Position;
import belfry.feed.Reading;
import belfry.filter.Filter;
import belfry.format.Dialects;
import belfry.journal.Journal;
import belfry.metrics.Counter;
import belfry.metrics.Metrics;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What is parked. Copies stay in the delivery journal; here is only where each stands, whose it is
 * and when it was parked. Thread-safe.
 */
public final class DeadLetters {
  /** Most dead letters of all subscriptions; of more the oldest go, counted. */
  public static final int KEPT_MAX = 100_000;

  /** How long a dead letter is kept. */
  public static final Duration AGE_MAX = Duration.ofDays(30);

  private static final int BATCH_MAX = 100;

  private final Journal journal;
  private final Dialects dialects;
  private final InstantSource clock;
  private final Counter parked;
  private final Counter forgotten;
  private final TreeMap<Position, Slip> slips = new TreeMap<>();
  private final Map<String, Integer> counts = new HashMap<>();

  private record Slip(String subscription, Position position, long end, Instant parked) {}

  /**
   * A dead letter in its place.
   *
   * @param place in the delivery journal: what it is called by
   */
  public record Found(Position place, DeadLetter letter) {}

  /**
   * Which ones.
   *
   * @param subscription whose
   * @param since parked at or after
   * @param until parked before
   * @param filter about the entry; a range, which has none, is found only by {@link Filter#ALL}
   */
  public record Search(String subscription, Instant since, Instant until, Filter filter) {
    /** All of a subscription. */
    public static Search of(String subscription) {
      return new Search(subscription, Instant.MIN, Instant.MAX, Filter.ALL);
    }

    private boolean covers(Slip slip) {
      return slip.subscription().equals(subscription)
          && !slip.parked().isBefore(since)
          && slip.parked().isBefore(until);
    }
  }

  DeadLetters(Journal journal, Dialects dialects, InstantSource clock, Metrics metrics) {
    this.journal = journal;
    this.dialects = dialects;
    this.clock = clock;
    parked = metrics.counter("belfry_delivery_parked_total", "Dead letters that came to be.");
    forgotten =
        metrics.counter(
            "belfry_delivery_dead_letters_forgotten_total",
            "Dead letters that went by their number or age.");
    metrics.gauge("belfry_delivery_dead_letters", "Dead letters.", Map.of(), this::size);
  }

  synchronized void add(Position place, DeadLetter letter) {
    parked.add();
    slips.put(
        place, new Slip(letter.subscription(), letter.position(), letter.end(), letter.parked()));
    counts.merge(letter.subscription(), 1, Integer::sum);
    forget();
  }

  private void forget() {
    Instant oldest = clock.instant().minus(AGE_MAX);
    while (!slips.isEmpty()
        && (slips.size() > KEPT_MAX || slips.firstEntry().getValue().parked().isBefore(oldest))) {
      remove(slips.firstKey());
      forgotten.add();
    }
  }

  synchronized void remove(Position place) {
    Slip gone = slips.remove(place);
    if (gone != null) {
      counts.computeIfPresent(gone.subscription(), (name, count) -> count == 1 ? null : count - 1);
    }
  }

  /** What was at these places is erased. */
  synchronized void erased(Collection<Position> places) {
    places.forEach(this::remove);
  }

  synchronized void removeAll(String subscription) {
    slips.values().removeIf(slip -> slip.subscription().equals(subscription));
    counts.remove(subscription);
  }

  public synchronized int size() {
    forget();
    return slips.size();
  }

  /** How many a subscription has. */
  public synchronized int count(String subscription) {
    forget();
    return counts.getOrDefault(subscription, 0);
  }

  /** Where the copies of an entry stand: what an erasure has to reach. */
  public synchronized List<Position> copiesOf(Position entry) {
    return slips.entrySet().stream()
        .filter(slip -> slip.getValue().position().equals(entry))
        .map(Map.Entry::getKey)
        .toList();
  }

  /**
   * Those that fit, the oldest first.
   *
   * @param after none up to this place; empty for the first page
   */
  public List<Found> search(Search search, Optional<Position> after, int max) throws IOException {
    var found = new ArrayList<Found>();
    scan(
        search,
        after,
        one -> {
          if (found.size() < max) {
            found.add(one);
          }
          return found.size() < max;
        });
    return found;
  }

  /** How many fit. */
  public int count(Search search) throws IOException {
    if (search.filter().equals(Filter.ALL)) {
      return places(search, Optional.empty()).size();
    }
    var count = new AtomicInteger();
    scan(search, Optional.empty(), one -> count.incrementAndGet() > 0);
    return count.get();
  }

  /** One of them, by its place. */
  public Optional<Found> get(Position place) throws IOException {
    synchronized (this) {
      forget();
      if (!slips.containsKey(place)) {
        return Optional.empty();
      }
    }
    return journal.read(List.of(place)).stream().flatMap(DeadLetters::found).findFirst();
  }

  private void scan(Search search, Optional<Position> after, Predicate<Found> goesOn)
      throws IOException {
    List<Position> places = places(search, after);
    for (int from = 0; from < places.size(); from += BATCH_MAX) {
      int to = Math.min(places.size(), from + BATCH_MAX);
      boolean more =
          journal.read(places.subList(from, to)).stream()
              .flatMap(DeadLetters::found)
              .filter(one -> fits(search.filter(), one.letter()))
              .allMatch(goesOn);
      if (!more) {
        return;
      }
    }
  }

  private static Stream<Found> found(Entry record) {
    return Records.change(record.event()) instanceof Change.Parked(var letter)
        ? Stream.of(new Found(record.position(), letter))
        : Stream.empty();
  }

  private synchronized List<Position> places(Search search, Optional<Position> after) {
    forget();
    Map<Position, Slip> from = after.isPresent() ? slips.tailMap(after.get(), false) : slips;
    return from.entrySet().stream()
        .filter(slip -> search.covers(slip.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }

  private boolean fits(Filter filter, DeadLetter letter) {
    return filter.equals(Filter.ALL)
        || letter.entry().map(entry -> filter.matches(new Reading(entry, dialects))).orElse(false);
  }
}
