package belfry.sink.loki;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One entry of a stream.
 *
 * @param labels what names the stream
 * @param nanos when it happened, in nanoseconds since 1970
 * @param line its text
 */
record Item(SortedMap<String, String> labels, long nanos, String line) {
  Item {
    labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
  }
}
