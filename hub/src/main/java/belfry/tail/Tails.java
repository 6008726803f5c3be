package belfry.tail;

import static java.util.Objects.requireNonNull;

import belfry.event.Cursor;
import belfry.feed.Feed;
import belfry.feed.FeedReader;
import belfry.feed.Interest;
import belfry.filter.Filter;
import belfry.filter.View;
import belfry.journal.Journal;
import belfry.metrics.Metrics;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Opens live readers on a feed, and ends them when the hub stops. Thread-safe. */
public final class Tails implements AutoCloseable {
  /**
   * How many entries a reader may fall behind the best it ever was before it is ended. It holds no
   * memory meanwhile; but who is that late had better know.
   */
  public static final long BEHIND_MAX = 1 << 20;

  private final Journal journal;
  private final Feed feed;
  private final long behindMax;
  private final Set<FeedTail> open = ConcurrentHashMap.newKeySet();
  private volatile boolean stopping;

  public Tails(Journal journal, Feed feed, Metrics metrics) {
    this(journal, feed, metrics, BEHIND_MAX);
  }

  /**
   * @param behindMax in place of {@link #BEHIND_MAX}
   */
  public Tails(Journal journal, Feed feed, Metrics metrics, long behindMax) {
    this.journal = requireNonNull(journal, "journal");
    this.feed = requireNonNull(feed, "feed");
    this.behindMax = behindMax;
    metrics.gauge("belfry_tails", "Live readers.", Map.of(), open::size);
  }

  /** As {@link #open(Supplier, Filter, Start)}, with rights that stay as they are. */
  public Tail open(View view, Filter filter, Start start) throws IOException {
    return open(() -> view, filter, start);
  }

  /**
   * A live reader of all partitions. Nothing that is appended after this returns is missed.
   *
   * @param view asked again for each entry, so narrowed rights hold at once
   * @throws IOException if the journal cannot be read
   */
  public Tail open(Supplier<View> view, Filter filter, Start start) throws IOException {
    FeedReader reader = feed.reader(offsets(start), new Interest(filter, view));
    var tail = new FeedTail(this, feed, reader, behindMax);
    open.add(tail);
    if (stopping) {
      tail.stop();
    }
    return tail;
  }

  private SortedMap<Integer, Long> offsets(Start start) throws IOException {
    return switch (start) {
      case Start.Now() -> feed.ends();
      case Start.Oldest() -> feed.oldest();
      case Start.At(Cursor cursor) -> {
        var offsets = new TreeMap<Integer, Long>();
        for (int partition : feed.partitions()) {
          offsets.put(partition, cursor.next(partition));
        }
        yield offsets;
      }
      case Start.Since(var time) -> {
        var offsets = new TreeMap<Integer, Long>();
        for (int partition : feed.partitions()) {
          offsets.put(partition, journal.find(partition, time).offset());
        }
        yield offsets;
      }
    };
  }

  void closed(FeedTail tail) {
    open.remove(tail);
  }

  /** Lets every reader read what there is now; then they end. */
  @Override
  public void close() {
    stopping = true;
    open.forEach(FeedTail::stop);
  }
}
