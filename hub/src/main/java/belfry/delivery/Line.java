package belfry.delivery;

import static java.util.Objects.requireNonNull;

import belfry.delivery.Ready.Held;
import belfry.delivery.RetryPolicy.Verdict;
import belfry.delivery.Task.Item;
import belfry.event.Position;
import belfry.format.Decoded;
import belfry.sink.Batching;
import belfry.sink.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * All decisions about the deliveries of one subscription. Knows no thread, clock, file or sink: it
 * is asked for the {@link Step} to take {@link #next}, is told what came of it ({@link #offer},
 * {@link #settle}), and keeps the {@link Change}s that have to become durable until they are {@link
 * #take}n.
 *
 * <p>Design: delivery state is a position and a deferred set ({@link Standing}). What was read
 * stands in {@link Ready}, in memory. A task is a few entries of keys of which nothing else is
 * under way, so order holds per key whatever the concurrency. A key that fails is held in memory
 * for its inline attempts; then it goes to the deferred set with all that is ready of it, later
 * entries queue behind it, and the line moves on. The bookmark never passes what is ready; it is
 * taken together with the changes, and they are written all or none: whatever is before the durable
 * bookmark is delivered, durably deferred or durably parked. Reading asks only for as much as could
 * all be deferred within the bounds, so a bound is never passed: at the bound nothing is read, and
 * the backlog is the journal. Not thread-safe.
 */
final class Line {
  /** Most deferred ordering keys of one subscription. */
  static final int KEYS_MAX = 1_000;

  /** Most deferred positions of one subscription. */
  static final int POSITIONS_MAX = 100_000;

  /** Entries that are read ahead, unless a batch needs more. */
  static final int READY_MAX = 128;

  /** How long a replay waits for entries of its range that are still on their way. */
  static final Duration RANGE_WAIT = Duration.ofMillis(100);

  private final Subscription subscription;
  private final int batchMax;
  private final RandomGenerator random;
  private final Standing standing;
  private final Ready ready = new Ready();
  private final Set<String> underWay = new HashSet<>();
  private final Deque<Task> broken = new ArrayDeque<>();
  private final Pending pending;
  private SortedMap<Integer, Long> read;
  private Breaker breaker = Breaker.CLOSED;
  private final Pace pace;
  private boolean deferredFirst;

  /**
   * @param standing becomes this line's own
   */
  Line(Subscription subscription, Batching batching, Standing standing, RandomGenerator random) {
    this.subscription = requireNonNull(subscription, "subscription");
    this.batchMax = batching.entriesMax();
    this.standing = standing;
    this.random = random;
    pending = new Pending(standing);
    pace = new Pace(subscription.limits().perSecond());
    read = standing.next();
  }

  /** What to do now. Whoever is told to deliver has to {@link #settle} or {@link #release}. */
  Step next(Instant now) {
    endReplay(now);
    if (standing.disabled().isPresent() || standing.ended().isPresent()) {
      return new Step.Stop();
    }
    if (breaker instanceof Breaker.Open open) {
      if (now.isBefore(open.until())) {
        return new Step.Rest(open.until());
      }
      breaker = open.probe();
    }
    boolean probing = breaker instanceof Breaker.HalfOpen;
    if (pending.isFull() || (probing && !underWay.isEmpty() && broken.isEmpty())) {
      return new Step.Rest(Instant.MAX);
    }
    if (now.isBefore(pace.notBefore())) {
      return new Step.Rest(pace.notBefore());
    }
    Optional<Task> task = task(now, probing ? 1 : batchMax);
    if (task.isPresent()) {
      pace.begun(now, task.get().part().size());
      return new Step.Deliver(task.get());
    }
    int room = Math.min(room(), probing ? 1 : Integer.MAX_VALUE);
    if (room <= 0 || standing.replay().filter(replay -> replay.isRead(read)).isPresent()) {
      return new Step.Rest(earliest());
    }
    boolean ranged = standing.replay().isPresent();
    return new Step.Read(room, ranged ? earlier(now.plus(RANGE_WAIT), earliest()) : earliest());
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  /** A replay is done when its range is read and nothing of it is left to try. */
  private void endReplay(Instant now) {
    boolean done =
        standing.replay().filter(replay -> replay.isRead(read)).isPresent()
            && standing.ended().isEmpty()
            && ready.size() == 0
            && standing.keys() == 0
            && underWay.isEmpty();
    if (done) {
      pending.add(new Change.Ended(Replay.State.DONE, now));
    }
  }

  private Optional<Task> task(Instant now, int max) {
    Task left = broken.poll();
    if (left != null) {
      return Optional.of(left);
    }
    deferredFirst = !deferredFirst;
    Optional<Task> task = deferredFirst ? deferred(now, max) : fresh(now, max);
    if (task.isEmpty()) {
      task = deferredFirst ? fresh(now, max) : deferred(now, max);
    }
    task.ifPresent(found -> found.part().forEach(item -> underWay.add(item.key())));
    return task;
  }

  private Optional<Task> deferred(Instant now, int max) {
    for (String key : standing.byDue()) {
      if (standing.due(key).isAfter(now)) {
        return Optional.empty();
      }
      if (!underWay.contains(key)) {
        int attempts = standing.attempts(key);
        var items =
            standing.head(key, attempts > 0 ? 1 : max).stream()
                .map(position -> new Item(position, key, Optional.empty()))
                .toList();
        return Optional.of(Task.of(true, items, attempts + 1));
      }
    }
    return Optional.empty();
  }

  private Optional<Task> fresh(Instant now, int max) {
    List<Item> items = ready.first(max, underWay, now);
    if (items.isEmpty()) {
      return Optional.empty();
    }
    int attempts = ready.held(items.getFirst().key()).map(Held::attempts).orElse(0);
    return Optional.of(Task.of(false, items, attempts + 1));
  }

  private int room() {
    int readyMax = Math.max(READY_MAX, batchMax * (subscription.limits().concurrency() + 1));
    int mayBeDeferred = Math.min(KEYS_MAX - standing.keys(), POSITIONS_MAX - standing.positions());
    return Math.min(readyMax, mayBeDeferred) - ready.size();
  }

  private Instant earliest() {
    for (String key : standing.byDue()) {
      if (!underWay.contains(key)) {
        Instant due = standing.due(key);
        Instant held = ready.earliest(underWay);
        return due.isBefore(held) ? due : held;
      }
    }
    return ready.earliest(underWay);
  }

  /**
   * Takes what was read.
   *
   * @param next by partition the first offset that has not been read now
   */
  void offer(List<? extends Decoded> entries, SortedMap<Integer, Long> next) {
    var behind = new LinkedHashMap<String, List<Position>>();
    for (Decoded entry : entries) {
      if (isPast(entry.entry().position())) {
        continue;
      }
      String key = subscription.order().key(entry.entry());
      Position position = entry.entry().position();
      if (standing.isDeferred(key)) {
        behind.computeIfAbsent(key, none -> new ArrayList<>()).add(position);
      } else {
        ready.add(new Item(position, key, Optional.of(entry)));
      }
    }
    behind.forEach((key, positions) -> pending.add(new Change.Deferred(key, positions)));
    read = new TreeMap<>(next);
  }

  /** Whether an entry is not in the range of this replay any more. */
  private boolean isPast(Position position) {
    return standing.replay().filter(replay -> !replay.covers(position)).isPresent();
  }

  /** Entries that are not in the journal any more: told to people, and passed over. */
  DeadLetter lost(Position from, long end, Instant now, String reason) {
    var letter = DeadLetter.lost(subscription.name(), from, end, now, reason);
    pending.add(new Change.Parked(letter));
    read.merge(from.partition(), end, Math::max);
    return letter;
  }

  /** The first of a deferred task are gone from the journal; nothing of it was tried. */
  void lost(Task task, int count, Instant now) {
    for (Item item : task.part().subList(0, count)) {
      String reason = "gone from the journal before it was delivered";
      pending.add(new Change.Parked(letter(item.position(), now, reason)));
    }
    done(task, count, now);
    release(task);
  }

  private DeadLetter letter(Position position, Instant now, String reason) {
    return DeadLetter.lost(subscription.name(), position, position.offset() + 1, now, reason);
  }

  /** The entries of a deferred task cannot be read now; nothing of it was tried. */
  void unreadable(Task task, String reason, Instant now) {
    release(task);
    failedDeferred(task, reason, Optional.empty(), now);
  }

  /** What became of the part of a task. */
  void settle(Task task, Outcome outcome, Attempt attempt, Instant now) {
    pending.add(attempt);
    switch (outcome) {
      case Outcome.Delivered() -> {
        answered(now);
        done(task, task.part().size(), now);
        goOn(task, task.remaining());
      }
      case Outcome.Rejected(var reason) -> {
        answered(now);
        if (task.part().size() > 1) {
          broken.add(task.halved());
        } else {
          park(task, reason, now);
          goOn(task, task.unlimited());
        }
      }
      case Outcome.Retry(var reason, var after) -> {
        breaker = breaker.failed(now);
        after.ifPresent(asked -> pace.pause(now, asked));
        release(task);
        if (task.deferred()) {
          failedDeferred(task, reason, after, now);
        } else {
          failedFresh(task, reason, after, now);
        }
      }
      case Outcome.Gone(var reason) -> {
        release(task);
        pending.add(new Change.Disabled(reason));
      }
    }
  }

  private void answered(Instant now) {
    boolean back = !breaker.answered().equals(breaker) && !(breaker instanceof Breaker.Closed);
    breaker = breaker.answered();
    if (back && standing.keys() > 0) {
      pending.add(new Change.Recovered(now));
    }
  }

  /** The first of the part need no further attempt. */
  private void done(Task task, int count, Instant now) {
    if (task.deferred() && count > 0) {
      pending.add(new Change.Resumed(task.part().getFirst().key(), count, now));
    } else {
      task.part().subList(0, task.deferred() ? 0 : count).forEach(ready::remove);
    }
  }

  private void goOn(Task task, Task left) {
    release(task);
    if (!left.part().isEmpty()) {
      left.all().forEach(item -> underWay.add(item.key()));
      broken.add(left);
    }
  }

  private void park(Task task, String reason, Instant now) {
    String name = subscription.name();
    for (Item item : task.part()) {
      DeadLetter letter =
          item.entry()
              .map(entry -> DeadLetter.of(name, entry.entry(), now, reason, task.number()))
              .orElseGet(() -> letter(item.position(), now, reason));
      pending.add(new Change.Parked(letter));
    }
    done(task, task.part().size(), now);
  }

  private void failedDeferred(Task task, String reason, Optional<Duration> after, Instant now) {
    String key = task.part().getFirst().key();
    Instant first = task.number() == 1 ? now : standing.first(key);
    switch (verdict(task.number(), first, now, after)) {
      case Verdict.Inline(var at) ->
          pending.add(new Change.Tried(key, task.number(), first, at, reason));
      case Verdict.Defer(var at) ->
          pending.add(new Change.Tried(key, task.number(), first, at, reason));
      case Verdict.GiveUp() -> park(task, reason, now);
    }
  }

  private void failedFresh(Task task, String reason, Optional<Duration> after, Instant now) {
    var keys = new LinkedHashSet<String>();
    task.part().forEach(item -> keys.add(item.key()));
    for (String key : keys) {
      Instant first = ready.held(key).map(Held::first).orElse(now);
      switch (verdict(task.number(), first, now, after)) {
        case Verdict.Inline(var at) -> ready.hold(key, new Held(task.number(), first, at));
        case Verdict.Defer(var at) -> {
          pending.add(new Change.Deferred(key, ready.takeOut(key)));
          pending.add(new Change.Tried(key, task.number(), first, at, reason));
        }
        case Verdict.GiveUp() -> {
          var own = task.part().stream().filter(item -> item.key().equals(key)).toList();
          park(Task.of(false, own, task.number()), reason, now);
        }
      }
    }
  }

  private Verdict verdict(int attempts, Instant first, Instant now, Optional<Duration> after) {
    return subscription.retry().afterFailure(attempts, first, now, after, random.nextDouble());
  }

  /** Nothing was tried, or nothing of it is under way any more. */
  void release(Task task) {
    task.all().forEach(item -> underWay.remove(item.key()));
  }

  /** Whether it has nothing to remember but how far it has read. */
  boolean idle() {
    return pending.isEmpty()
        && standing.replay().isEmpty()
        && ready.size() == 0
        && standing.keys() == 0
        && standing.disabled().isEmpty();
  }

  /** Everything before it is delivered, or in the changes taken so far. */
  SortedMap<Integer, Long> bookmark() {
    var bookmark = new TreeMap<>(read);
    ready.holdBack(bookmark);
    return bookmark;
  }

  /** What became of it since the last time; see {@link Pending#take}. */
  List<Change> take(boolean busy) {
    return pending.take(bookmark(), busy);
  }

  /** What was taken could not be written. */
  void giveBack(List<Change> taken) {
    pending.giveBack(taken);
  }

  /** What its standing is called by in the delivery journal. */
  String name() {
    return standing.replay().map(Replay::key).orElse(subscription.name());
  }

  Subscription subscription() {
    return subscription;
  }

  Standing standing() {
    return standing;
  }

  /** The newest dead letter since the last group write. */
  Optional<DeadLetter> lastParked() {
    return pending.lastParked();
  }

  /** Whether what the next attempt is on the wire would be kept. */
  boolean keepsExchange() {
    return pending.keepsExchange();
  }

  /** These are erased from the journal: what of them has been read and is not under way is gone. */
  void erased(Set<Position> positions) {
    ready.removeIf(item -> positions.contains(item.position()) && !underWay.contains(item.key()));
  }

  Breaker breaker() {
    return breaker;
  }
}
