package belfry.index;

import belfry.index.Leaf.Docs;
import belfry.index.Leaf.Places;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FilterLeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SegmentReader;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.Bits;

/**
 * One state of the Lucene index.
 *
 * <p>Design: leaves are sorted by place, so the oldest matches of a leaf are its first ones and
 * looking stops with them. For the newest ones a leaf is looked at from its end in windows that
 * grow, since Lucene can only step forward. Leaves are visited in the order asked for, and those
 * that cannot hold anything better than what was found are not touched at all: a common term costs
 * as little as a rare one.
 */
final class LuceneSnapshot implements Index.Snapshot {
  private static final int WINDOW_FIRST = 1 << 12;
  private static final int WINDOW_GROWTH = 8;
  private static final int CHECK_EVERY = 1 << 13;

  private final State state;

  /** Takes over one reference to the reader of the state. */
  LuceneSnapshot(State state) {
    this.state = state;
  }

  /**
   * What is searchable, shared by snapshots.
   *
   * @param next the first offset of each partition that the reader has not; exact, or a search,
   *     which reads what comes behind it from the feed, would find an entry twice or never
   */
  record State(
      DirectoryReader reader,
      IndexSearcher searcher,
      List<Leaf> leaves,
      SortedMap<Integer, Long> next) {

    /**
     * What a reader has.
     *
     * @param atLeast what was added before, of which nothing may be left
     */
    static State of(DirectoryReader reader, SortedMap<Integer, Long> atLeast) throws IOException {
      var leaves = new ArrayList<Leaf>();
      var next = new TreeMap<>(atLeast);
      for (LeafReaderContext context : reader.leaves()) {
        var leaf = new Leaf(context);
        leaves.add(leaf);
        leaf.next().forEach((partition, offset) -> next.merge(partition, offset, Math::max));
      }
      leaves.sort(Comparator.comparing(Leaf::newest).reversed());
      return new State(
          reader, searcher(reader), List.copyOf(leaves), Collections.unmodifiableSortedMap(next));
    }

    private static IndexSearcher searcher(DirectoryReader reader) {
      var searcher = new IndexSearcher(reader);
      searcher.setQueryCache(null);
      return searcher;
    }
  }

  @Override
  public long to(int partition) {
    return state.next().getOrDefault(partition, 0L);
  }

  List<LeafReaderContext> leaves() {
    return state.reader().leaves();
  }

  /** The files it consists of. */
  Stream<Path> files(Path home) throws IOException {
    var names = new ArrayList<String>();
    for (LeafReaderContext leaf : leaves()) {
      if (FilterLeafReader.unwrap(leaf.reader()) instanceof SegmentReader segment) {
        names.addAll(segment.getSegmentInfo().files());
      }
    }
    return names.stream().map(home::resolve);
  }

  @Override
  public Index.Candidates candidates(Selection selection, Query.Order order, int max, Cancel cancel)
      throws IOException {
    Bounds bounds = Translation.of(selection, leaves());
    Weight weight = weight(bounds);
    var found = new Found(order, max);
    List<Leaf> leaves =
        order == Query.Order.NEWEST_FIRST ? state.leaves() : state.leaves().reversed();
    for (Leaf leaf : leaves) {
      Docs docs = leaf.docs(selection.range());
      cancel.check();
      if (docs.isEmpty() || found.beats(leaf)) {
        continue;
      }
      switch (order) {
        case NEWEST_FIRST -> newest(leaf, docs, weight, found, cancel);
        case OLDEST_FIRST -> oldest(leaf, docs, weight, found, cancel);
      }
    }
    return found.candidates(bounds.exact());
  }

  private Weight weight(Bounds bounds) throws IOException {
    IndexSearcher searcher = state.searcher();
    return searcher.createWeight(searcher.rewrite(bounds.may()), ScoreMode.COMPLETE_NO_SCORES, 1);
  }

  private static void oldest(Leaf leaf, Docs docs, Weight weight, Found found, Cancel cancel)
      throws IOException {
    Scorer scorer = weight.scorer(leaf.context);
    if (scorer == null) {
      return;
    }
    DocIdSetIterator matches = scorer.iterator();
    Bits live = leaf.context.reader().getLiveDocs();
    Places places = leaf.places();
    var here = new ArrayList<Place>();
    int seen = 0;
    for (int doc = matches.advance(docs.from());
        doc < docs.to() && here.size() <= found.max;
        doc = matches.nextDoc()) {
      if (live == null || live.get(doc)) {
        here.add(places.at(doc));
      }
      if ((++seen & (CHECK_EVERY - 1)) == 0) {
        cancel.check();
      }
    }
    found.add(here);
  }

  private static void newest(Leaf leaf, Docs docs, Weight weight, Found found, Cancel cancel)
      throws IOException {
    var here = new ArrayList<Place>();
    int window = WINDOW_FIRST;
    for (int to = docs.to(); to > docs.from() && here.size() <= found.max; ) {
      int from = Math.max(docs.from(), to - window);
      Scorer scorer = weight.scorer(leaf.context);
      if (scorer == null) {
        return;
      }
      here.addAll(window(leaf, new Docs(from, to), scorer, found.max, cancel));
      to = from;
      window = window > Integer.MAX_VALUE / WINDOW_GROWTH ? window : window * WINDOW_GROWTH;
    }
    found.add(here);
  }

  /** The last matches among some documents, at most one more than {@code max}, newest first. */
  private static List<Place> window(Leaf leaf, Docs docs, Scorer scorer, int max, Cancel cancel)
      throws IOException {
    DocIdSetIterator matches = scorer.iterator();
    Bits live = leaf.context.reader().getLiveDocs();
    int[] last = new int[max + 1];
    long count = 0;
    int seen = 0;
    for (int doc = matches.advance(docs.from()); doc < docs.to(); doc = matches.nextDoc()) {
      if (live == null || live.get(doc)) {
        last[(int) (count++ % last.length)] = doc;
      }
      if ((++seen & (CHECK_EVERY - 1)) == 0) {
        cancel.check();
      }
    }
    int kept = (int) Math.min(count, last.length);
    Places places = leaf.places();
    var found = new ArrayList<Place>(kept);
    for (long i = count - kept; i < count; i++) {
      found.add(places.at(last[(int) (i % last.length)]));
    }
    return found.reversed();
  }

  @Override
  public boolean count(Selection selection, Tally tally, Cancel cancel) throws IOException {
    Bounds bounds = Translation.of(selection, leaves());
    Optional<Column> column = tally.field().flatMap(Column::of);
    if (!bounds.exact() || tally.field().isPresent() != column.isPresent()) {
      return false;
    }
    if (column.isPresent() && hasOpaque(column.get())) {
      return false;
    }
    new Counting(selection, tally, cancel).run(state.leaves(), weight(bounds), column);
    return true;
  }

  private boolean hasOpaque(Column column) throws IOException {
    return Column.isOpaqueIn(leaves(), column.name());
  }

  @Override
  public void close() {
    try {
      state.reader().decRef();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The best places so far: at most one more than asked for, to know whether there are more. */
  private static final class Found {
    private final int max;
    private final Query.Order order;
    private final Comparator<Place> comparator;
    private List<Place> best = new ArrayList<>();

    Found(Query.Order order, int max) {
      this.order = order;
      this.max = max;
      comparator =
          order == Query.Order.NEWEST_FIRST ? Comparator.reverseOrder() : Comparator.naturalOrder();
    }

    void add(List<Place> more) {
      if (more.isEmpty()) {
        return;
      }
      best.addAll(more);
      best.sort(comparator);
      if (best.size() > max + 1) {
        best = new ArrayList<>(best.subList(0, max + 1));
      }
    }

    /** Whether a leaf has nothing that could still come in. */
    boolean beats(Leaf leaf) {
      Place first = order == Query.Order.NEWEST_FIRST ? leaf.newest() : leaf.oldest();
      return best.size() > max && comparator.compare(best.getLast(), first) < 0;
    }

    Index.Candidates candidates(boolean exact) {
      boolean more = best.size() > max;
      return new Index.Candidates(more ? best.subList(0, max) : best, exact, more);
    }
  }
}
