package belfry.index;

import belfry.index.Leaf.Docs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.FixedBitSet;
import org.jspecify.annotations.Nullable;

/**
 * Counts over one snapshot.
 *
 * <p>Design: leaves are sorted by time, so a bucket is a stretch of document numbers and its total
 * is a count of bits, or a subtraction if everything matches. Counts by value come from the
 * postings of the field's terms, each walked once, which reads less than a column of values would
 * and needs none on disk: first how often each value occurs, to know which to keep, then these by
 * bucket.
 */
final class Counting {
  private final Selection selection;
  private final Tally tally;
  private final Cancel cancel;

  /** The documents of one bucket in one leaf. */
  private record Stretch(int bucket, int from, int to) {}

  /**
   * One leaf's part.
   *
   * @param docs in range
   * @param matches one bit for each document; null if all in range match
   * @param stretches in the order of the documents
   */
  private record Part(
      Leaf leaf, Docs docs, @Nullable FixedBitSet matches, List<Stretch> stretches) {

    long count(int from, int to) {
      return matches == null ? to - from : matches.cardinality(from, to);
    }

    boolean has(int doc) {
      return matches == null || matches.get(doc);
    }

    boolean isWholeLeaf() {
      return matches == null && docs.from() == 0 && docs.to() == leaf.context.reader().maxDoc();
    }
  }

  Counting(Selection selection, Tally tally, Cancel cancel) {
    this.selection = selection;
    this.tally = tally;
    this.cancel = cancel;
  }

  /** Counts what matches a weight; the weight must be exact. */
  void run(List<Leaf> leaves, Weight weight, Optional<Column> column) throws IOException {
    var parts = new ArrayList<Part>();
    for (Leaf leaf : leaves) {
      Docs docs = leaf.docs(selection.range());
      if (!docs.isEmpty()) {
        cancel.check();
        parts.add(new Part(leaf, docs, matches(leaf, docs, weight), stretches(leaf, docs)));
      }
    }
    for (Part part : parts) {
      for (Stretch stretch : part.stretches()) {
        tally.add(stretch.bucket(), part.count(stretch.from(), stretch.to()));
      }
    }
    if (column.isPresent()) {
      for (Part part : parts) {
        sum(part, column.get());
      }
      Set<String> kept = tally.kept();
      for (Part part : parts) {
        count(part, column.get(), kept);
      }
    }
  }

  private @Nullable FixedBitSet matches(Leaf leaf, Docs docs, Weight weight) throws IOException {
    Bits live = leaf.context.reader().getLiveDocs();
    if (live == null && weight.getQuery() instanceof MatchAllDocsQuery) {
      return null;
    }
    var bits = new FixedBitSet(leaf.context.reader().maxDoc());
    Scorer scorer = weight.scorer(leaf.context);
    if (scorer == null) {
      return bits;
    }
    DocIdSetIterator iterator = scorer.iterator();
    if (iterator.advance(docs.from()) < docs.to()) {
      iterator.intoBitSet(docs.to(), bits, 0);
    }
    if (live != null) {
      live.applyMask(bits, 0);
    }
    return bits;
  }

  private List<Stretch> stretches(Leaf leaf, Docs docs) throws IOException {
    var stretches = new ArrayList<Stretch>();
    for (int from = docs.from(); from < docs.to(); ) {
      int bucket = tally.buckets().of(recorded(leaf, from));
      int to =
          bucket == tally.buckets().count() - 1
              ? docs.to()
              : firstFrom(leaf, tally.buckets().start(bucket + 1), new Docs(from, docs.to()));
      stretches.add(new Stretch(bucket, from, to));
      from = to;
    }
    return stretches;
  }

  /** The first of some documents recorded at or after a time; the end of them if there is none. */
  private static int firstFrom(Leaf leaf, long nanos, Docs docs) throws IOException {
    int low = docs.from();
    int step = 1;
    while (low + step < docs.to() && recorded(leaf, low + step) < nanos) {
      low += step;
      step <<= 1;
    }
    int high = Math.min(docs.to(), low + step);
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (recorded(leaf, middle) >= nanos) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  private static long recorded(Leaf leaf, int doc) throws IOException {
    NumericDocValues values = DocValues.getNumeric(leaf.context.reader(), Leaf.RECORDED);
    if (!values.advanceExact(doc)) {
      throw new IOException("index: document " + doc + " has no time (expected: all have)");
    }
    return values.longValue();
  }

  private void sum(Part part, Column column) throws IOException {
    Terms terms = part.leaf().context.reader().terms(column.name());
    if (terms == null) {
      return;
    }
    TermsEnum each = terms.iterator();
    PostingsEnum postings = null;
    for (BytesRef term = each.next(); term != null; term = each.next()) {
      cancel.check();
      long sum;
      if (part.isWholeLeaf()) {
        sum = each.docFreq();
      } else {
        postings = each.postings(postings, PostingsEnum.NONE);
        sum = count(part, postings);
      }
      if (sum > 0) {
        for (String value : column.values(term)) {
          tally.addSum(value, sum);
        }
      }
    }
  }

  private static long count(Part part, PostingsEnum postings) throws IOException {
    long sum = 0;
    for (int doc = postings.advance(part.docs().from());
        doc < part.docs().to();
        doc = postings.nextDoc()) {
      if (part.has(doc)) {
        sum++;
      }
    }
    return sum;
  }

  private void count(Part part, Column column, Set<String> kept) throws IOException {
    Terms terms = part.leaf().context.reader().terms(column.name());
    if (terms == null) {
      return;
    }
    TermsEnum each = terms.iterator();
    PostingsEnum postings = null;
    for (BytesRef term = each.next(); term != null; term = each.next()) {
      cancel.check();
      List<String> values = column.values(term).stream().filter(kept::contains).toList();
      if (!values.isEmpty()) {
        postings = each.postings(postings, PostingsEnum.NONE);
        count(part, postings, values);
      }
    }
  }

  private void count(Part part, PostingsEnum postings, List<String> values) throws IOException {
    int doc = postings.advance(part.docs().from());
    for (Stretch stretch : part.stretches()) {
      long sum = 0;
      for (; doc < stretch.to(); doc = postings.nextDoc()) {
        if (part.has(doc)) {
          sum++;
        }
      }
      if (sum > 0) {
        for (String value : values) {
          tally.add(value, stretch.bucket(), sum);
        }
      }
    }
  }
}
