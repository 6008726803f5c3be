package belfry.index;

import belfry.feed.Reading;
import belfry.index.Query.Order;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One page: what the index has and what stands behind it, in one order. */
final class PageSearch {
  private static final int CANDIDATES_MAX = 4096;

  private final Bodies bodies;
  private final Index.Snapshot snapshot;
  private final int verifiedMax;
  private final Cancel cancel;

  PageSearch(Bodies bodies, Index.Snapshot snapshot, int verifiedMax, Cancel cancel) {
    this.bodies = bodies;
    this.snapshot = snapshot;
    this.verifiedMax = verifiedMax;
    this.cancel = cancel;
  }

  /** The first of a selection, at most one more than asked for. */
  private static final class First {
    private final TreeMap<Place, Reading> found;
    private final int max;

    First(Order order, int max) {
      Comparator<Place> natural = Comparator.naturalOrder();
      found = new TreeMap<>(order == Order.NEWEST_FIRST ? natural.reversed() : natural);
      this.max = max;
    }

    /** Returns false if it came too late to be among the first. */
    boolean add(Place place, Reading reading) {
      found.put(place, reading);
      return found.size() <= max || !found.pollLastEntry().getKey().equals(place);
    }

    boolean isFull() {
      return found.size() == max;
    }

    void dropAfter(Place last) {
      found.tailMap(last, false).clear();
    }
  }

  /**
   * Runs it.
   *
   * @param tail what stands behind the index; empty if that is too much, so the page is partial
   */
  Page run(Selection selection, Query query, Optional<TailScan> tail)
      throws IOException, InterruptedException {
    var first = new First(query.order(), query.limit() + 1);
    if (tail.isPresent()) {
      boolean newestFirst = query.order() == Order.NEWEST_FIRST;
      tail.get()
          .run(selection, cancel, (place, reading) -> first.add(place, reading) || newestFirst);
    }
    Optional<Place> stopped = candidates(selection, query.order(), first);
    stopped.ifPresent(first::dropAfter);
    return page(query, first, stopped, tail.isEmpty());
  }

  /** Adds what the index has; returns how far it looked if it stopped before the end. */
  private Optional<Place> candidates(Selection selection, Order order, First first)
      throws IOException {
    Range range = selection.range();
    int looked = 0;
    int want = first.max;
    while (true) {
      Index.Candidates candidates =
          snapshot.candidates(selection.within(range), order, want, cancel);
      List<Place> places = candidates.places();
      boolean late = false;
      for (Reading reading : bodies.of(places, selection)) {
        late = !first.add(Place.of(reading.entry()), reading);
      }
      looked += places.size();
      if (!candidates.more() || places.isEmpty()) {
        return Optional.empty();
      }
      Place last = places.getLast();
      if (late
          || (first.isFull()
              && first.found.comparator().compare(last, first.found.lastKey()) >= 0)) {
        return Optional.empty();
      }
      if (looked >= verifiedMax) {
        return Optional.of(last);
      }
      range = range.after(last, order);
      want = Math.min(Math.min(CANDIDATES_MAX, want * 4), verifiedMax - looked);
    }
  }

  private Page page(Query query, First first, Optional<Place> stopped, boolean partial) {
    var readings = new ArrayList<Reading>();
    Optional<Place> last = stopped;
    for (Map.Entry<Place, Reading> entry : first.found.entrySet()) {
      if (readings.size() == query.limit()) {
        break;
      }
      readings.add(entry.getValue());
      if (readings.size() == query.limit()) {
        last = first.isFull() ? Optional.of(entry.getKey()) : stopped;
      }
    }
    Optional<String> next =
        last.map(place -> new PageCursor(query.order(), place).encoded(bodies.journal().id()));
    return new Page(readings, next, partial);
  }
}
