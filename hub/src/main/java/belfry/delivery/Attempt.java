package belfry.delivery;

import static java.util.Objects.requireNonNull;

import belfry.event.Position;
import belfry.sink.Exchange;
import belfry.sink.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One try to hand entries over.
 *
 * @param subscription its name
 * @param position of the first entry
 * @param entries how many went together, 1 or more
 * @param number which try of the first entry this was, from 1
 * @param when it began
 * @param took how long
 * @param result what became of it
 * @param note what the sink says about it, one line; empty if delivered
 * @param exchange what it was on the wire, if that is known and kept
 */
public record Attempt(
    String subscription,
    Position position,
    int entries,
    int number,
    Instant when,
    Duration took,
    Result result,
    String note,
    Optional<Exchange> exchange) {

  /** The outcome, in a word. */
  public enum Result {
    DELIVERED,
    RETRY,
    REJECTED,
    GONE
  }

  public Attempt {
    requireNonNull(subscription, "subscription");
    requireNonNull(position, "position");
    requireNonNull(when, "when");
    requireNonNull(took, "took");
    requireNonNull(result, "result");
    requireNonNull(note, "note");
    requireNonNull(exchange, "exchange");
  }

  /** The try of a task's part. */
  static Attempt of(String name, Task task, Outcome outcome, Instant when, Duration took) {
    return new Attempt(
        name,
        task.part().getFirst().position(),
        task.part().size(),
        task.number(),
        when,
        took,
        result(outcome),
        note(outcome),
        Optional.empty());
  }

  Attempt with(Exchange what) {
    return with(Optional.of(what));
  }

  Attempt withoutExchange() {
    return with(Optional.empty());
  }

  private Attempt with(Optional<Exchange> what) {
    return new Attempt(subscription, position, entries, number, when, took, result, note, what);
  }

  /**
   * Whether an entry may have been in it: which ones were behind the first of a batch is unknown.
   */
  boolean mayHold(Position entry) {
    return entries == 1
        ? position.equals(entry)
        : position.partition() != entry.partition() || position.offset() <= entry.offset();
  }

  static Result result(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Delivered delivered -> Result.DELIVERED;
      case Outcome.Retry retry -> Result.RETRY;
      case Outcome.Rejected rejected -> Result.REJECTED;
      case Outcome.Gone gone -> Result.GONE;
    };
  }

  private static String note(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Delivered() -> "";
      case Outcome.Retry(var reason, var after) -> reason;
      case Outcome.Rejected(var reason) -> reason;
      case Outcome.Gone(var reason) -> reason;
    };
  }
}
