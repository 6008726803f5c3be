package belfry.tail;

import belfry.event.Cursor;
import belfry.feed.Feed;
import belfry.feed.FeedReader;
import belfry.feed.Reading;
import belfry.journal.Expired;
import belfry.tail.TailEnded.Reason;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** A feed reader that is ended when it falls behind for good. */
final class FeedTail implements Tail {
  /** Once the hub stops: how long a tail waits before it looks whether it has read everything. */
  private static final Duration LAST_WAIT = Duration.ofMillis(20);

  private final Tails tails;
  private final Feed feed;
  private final FeedReader reader;
  private final long behindMax;
  private long behindLeast = Long.MAX_VALUE;
  private volatile @Nullable SortedMap<Integer, Long> last;

  FeedTail(Tails tails, Feed feed, FeedReader reader, long behindMax) {
    this.tails = tails;
    this.feed = feed;
    this.reader = reader;
    this.behindMax = behindMax;
  }

  @Override
  public List<Reading> poll(int max, Duration wait) throws TailEnded, InterruptedException {
    long behind = reader.behind();
    behindLeast = Math.min(behindLeast, behind);
    if (behind - behindLeast > behindMax) {
      throw new TailEnded(
          Reason.TOO_SLOW,
          cursor(),
          "behind by " + behind + " entries (expected: at most " + (behindLeast + behindMax) + ")");
    }
    SortedMap<Integer, Long> end = last;
    if (end != null && reader.passed(end)) {
      throw new TailEnded(Reason.STOPPING, cursor(), "the hub stops");
    }
    try {
      return reader.poll(max, end == null || wait.compareTo(LAST_WAIT) < 0 ? wait : LAST_WAIT);
    } catch (Expired e) {
      SortedMap<Integer, Long> left = reader.next();
      left.merge(e.oldest().partition(), e.oldest().offset(), Math::max);
      throw new TailEnded(
          Reason.EXPIRED, new Cursor(feed.journal(), left), String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new TailEnded(Reason.DAMAGED, cursor(), String.valueOf(e.getMessage()));
    }
  }

  @Override
  public Cursor cursor() {
    return new Cursor(feed.journal(), reader.next());
  }

  /** Lets it read up to the end that the journal has now, and no further. */
  void stop() {
    last = feed.ends();
    reader.wake();
  }

  @Override
  public void close() {
    reader.close();
    tails.closed(this);
  }
}
