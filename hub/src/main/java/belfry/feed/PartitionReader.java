package belfry.feed;

import belfry.filter.Key;
import belfry.journal.Damaged;
import belfry.journal.Expired;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One reader's position in one partition: a number in the feed's ring, or in the window of a
 * catch-up scan, or asleep at the router. Used by the reader's thread; only {@link #asleep}, {@link
 * #concerns}, {@link #wake} and {@link #nudge} are called by the feed's.
 */
final class PartitionReader {
  private static final int AWAKE = 0;
  private static final int ASLEEP = 1;
  private static final int WOKEN = 2;

  /** Most readings looked at in one step, so that a rare match does not hold up the others. */
  private static final int STEP = 4096;

  private final PartitionFeed feed;
  private final CatchUp catchUp;
  private final Interest interest;
  private final Optional<Key> key;
  private final Signal signal;
  private final AtomicInteger state = new AtomicInteger(AWAKE);
  private boolean live;
  private boolean resting;
  private @Nullable Scan scan;
  private long sequence;
  private long position;
  private long wokenSequence;
  private long wokenOffset;

  PartitionReader(
      PartitionFeed feed, CatchUp catchUp, Interest interest, Signal signal, long from) {
    this.feed = feed;
    this.catchUp = catchUp;
    this.interest = interest;
    this.key = interest.filter().key();
    this.signal = signal;
    this.position = from;
  }

  int partition() {
    return feed.partition();
  }

  /** What an entry must be equal to, to be wanted. */
  Optional<Key> key() {
    return key;
  }

  PartitionFeed feed() {
    return feed;
  }

  Signal signal() {
    return signal;
  }

  /** The first offset that it has not passed. */
  long position() {
    return position;
  }

  /**
   * Reads on, by one step.
   *
   * @param wanted takes what the interest lets through, at most {@code max}
   * @return false if there is nothing more at the moment
   */
  boolean advance(List<Reading> wanted, int max) throws IOException, Expired {
    if (!live && scan == null && !attach()) {
      return false;
    }
    Scan following = scan;
    Ring ring = live ? feed.ring() : following == null ? null : following.ring();
    if (ring == null) {
      return leaveScan(following);
    }
    long reached = ring.next();
    List<Reading> readings = ring.read(sequence, interest.wantsEverything() ? max : STEP);
    if (readings == null) {
      detach();
      return true;
    }
    if (!readings.isEmpty()) {
      take(readings, wanted, max);
      return true;
    }
    position = Math.max(position, reached);
    return following != null && endOfWindow(following);
  }

  private void take(List<Reading> readings, List<Reading> wanted, int max) {
    if (position <= readings.getFirst().offset() && interest.wantsEverything()) {
      int count = Math.min(max, readings.size());
      wanted.addAll(readings.subList(0, count));
      passed(readings, count);
      return;
    }
    int looked = 0;
    int room = max;
    while (looked < readings.size() && room > 0) {
      Reading reading = readings.get(looked++);
      if (reading.offset() >= position && interest.wants(reading)) {
        wanted.add(reading);
        room--;
      }
    }
    passed(readings, looked);
  }

  private void passed(List<Reading> readings, int count) {
    sequence += count;
    position = Math.max(position, readings.get(count - 1).offset() + 1);
  }

  private boolean attach() {
    long joined = feed.ring().join(position);
    if (joined >= 0) {
      catchUp.leave(this);
      live = true;
      sequence = joined;
      return true;
    }
    Scan found = catchUp.join(this);
    if (found == null) {
      return false;
    }
    Ring ring = found.ring();
    sequence = ring == null ? 0 : ring.join(position);
    scan = sequence < 0 ? null : found;
    return true;
  }

  private void detach() {
    live = false;
    scan = null;
  }

  /** At the end of what the scan has read: over to the ring if that is safe, or ask for more. */
  private boolean endOfWindow(Scan following) {
    Ring ring = feed.ring();
    long floor = ring.floor();
    if (position >= floor + (ring.next() - floor) / 4) {
      detach();
      return true;
    }
    return following.more(signal);
  }

  private boolean leaveScan(@Nullable Scan ended) throws IOException, Expired {
    detach();
    if (ended != null) {
      try {
        ended.check(position);
      } catch (Damaged e) {
        position = Math.max(position, ended.resumesAt());
        throw e;
      }
    }
    return true;
  }

  /**
   * Goes to sleep if there is nothing to read.
   *
   * @return false if there is something again
   */
  boolean sleep() {
    if (!live) {
      return true;
    }
    state.set(ASLEEP);
    resting = feed.ring().head() == sequence;
    return resting;
  }

  /**
   * Takes the position back from the router. Only if it really rested: what came before it said so
   * was not offered to it.
   */
  void rise() {
    long routedOffset = feed.router().routedOffset();
    long routedSequence = feed.router().routedSequence();
    if (!resting) {
      state.set(AWAKE);
    } else if (state.compareAndSet(ASLEEP, AWAKE)) {
      moveTo(routedSequence, routedOffset);
    } else {
      state.set(AWAKE);
      moveTo(wokenSequence, wokenOffset);
    }
    resting = false;
  }

  private void moveTo(long newSequence, long newPosition) {
    sequence = Math.max(sequence, newSequence);
    position = Math.max(position, newPosition);
  }

  boolean asleep() {
    return state.get() == ASLEEP;
  }

  /** Whether it has to look at this itself. An interest that fails fails its own reader only. */
  @SuppressWarnings("CatchAndPrintStackTrace")
  boolean concerns(Reading reading) {
    try {
      return interest.wants(reading);
    } catch (RuntimeException e) {
      return true;
    }
  }

  void wake(long atSequence, long atOffset) {
    wokenSequence = atSequence;
    wokenOffset = atOffset;
    if (state.compareAndSet(ASLEEP, WOKEN)) {
      signal.raise();
    }
  }

  void nudge() {
    signal.raise();
  }

  /** The thread stops looking for now: it does not hold up others that wait for a scan. */
  void pause() {
    if (!live && scan == null) {
      catchUp.leave(this);
    }
  }

  void close() {
    feed.router().remove(this);
    catchUp.leave(this);
    detach();
  }
}
