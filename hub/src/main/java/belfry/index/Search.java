package belfry.index;

import belfry.event.InvalidCursor;
import belfry.feed.Feed;
import belfry.feed.Reading;
import belfry.filter.Expression.Equal;
import belfry.filter.Expression.Operand;
import belfry.filter.Field;
import belfry.filter.Filter;
import belfry.filter.View;
import belfry.format.Dialects;
import belfry.journal.Busy;
import belfry.journal.Journal;
import belfry.metrics.Counter;
import belfry.metrics.Metrics;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.store.AlreadyClosedException;

/**
 * Finds entries: the way everybody searches.
 *
 * <p>Design: the index gives candidates, the journal their bodies, and the filter's predicate has
 * the last word, so a result never depends on what the index can express. From where the index ends
 * the feed is scanned up to the journal's end, so everybody reads their writes and nobody waits for
 * the index. Times in queries are recorded times, ranges are half-open, and the order is the one of
 * the journal: what a producer says in {@code time} is asked for by a filter. Thread-safe.
 */
public final class Search implements AutoCloseable {
  /** Most entries behind the index that a search scans. With more it waits, then is partial. */
  public static final int SCANNED_MAX = 200_000;

  /** Most entries behind the index that {@link #find} scans, as it looks at the envelope only. */
  public static final int FIND_SCANNED_MAX = 2_000_000;

  /**
   * Most candidates that one search looks at when the index cannot tell by itself. Past that a page
   * ends early, with a cursor to go on, and a histogram is partial.
   */
  public static final int VERIFIED_MAX = 100_000;

  /** How long a search waits for an index that is too far behind. */
  public static final Duration LAG_WAIT = Duration.ofSeconds(2);

  private final Index index;
  private final Feed feed;
  private final Journal journal;
  private final Dialects dialects;
  private final SearchLimits limits;
  private final SearchPool pool;
  private final Counter searches;
  private final Counter refused;
  private final Counter partials;

  /**
   * A search on so many threads; as many as there are cores is right.
   *
   * @param journal the one that the index and the feed are of
   */
  public Search(
      LuceneIndex index,
      Feed feed,
      Journal journal,
      Dialects dialects,
      Metrics metrics,
      int threads) {
    this(index, feed, journal, dialects, metrics, threads, SearchLimits.DEFAULT);
  }

  Search(
      Index index,
      Feed feed,
      Journal journal,
      Dialects dialects,
      Metrics metrics,
      int threads,
      SearchLimits limits) {
    this.limits = limits;
    this.index = index;
    this.feed = feed;
    this.journal = journal;
    this.dialects = dialects;
    pool = new SearchPool(threads);
    searches = metrics.counter("belfry_searches_total", "Searches and histograms asked for.");
    refused = metrics.counter("belfry_searches_refused_total", "Searches refused as too many.");
    partials = metrics.counter("belfry_searches_partial_total", "Searches answered in part.");
    metrics.gauge(
        "belfry_searches_waiting", "Searches waiting for a thread.", Map.of(), pool::waiting);
  }

  /**
   * One page.
   *
   * @throws InvalidCursor if {@link Query#after} is not the next of a page in this order
   * @throws Busy if too many searches wait, or the index was found damaged
   * @throws InterruptedException if the caller stops waiting; the search ends soon after
   */
  public Page search(View view, Query query)
      throws IOException, Busy, InvalidCursor, InterruptedException {
    Range range = Range.of(query.since(), query.until());
    if (query.after().isPresent()) {
      PageCursor cursor = PageCursor.decode(query.after().get(), journal.id(), query.order());
      range = range.after(cursor.last(), query.order());
    }
    var selection = new Selection(view, query.filter(), range);
    awaitIndex();
    Page page =
        run(
            (snapshot, ends, cancel) ->
                new PageSearch(bodies(), snapshot, limits.verified(), cancel)
                    .run(selection, query, tail(snapshot, ends, limits.scanned())));
    return count(page, page.partial());
  }

  /** Counts by time and by a field; throws as {@link #search}. */
  public Histogram histogram(View view, Histogram.Request request)
      throws IOException, Busy, InterruptedException {
    Range range = Range.of(Optional.of(request.since()), Optional.of(request.until()));
    var selection = new Selection(view, request.filter(), range);
    awaitIndex();
    Histogram histogram =
        run(
            (snapshot, ends, cancel) ->
                new HistogramSearch(bodies(), snapshot, limits.verified(), cancel)
                    .run(selection, request, tail(snapshot, ends, limits.scanned())));
    return count(histogram, histogram.partial());
  }

  /**
   * The first entry with this id that the view lets through; found as soon as it is journaled.
   *
   * @throws Busy if the index is so far behind that nobody can tell, or as {@link #search}
   */
  public Optional<Reading> find(View view, String id)
      throws IOException, Busy, InterruptedException {
    var tree = new Equal(new Operand(Field.ID, ""), List.of(id));
    var selection = new Selection(view, Filter.of(tree), Range.ALL);
    var query =
        new Query(
            selection.filter(),
            Optional.empty(),
            Optional.empty(),
            Query.Order.OLDEST_FIRST,
            1,
            Optional.empty());
    Page page =
        run(
            (snapshot, ends, cancel) ->
                new PageSearch(bodies(), snapshot, limits.verified(), cancel)
                    .run(selection, query, tail(snapshot, ends, limits.findScanned())));
    if (page.entries().isEmpty() && page.partial()) {
      throw new Busy(
          "search: the index is more than "
              + limits.findScanned()
              + " entries behind (expected: to catch up, see belfry_index_lag_entries)",
          LAG_WAIT);
    }
    return page.entries().stream().findFirst();
  }

  /** What is behind a snapshot; empty if that is too much. */
  private Optional<TailScan> tail(
      Index.Snapshot snapshot, SortedMap<Integer, Long> ends, int entriesMax) {
    return Optional.of(new TailScan(feed, snapshot, ends))
        .filter(tail -> tail.size() <= entriesMax);
  }

  private Bodies bodies() {
    return new Bodies(journal, dialects);
  }

  private <T> T count(T result, boolean partial) {
    if (partial) {
      partials.add();
    }
    return result;
  }

  /** What runs on one state of the index, up to these ends of the journal. */
  private interface Task<T> {
    T run(Index.Snapshot snapshot, SortedMap<Integer, Long> ends, Cancel cancel)
        throws IOException, InterruptedException;
  }

  private <T> T run(Task<T> task) throws IOException, Busy, InterruptedException {
    searches.add();
    // Before the snapshot: what is journaled until now is covered by one or the other.
    SortedMap<Integer, Long> ends = feed.ends();
    try {
      return pool.run(
          cancel -> {
            try (Index.Snapshot snapshot = index.snapshot()) {
              return task.run(snapshot, ends, cancel);
            } catch (CorruptIndexException | AlreadyClosedException e) {
              index.suspect();
              throw new Busy("search: the index is damaged and made again", LAG_WAIT);
            }
          });
    } catch (Busy e) {
      refused.add();
      throw e;
    }
  }

  private void awaitIndex() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + limits.lagWait().toNanos();
    while (true) {
      try (Index.Snapshot snapshot = index.snapshot()) {
        if (new TailScan(feed, snapshot, feed.ends()).size() <= limits.scanned()) {
          return;
        }
      }
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        return;
      }
      index.awaitRefresh(Duration.ofNanos(left));
    }
  }

  /** Lets searches that run finish; later ones are refused. */
  @Override
  public void close() {
    pool.close();
  }
}
