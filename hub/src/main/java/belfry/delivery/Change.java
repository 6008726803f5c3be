package belfry.delivery;

import belfry.event.Position;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What happened to one subscription, as the delivery journal keeps it. Its {@link Standing} is the
 * sum of its changes and of nothing else.
 */
sealed interface Change {
  /**
   * The bookmark: everything before it is delivered, deferred or parked.
   *
   * @param next by partition, the first offset that is not
   * @param busy whether it counts for this subscription even if the bookmark of the idle ones is
   *     further
   */
  record Moved(SortedMap<Integer, Long> next, boolean busy) implements Change {
    public Moved {
      next = Collections.unmodifiableSortedMap(new TreeMap<>(next));
    }
  }

  /** These wait behind what is deferred of a key, or begin it. */
  record Deferred(String key, List<Position> positions) implements Change {
    public Deferred {
      positions = List.copyOf(positions);
    }
  }

  /** The first deferred entry of a key has been tried in vain, so often, and will be at a time. */
  record Tried(String key, int attempts, Instant first, Instant due, String reason)
      implements Change {}

  /** The first so many of a deferred key are delivered or parked; the next may be tried at once. */
  record Resumed(String key, int count, Instant due) implements Change {}

  /** The destination is back: everything deferred may be tried from now on. */
  record Recovered(Instant now) implements Change {}

  record Parked(DeadLetter letter) implements Change {}

  /** A dead letter is settled: redelivered or thrown away. By its place in this journal. */
  record Unparked(Position letter) implements Change {}

  /**
   * @param left how many attempts before these are not written down one by one
   */
  record Attempted(List<Attempt> attempts, long left) implements Change {
    public Attempted {
      attempts = List.copyOf(attempts);
    }
  }

  record Disabled(String reason) implements Change {}

  record Enabled() implements Change {}

  /** It is the standing of a replay, which begins now. */
  record Began(Replay replay) implements Change {}

  /** So many more entries of a replay were delivered, or became dead letters. */
  record Counted(long delivered, long parked) implements Change {}

  /** A replay has ended. */
  record Ended(Replay.State state, Instant at) implements Change {}

  /** Nothing that was before counts: it was deleted, or its whole standing follows. */
  record Cleared(boolean deleted) implements Change {}
}
