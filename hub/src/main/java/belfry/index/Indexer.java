package belfry.index;

import belfry.event.Position;
import belfry.feed.Feed;
import belfry.feed.FeedReader;
import belfry.feed.Interest;
import belfry.journal.Expired;
import belfry.metrics.Counter;
import belfry.metrics.Metrics;
import belfry.os.Priority;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.lucene.store.AlreadyClosedException;

/**
 * Follows the feed and keeps the index up: one platform thread, since it computes all the time,
 * between a {@link ReadAhead} that decodes what comes next and a {@link Refresher} that makes
 * searchable what was added. Ingest never waits for them, nor for a processor that they hold: they
 * run where others do not want to. How far the index is behind is a gauge.
 *
 * <p>What it added becomes searchable as soon as it has nothing to do, and at least once a second.
 * An index that is damaged, incomplete or cannot be written is thrown away and made again from the
 * journal, later and later if that keeps failing.
 */
public final class Indexer implements AutoCloseable {
  /** Longest time between adding and being searchable by the index alone. */
  static final Duration REFRESH = Duration.ofSeconds(1);

  /** Time without new entries after which what was added is made searchable. */
  static final Duration QUIET = Duration.ofMillis(100);

  /** Time between two looks at whether the files are there and what has expired. */
  static final Duration UPKEEP = Duration.ofSeconds(5);

  private static final Duration RETRY_FIRST = Duration.ofMillis(100);
  private static final Duration RETRY_MAX = Duration.ofMinutes(1);
  private static final System.Logger LOG = System.getLogger(Indexer.class.getName());

  private final LuceneIndex index;
  private final Feed feed;
  private final Counter added;
  private final Counter rebuilds;
  private final Counter unreadable;
  private final SortedMap<Integer, Long> expired = new TreeMap<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;
  private volatile SortedMap<Integer, Long> next = new TreeMap<>();
  private Duration retry = RETRY_FIRST;
  private long refreshed = System.nanoTime();
  private long lookedAfter = System.nanoTime();

  private Indexer(LuceneIndex index, Feed feed, Metrics metrics) {
    this.index = index;
    this.feed = feed;
    added = metrics.counter("belfry_index_added_total", "Entries added to the index.");
    rebuilds = metrics.counter("belfry_index_rebuilds_total", "Times the index was made again.");
    unreadable =
        metrics.counter(
            "belfry_index_unreadable_total", "Times the journal could not be read for the index.");
    for (int partition : feed.partitions()) {
      metrics.gauge(
          "belfry_index_lag_entries",
          "Offsets of the journal that the index has not added.",
          Map.of("partition", Integer.toString(partition)),
          () -> lag(partition));
    }
    thread = Thread.ofPlatform().name("indexer").unstarted(this::run);
  }

  /** Begins to follow the feed from where the index ends. Close it before the index. */
  public static Indexer start(LuceneIndex index, Feed feed, Metrics metrics) {
    var indexer = new Indexer(index, feed, metrics);
    indexer.thread.start();
    return indexer;
  }

  /** How many offsets of a partition are not added yet. */
  public long lag(int partition) {
    long end = feed.ends().getOrDefault(partition, 0L);
    return Math.max(0, end - next.getOrDefault(partition, 0L));
  }

  /** Whether it still runs: it ends only by {@link #close} or by a bug of ours. */
  public boolean isRunning() {
    return thread.isAlive();
  }

  private void run() {
    Priority.BACKGROUND.take();
    try {
      boolean unchecked = true;
      while (isOpen()) {
        try {
          if (unchecked) {
            index.check();
            unchecked = false;
          }
          follow();
        } catch (IOException | AlreadyClosedException e) {
          rebuild(e);
        }
      }
      index.refresh();
      index.commit();
    } catch (InterruptedException e) {
      LOG.log(System.Logger.Level.DEBUG, "indexer interrupted");
    } catch (IOException | AlreadyClosedException e) {
      LOG.log(
          System.Logger.Level.WARNING, "index not committed, it catches up at the next start", e);
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "indexer stopped by a bug, searches are partial", e);
    }
  }

  private boolean isOpen() {
    return closing.getCount() > 0;
  }

  /** Adds what comes until it is closed or the reader has to be opened again. */
  private void follow() throws IOException, InterruptedException {
    try (FeedReader reader = feed.reader(start(), Interest.ALL);
        ReadAhead ahead = new ReadAhead(reader, unreadable, QUIET);
        Refresher refresher = new Refresher(index)) {
      while (isOpen()) {
        ReadAhead.Batch batch = ahead.take();
        add(batch);
        if (batch.readings().isEmpty() || isOlderThan(refreshed, REFRESH)) {
          refresher.begin();
          refreshed = System.nanoTime();
        }
        if (isOlderThan(lookedAfter, UPKEEP)) {
          upkeep();
        }
      }
    } catch (Expired e) {
      // Retention was faster: the next reader begins at what is left.
      LOG.log(System.Logger.Level.WARNING, "index overtaken by retention: " + e.getMessage());
    }
  }

  private void add(ReadAhead.Batch batch) throws IOException {
    index.add(batch.readings());
    added.add(batch.readings().size());
    next = batch.next();
    if (!batch.readings().isEmpty()) {
      retry = RETRY_FIRST;
    }
  }

  private SortedMap<Integer, Long> start() {
    var start = new TreeMap<Integer, Long>();
    feed.oldest()
        .forEach((partition, oldest) -> start.put(partition, Math.max(oldest, at(partition))));
    next = start;
    return start;
  }

  private long at(int partition) {
    return index.next(partition);
  }

  private static boolean isOlderThan(long nanos, Duration age) {
    return System.nanoTime() - nanos >= age.toNanos();
  }

  private void upkeep() throws IOException {
    lookedAfter = System.nanoTime();
    if (!index.isSound()) {
      throw new IOException("index: damaged or incomplete (expected: all files, whole)");
    }
    for (Map.Entry<Integer, Long> oldest : feed.oldest().entrySet()) {
      if (oldest.getValue() > expired.getOrDefault(oldest.getKey(), 0L)) {
        index.expire(new Position(oldest.getKey(), oldest.getValue()));
        expired.put(oldest.getKey(), oldest.getValue());
      }
    }
  }

  private void rebuild(Exception cause) throws InterruptedException {
    LOG.log(System.Logger.Level.WARNING, "index is made again: " + cause.getMessage());
    rebuilds.add();
    while (isOpen()) {
      try {
        index.rebuild();
        return;
      } catch (IOException | AlreadyClosedException e) {
        LOG.log(System.Logger.Level.WARNING, "index cannot be made: " + e.getMessage());
      }
      if (closing.await(retry.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
      retry = retry.multipliedBy(2).compareTo(RETRY_MAX) < 0 ? retry.multipliedBy(2) : RETRY_MAX;
    }
  }

  /** Commits what was added and ends the thread; gives up waiting when interrupted. */
  @Override
  public void close() {
    closing.countDown();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
