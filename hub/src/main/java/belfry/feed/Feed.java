package belfry.feed;

import belfry.event.JournalId;
import belfry.event.Position;
import belfry.format.Dialects;
import belfry.journal.Journal;
import belfry.metrics.Metrics;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The shared reading of the journal. Everything after the journal is a {@link FeedReader}: a
 * position, not a thread and not a queue.
 *
 * <p>Design: for each partition one thread reads and decodes the journal once into a ring that is
 * bounded by bytes. Readers copy references out of it at their own pace without a lock, so the
 * number of readers costs nothing but their own looking, and a reader that does not look costs
 * nothing at all: it holds no entries. Those who wait for a match sleep at the router, which wakes
 * only those concerned. Whoever is behind the ring follows one of a few catch-up scans through the
 * journal, the same kind of window, and changes over to the ring by offset, without a seam. See
 * {@code docs/adr/0008-feed-and-ring.md}.
 */
public final class Feed implements AutoCloseable {
  /** Most bytes that the ring of one partition holds, encoded dialects included. */
  public static final long BYTES_MAX = 64L << 20;

  /** Most entries that the ring of one partition holds. A power of two. */
  public static final int SLOTS = 1 << 17;

  /**
   * How much one ring holds.
   *
   * @param slots most entries, a power of two
   * @param bytesMax most bytes
   */
  record Bounds(int slots, long bytesMax) {}

  private static final Bounds BOUNDS = new Bounds(SLOTS, BYTES_MAX);

  private final Journal journal;
  private final SortedMap<Integer, PartitionFeed> partitions = new TreeMap<>();
  private final CatchUp catchUp;
  private volatile boolean closed;

  private Feed(Journal journal, Dialects dialects, Bounds bounds) {
    this.journal = journal;
    this.catchUp = new CatchUp(journal);
    for (Journal.Partition partition : journal.partitions()) {
      partitions.put(partition.number(), new PartitionFeed(journal, partition, dialects, bounds));
    }
  }

  /** A feed of all partitions there are, running: its rings begin at the journal's end. */
  public static Feed open(Journal journal, Dialects dialects, Metrics metrics) {
    return open(journal, dialects, BOUNDS, metrics);
  }

  static Feed open(Journal journal, Dialects dialects, Bounds bounds, Metrics metrics) {
    var feed = new Feed(journal, dialects, bounds);
    feed.register(metrics);
    feed.partitions.values().forEach(PartitionFeed::start);
    return feed;
  }

  private void register(Metrics metrics) {
    partitions.forEach(
        (number, feed) -> {
          var labels = Map.of("partition", Integer.toString(number));
          metrics.gauge(
              "belfry_feed_ring_bytes",
              "Bytes the ring holds, encoded dialects included.",
              labels,
              feed.ring()::bytes);
          metrics.gauge(
              "belfry_feed_ring_entries", "Entries in the ring.", labels, feed.ring()::size);
          metrics.gauge("belfry_feed_readers", "Readers of the feed.", labels, feed.router()::size);
          metrics.gauge(
              "belfry_feed_next_offset",
              "First offset that the feed has not read.",
              labels,
              feed.ring()::next);
        });
    metrics.gauge("belfry_feed_scans", "Catch-up scans running.", Map.of(), catchUp::running);
  }

  public JournalId journal() {
    return journal.id();
  }

  /** The numbers of the partitions, sorted. */
  public List<Integer> partitions() {
    return List.copyOf(partitions.keySet());
  }

  /** For each partition the offset after the newest durable entry, now. */
  public SortedMap<Integer, Long> ends() {
    var ends = new TreeMap<Integer, Long>();
    for (Journal.Partition partition : journal.partitions()) {
      ends.put(partition.number(), partition.end());
    }
    return ends;
  }

  /** For each partition the oldest offset that is left, now. */
  public SortedMap<Integer, Long> oldest() {
    var oldest = new TreeMap<Integer, Long>();
    for (Journal.Partition partition : journal.partitions()) {
      oldest.put(partition.number(), partition.oldest());
    }
    return oldest;
  }

  /** A reader of all entries of one partition, from a position on. */
  public FeedReader reader(Position from) {
    var next = new TreeMap<Integer, Long>();
    next.put(from.partition(), from.offset());
    return reader(next, Interest.ALL);
  }

  /**
   * A reader of some partitions.
   *
   * @param next the first offset to read, by partition; partitions that are not named are not read
   * @throws IllegalArgumentException if there is no such partition
   */
  public FeedReader reader(SortedMap<Integer, Long> next, Interest interest) {
    var signal = new Signal();
    var readers =
        next.entrySet().stream()
            .map(
                entry ->
                    new PartitionReader(
                        partition(entry.getKey()), catchUp, interest, signal, entry.getValue()))
            .toList();
    return new FeedReader(this, readers, signal);
  }

  private PartitionFeed partition(int number) {
    PartitionFeed feed = partitions.get(number);
    if (feed == null) {
      throw new IllegalArgumentException(
          "partition: " + number + " (expected: one of " + partitions.keySet() + ")");
    }
    return feed;
  }

  boolean closed() {
    return closed;
  }

  /** Stops reading. Readers that wait return empty-handed. The journal stays open. */
  @Override
  public void close() {
    closed = true;
    catchUp.close();
    partitions.values().forEach(PartitionFeed::stop);
    partitions.values().forEach(PartitionFeed::close);
  }
}
