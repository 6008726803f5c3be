package belfry.index;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.DocValuesSkipper;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;

/**
 * A segment of the index: documents sorted by their places, so a stretch of the order everywhere is
 * a stretch of document numbers.
 */
final class Leaf {
  static final String RECORDED = "recorded_time";
  static final String PARTITION = "partition";
  static final String OFFSET = "offset";

  final LeafReaderContext context;
  private final Place newest;
  private final Place oldest;

  /**
   * Documents of a leaf.
   *
   * @param from inclusive
   * @param to exclusive
   */
  record Docs(int from, int to) {
    boolean isEmpty() {
      return from >= to;
    }
  }

  Leaf(LeafReaderContext context) throws IOException {
    this.context = context;
    oldest = place(0);
    newest = place(context.reader().maxDoc() - 1);
  }

  /**
   * The first offset of each partition behind what is here. Within one partition places rise with
   * offsets, so the last document tells; with several all are looked at.
   */
  Map<Integer, Long> next() throws IOException {
    DocValuesSkipper partitions = context.reader().getDocValuesSkipper(PARTITION);
    if (partitions != null && partitions.minValue() == partitions.maxValue()) {
      return Map.of(newest.partition(), newest.offset() + 1);
    }
    var next = new HashMap<Integer, Long>();
    Places places = places();
    for (int doc = 0; doc < context.reader().maxDoc(); doc++) {
      Place place = places.at(doc);
      next.merge(place.partition(), place.offset() + 1, Math::max);
    }
    return next;
  }

  Place newest() {
    return newest;
  }

  Place oldest() {
    return oldest;
  }

  /** The documents whose places are in a range. */
  Docs docs(Range range) throws IOException {
    int size = context.reader().maxDoc();
    if (newest.compareTo(range.from()) < 0) {
      return new Docs(size, size);
    }
    int from = oldest.compareTo(range.from()) >= 0 ? 0 : firstNotBefore(range.from(), 0);
    int to = newest.compareTo(range.to()) < 0 ? size : firstNotBefore(range.to(), from);
    return new Docs(from, to);
  }

  /** The first document from {@code low} on that does not stand before a place; else the size. */
  private int firstNotBefore(Place place, int low) throws IOException {
    int high = context.reader().maxDoc();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (place(middle).compareTo(place) >= 0) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  private Place place(int doc) throws IOException {
    return places().at(doc);
  }

  /** A fresh look at the places of documents, to be asked in rising order. */
  Places places() throws IOException {
    var reader = context.reader();
    return new Places(
        DocValues.getNumeric(reader, RECORDED),
        DocValues.getNumeric(reader, PARTITION),
        DocValues.getNumeric(reader, OFFSET));
  }

  /** Reads places of documents in rising order. */
  record Places(NumericDocValues recorded, NumericDocValues partitions, NumericDocValues offsets) {
    Place at(int doc) throws IOException {
      return new Place(
          value(recorded, doc), Math.toIntExact(value(partitions, doc)), value(offsets, doc));
    }

    private static long value(NumericDocValues values, int doc) throws IOException {
      if (!values.advanceExact(doc)) {
        throw new IOException("index: document " + doc + " has no place (expected: all have)");
      }
      return values.longValue();
    }
  }
}
