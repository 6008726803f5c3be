package belfry.delivery;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What happened to one subscription and is not durable yet. A change counts in the {@link Standing}
 * at once; here it waits for the next group write. Not thread-safe.
 */
final class Pending {
  /** Changes that wait to be written; at that nothing new is begun. */
  static final int CHANGES_MAX = 10_000;

  /** Data of dead letters that waits to be written; at that nothing new is begun. */
  static final long PARKED_BYTES_MAX = 8L << 20;

  /** Attempts written down one by one in one group write; of more, only the number. */
  static final int ATTEMPTS_MAX = 200;

  /** Attempts of which one group write keeps what they were on the wire: the first ones. */
  static final int EXCHANGES_MAX = 50;

  private final Standing standing;
  private final List<Change> changes = new ArrayList<>();
  private final Deque<Attempt> attempts = new ArrayDeque<>();
  private long attemptsLeft;
  private int exchanges;
  private long parkedBytes;
  private long delivered;
  private long parked;
  private Optional<DeadLetter> lastParked = Optional.empty();
  private boolean unwritten;

  Pending(Standing standing) {
    this.standing = standing;
  }

  void add(Change change) {
    standing.apply(change);
    changes.add(change);
    if (change instanceof Change.Parked(var letter)) {
      lastParked = Optional.of(letter);
      parkedBytes += letter.entry().map(entry -> entry.event().data().size()).orElse(0);
      parked++;
    }
  }

  void add(Attempt attempt) {
    attempts.add(attempt);
    exchanges += attempt.exchange().isPresent() ? 1 : 0;
    if (attempt.result() == Attempt.Result.DELIVERED) {
      delivered += attempt.entries();
    }
    if (attempts.size() > ATTEMPTS_MAX) {
      attempts.remove();
      attemptsLeft++;
    }
  }

  boolean isEmpty() {
    return changes.isEmpty() && attempts.isEmpty();
  }

  boolean isFull() {
    return changes.size() >= CHANGES_MAX || parkedBytes >= PARKED_BYTES_MAX;
  }

  /** The newest dead letter since the last group write. */
  Optional<DeadLetter> lastParked() {
    return lastParked;
  }

  /** The changes since the last time, the bookmark last. They become durable together. */
  List<Change> take(SortedMap<Integer, Long> bookmark, boolean busy) {
    count();
    var taken = new ArrayList<>(changes);
    changes.clear();
    parkedBytes = 0;
    lastParked = Optional.empty();
    takeAttempts(taken);
    var moved = new Change.Moved(bookmark, busy);
    boolean same = moved.next().equals(standing.next()) && busy == standing.busy();
    if (!same || unwritten || !taken.isEmpty()) {
      standing.apply(moved);
      taken.add(moved);
      unwritten = false;
    }
    return taken;
  }

  /** One with what it was on the wire gets a record of its own, so that it can be erased alone. */
  private void takeAttempts(List<Change> taken) {
    var plain = new ArrayList<Attempt>();
    for (Attempt attempt : attempts) {
      if (attempt.exchange().isPresent()) {
        takeAttempts(plain, taken);
        taken.add(new Change.Attempted(List.of(attempt), 0));
      } else {
        plain.add(attempt);
      }
    }
    takeAttempts(plain, taken);
    attempts.clear();
    exchanges = 0;
  }

  private void takeAttempts(List<Attempt> plain, List<Change> taken) {
    if (!plain.isEmpty()) {
      taken.add(new Change.Attempted(plain, attemptsLeft));
      plain.clear();
      attemptsLeft = 0;
    }
  }

  /** Whether what the next attempt is on the wire would be kept. */
  boolean keepsExchange() {
    return exchanges < EXCHANGES_MAX;
  }

  /** Only a replay says in the end how many it was; a subscription has no end. */
  private void count() {
    if (standing.replay().isPresent() && delivered + parked > 0) {
      add(new Change.Counted(delivered, parked));
    }
    delivered = 0;
    parked = 0;
  }

  /** What was taken could not be written: it is taken again, before what came since. */
  void giveBack(List<Change> taken) {
    var again = new ArrayList<Change>();
    for (Change change : taken) {
      if (!(change instanceof Change.Moved)) {
        again.add(change);
      }
    }
    changes.addAll(0, again);
    unwritten = true;
  }
}
