package belfry.source;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** Ability of a source: it knows how far behind it is. */
public interface Measured {
  /** As it is now. Called by any thread. */
  Measures measures();

  /**
   * How a source does.
   *
   * @param waiting events that were read and are not yet on disk
   * @param lost events known to be lost since the start, by a word for the reason; each is in a gap
   *     event, or will be
   * @param refused events of senders that may not send, since the start, by sender
   */
  record Measures(long waiting, SortedMap<String, Long> lost, SortedMap<String, Long> refused) {
    /** Of a source that does not measure itself. */
    public static final Measures NONE = new Measures(0, new TreeMap<>(), new TreeMap<>());

    public Measures {
      lost = Collections.unmodifiableSortedMap(new TreeMap<>(lost));
      refused = Collections.unmodifiableSortedMap(new TreeMap<>(refused));
    }
  }
}
