package belfry.index;

import belfry.event.Position;
import belfry.feed.Reading;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * A disposable index over the journal. Adding twice is adding once. One thread writes; any number
 * of threads take snapshots and may tell what they suspect.
 */
interface Index extends AutoCloseable {
  /** The first offset of a partition that was not added yet: where adding goes on. */
  long next(int partition);

  /** Adds entries in the order of their partitions; those that it has already are passed over. */
  void add(List<Reading> readings) throws IOException;

  /** Makes searchable what was added. */
  void refresh() throws IOException;

  /** Forgets, sooner or later, what stands before this position in its partition. */
  void expire(Position oldest) throws IOException;

  /** Tells that a search met damage, so that the index is made again. */
  void suspect();

  /** Waits until the next {@link #refresh}, at most {@code wait}. */
  void awaitRefresh(Duration wait) throws InterruptedException;

  /** What is searchable now, and stays so until the snapshot is closed. */
  Snapshot snapshot() throws IOException;

  @Override
  void close() throws IOException;

  /** One state of the index. Thread-safe. */
  interface Snapshot extends AutoCloseable {
    /** The first offset of a partition that it does not cover. */
    long to(int partition);

    /**
     * The first {@code max} places of the selection, in the order asked for; see {@link
     * Candidates#exact}.
     */
    Candidates candidates(Selection selection, Query.Order order, int max, Cancel cancel)
        throws IOException;

    /**
     * Adds what it has of the selection to a tally.
     *
     * @return false, with the tally as it was, if the index alone cannot tell
     */
    boolean count(Selection selection, Tally tally, Cancel cancel) throws IOException;

    @Override
    void close();
  }

  /**
   * Places that may belong to a selection, none left out between the first and the last.
   *
   * @param places in the order asked for
   * @param exact whether all of them belong to it; otherwise the filter has to look at each
   * @param more whether there are more behind the last
   */
  record Candidates(List<Place> places, boolean exact, boolean more) {
    public Candidates {
      places = List.copyOf(places);
    }
  }
}
