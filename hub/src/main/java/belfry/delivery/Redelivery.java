package belfry.delivery;

import belfry.delivery.DeadLetters.Found;
import belfry.delivery.DeadLetters.Search;
import belfry.event.Position;
import belfry.feed.Reading;
import belfry.format.Decoded;
import belfry.journal.Busy;
import belfry.sink.Outcome;
import belfry.sink.Sink;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Tries dead letters once more, because somebody asked for it: one after the other, each once, with
 * the idempotency key of its first attempts. What is taken is a dead letter no more, durably; what
 * is not stays one. It runs on the thread of whoever asked and beside the line, so it neither waits
 * for what is deferred nor holds it up. Thread-safe to {@link #cancel}.
 */
public final class Redelivery {
  private static final int PAGE = 100;

  private final Context context;
  private final DeliveryLog log;
  private final DeadLetters letters;
  private final Subscription subscription;
  private final AtomicBoolean cancelled = new AtomicBoolean();

  /**
   * What came of it.
   *
   * @param delivered are no dead letters any more
   * @param failed still are
   */
  public record Result(int delivered, int failed) {}

  Redelivery(Context context, DeliveryLog log, DeadLetters letters, Subscription subscription) {
    this.context = context;
    this.log = log;
    this.letters = letters;
    this.subscription = subscription;
  }

  /** Ends it after the attempt that is under way. */
  public void cancel() {
    cancelled.set(true);
  }

  /** One, by its place. Ranges, of which there is no copy, fail. */
  public Result one(Position place) throws IOException, Busy, InterruptedException {
    Optional<Found> found =
        letters.get(place).filter(one -> one.letter().subscription().equals(subscription.name()));
    return found.isEmpty() ? new Result(0, 0) : all(List.of(found.get()));
  }

  /** All that fit; ask {@link DeadLetters#count(Search)} before how many that are. */
  public Result all(Search search) throws IOException, Busy, InterruptedException {
    var total = new Result(0, 0);
    Optional<Position> after = Optional.empty();
    while (!cancelled.get()) {
      List<Found> page = letters.search(search, after, PAGE);
      if (page.isEmpty()) {
        return total;
      }
      Result more = all(page);
      total = new Result(total.delivered() + more.delivered(), total.failed() + more.failed());
      after = Optional.of(page.getLast().place());
    }
    return total;
  }

  private Result all(List<Found> page) throws IOException, Busy, InterruptedException {
    int delivered = 0;
    int tried = 0;
    try (Sink sink = context.destinations().open(subscription)) {
      for (Found one : page) {
        if (cancelled.get()) {
          break;
        }
        tried++;
        if (isTaken(sink, one)) {
          log.append(subscription.name(), List.of(new Change.Unparked(one.place())));
          delivered++;
        }
      }
    }
    return new Result(delivered, tried - delivered);
  }

  private boolean isTaken(Sink sink, Found found) throws InterruptedException {
    if (found.letter().entry().isEmpty()) {
      return false;
    }
    Decoded entry = new Reading(found.letter().entry().get(), context.dialects());
    Outcome outcome = sink.deliver(List.of(entry));
    context.count(Attempt.result(outcome), 1);
    return outcome instanceof Outcome.Delivered;
  }
}
