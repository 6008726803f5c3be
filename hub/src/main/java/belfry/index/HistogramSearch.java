package belfry.index;

import belfry.feed.Reading;
import belfry.filter.Facts;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** One histogram: what the index has and what stands behind it. */
final class HistogramSearch {
  private static final int CANDIDATES_MAX = 4096;

  private final Bodies bodies;
  private final Index.Snapshot snapshot;
  private final int verifiedMax;
  private final Cancel cancel;

  HistogramSearch(Bodies bodies, Index.Snapshot snapshot, int verifiedMax, Cancel cancel) {
    this.bodies = bodies;
    this.snapshot = snapshot;
    this.verifiedMax = verifiedMax;
    this.cancel = cancel;
  }

  /** As {@link PageSearch#run}. */
  Histogram run(Selection selection, Histogram.Request request, Optional<TailScan> tail)
      throws IOException, InterruptedException {
    Buckets buckets = Buckets.of(request.since(), request.until(), request.step());
    var tally = new Tally(buckets, request.field());
    var values = new Values(tally);
    if (tail.isPresent()) {
      tail.get()
          .run(
              selection,
              cancel,
              (place, reading) -> {
                values.count(place, reading);
                return true;
              });
    }
    boolean partial = tail.isEmpty();
    if (!snapshot.count(selection, tally, cancel)) {
      partial |= !countCandidates(selection, values);
    }
    return tally.histogram(partial);
  }

  /** Looks at each candidate, newest first; false if there were too many. */
  private boolean countCandidates(Selection selection, Values values) throws IOException {
    Range range = selection.range();
    int looked = 0;
    while (true) {
      Index.Candidates candidates =
          snapshot.candidates(
              selection.within(range),
              Query.Order.NEWEST_FIRST,
              Math.min(CANDIDATES_MAX, verifiedMax - looked),
              cancel);
      List<Place> places = candidates.places();
      for (Reading reading : bodies.of(places, selection)) {
        values.count(Place.of(reading.entry()), reading);
      }
      looked += places.size();
      if (!candidates.more()) {
        return true;
      }
      if (looked >= verifiedMax) {
        return false;
      }
      range = range.after(places.getLast(), Query.Order.NEWEST_FIRST);
    }
  }

  /** Counts single entries. */
  private static final class Values {
    private final Tally tally;
    private final Set<String> here = new HashSet<>();
    private final Consumer<Facts> visitor;

    Values(Tally tally) {
      this.tally = tally;
      visitor = tally.field().map(field -> field.visitor(here::add)).orElse(facts -> {});
    }

    void count(Place place, Reading reading) {
      int bucket = tally.buckets().of(place.recordedNanos());
      tally.add(bucket, 1);
      here.clear();
      visitor.accept(reading);
      for (String value : here) {
        tally.addSum(value, 1);
        tally.add(value, bucket, 1);
      }
    }
  }
}
