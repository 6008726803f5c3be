package belfry.testing;

import belfry.event.Event;
import belfry.event.Payload;
import belfry.event.Position;
import belfry.format.Decoded;
import belfry.format.Uuids;
import belfry.sink.Exchange;
import belfry.sink.Outcome;
import belfry.sink.Sink;
import belfry.sink.Witness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.random.RandomGenerator;

/**
 * A destination that has moods: it takes, refuses, hangs, rejects or wants nothing any more. It
 * remembers what it was given, taken or not, under which idempotency key. Thread-safe, so that many
 * lanes may share it.
 */
public final class FlakySink implements Sink, Witness {
  /** What it does with entries. */
  @FunctionalInterface
  public interface Mood {
    Outcome outcome(List<Decoded> entries) throws InterruptedException;
  }

  /** It takes everything. */
  public static final Mood TAKES = entries -> new Outcome.Delivered();

  /** Nobody listens there. */
  public static final Mood REFUSES =
      entries -> new Outcome.Retry("connection refused", Optional.empty());

  /** It takes nothing, for good. */
  public static final Mood REJECTS = entries -> new Outcome.Rejected("status 400");

  /** HTTP 410. */
  public static final Mood GONE = entries -> new Outcome.Gone("status 410");

  /** It never answers. */
  public static final Mood HANGS =
      entries -> {
        new CountDownLatch(1).await();
        return new Outcome.Delivered();
      };

  private volatile Mood mood;
  private final List<Position> taken = new ArrayList<>();
  private final List<Position> offered = new ArrayList<>();
  private final Map<Position, Set<String>> keys = new HashMap<>();
  private Optional<Exchange> last = Optional.empty();

  public FlakySink(Mood mood) {
    this.mood = mood;
  }

  /** It asks to be left alone. */
  public static Mood asks(Duration pause) {
    return entries -> new Outcome.Retry("status 429", Optional.of(pause));
  }

  /** It rejects whatever has one of these ids, and takes everything else. */
  public static Mood rejectsIds(Set<String> ids) {
    return entries ->
        entries.stream().anyMatch(entry -> ids.contains(entry.entry().event().id()))
            ? new Outcome.Rejected("status 422")
            : new Outcome.Delivered();
  }

  /** It fails for whatever has this source, and takes everything else. */
  public static Mood refusesSource(String source) {
    return entries ->
        entries.stream().anyMatch(entry -> entry.entry().event().source().equals(source))
            ? new Outcome.Retry("status 500", Optional.empty())
            : new Outcome.Delivered();
  }

  /** Anything by chance, seldom for good. */
  public static Mood moody(RandomGenerator random) {
    return entries ->
        switch (random.nextInt(20)) {
          case 0, 1, 2, 3 -> new Outcome.Retry("status 503", Optional.empty());
          case 4 ->
              new Outcome.Retry("status 429", Optional.of(Duration.ofSeconds(random.nextInt(100))));
          case 5 -> new Outcome.Rejected("status 400");
          default -> new Outcome.Delivered();
        };
  }

  public void mood(Mood value) {
    mood = value;
  }

  @Override
  public Outcome deliver(List<Decoded> entries) throws InterruptedException {
    synchronized (this) {
      for (Decoded entry : entries) {
        Position position = entry.entry().position();
        offered.add(position);
        keys.computeIfAbsent(position, none -> new LinkedHashSet<>())
            .add(key(entry.entry().event()));
      }
    }
    Outcome outcome = mood.outcome(entries);
    note(entries, outcome);
    if (outcome instanceof Outcome.Delivered) {
      synchronized (this) {
        entries.forEach(entry -> taken.add(entry.entry().position()));
      }
    }
    return outcome;
  }

  private synchronized void note(List<Decoded> entries, Outcome outcome) {
    var bodies = new StringBuilder();
    entries.forEach(entry -> bodies.append(entry.entry().event().data()));
    last =
        Optional.of(
            new Exchange(
                "192.0.2.1:443",
                Duration.ofMillis(3),
                "POST / HTTP/1.1",
                bodies.toString(),
                "HTTP/1.1 200 OK",
                outcome.toString()));
  }

  @Override
  public synchronized Optional<Exchange> exchange() {
    return last;
  }

  /** As the header {@code webhook-id}: the hash of project, source and id. */
  private static String key(Event event) {
    String name = event.project() + '\n' + event.source() + '\n' + event.id();
    return Base64.getEncoder().encodeToString(Uuids.sha256(Payload.of(name)));
  }

  /** What it took, in order, repeats included. */
  public synchronized List<Position> taken() {
    return List.copyOf(taken);
  }

  /** What it was given, taken or not. */
  public synchronized List<Position> offered() {
    return List.copyOf(offered);
  }

  /** The idempotency keys by entry. */
  public synchronized Map<Position, Set<String>> keys() {
    return Map.copyOf(keys);
  }

  @Override
  public void close() {}
}
