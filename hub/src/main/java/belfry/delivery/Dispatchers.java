package belfry.delivery;

import belfry.event.Position;
import belfry.journal.Busy;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A dispatcher for each standing, a subscription's own or a replay's, and the one append that makes
 * durable what happened to all of them. Thread-safe.
 *
 * <p>Once an hour every standing is written anew, whole, so that none needs a record of the
 * delivery journal that is older: that journal may then forget. The first group write after a start
 * does it too, before the bookmark of the idle ones moves on: subscriptions that nobody has added
 * yet count by their own bookmark from then on.
 */
final class Dispatchers {
  /** Time between two rewritings. */
  static final Duration REWRITE = Duration.ofHours(1);

  /** Changes in one append of a rewriting, unless one standing needs more. */
  private static final int REWRITE_CHANGES_MAX = 5_000;

  private final Context context;
  private final DeliveryLog log;
  private final Map<String, Posted> posted = new LinkedHashMap<>();
  private SortedMap<Integer, Long> floor;
  private int subscriptions;
  private Optional<Instant> rewritten = Optional.empty();

  /** A standing in its place. A stopped dispatcher keeps it. */
  private record Posted(Dispatcher dispatcher, boolean running) {}

  Dispatchers(Context context, DeliveryLog log) {
    this.context = context;
    this.log = log;
    floor = log.floor().isEmpty() ? context.feed().ends() : log.floor();
  }

  /**
   * The dispatcher of a name.
   *
   * @throws IllegalArgumentException if there is none
   */
  synchronized Dispatcher of(String key) {
    Posted found = posted.get(key);
    if (found == null) {
      throw new IllegalArgumentException("subscription: " + key + " (expected: one there is)");
    }
    return found.dispatcher();
  }

  synchronized boolean has(String key) {
    return posted.containsKey(key);
  }

  /** All that are posted of subscriptions, not of replays, in the order of their adding. */
  synchronized List<Dispatcher> own() {
    return posted.values().stream().map(Posted::dispatcher).filter(Dispatchers::isOwn).toList();
  }

  private static boolean isOwn(Dispatcher dispatcher) {
    return dispatcher.name().equals(dispatcher.subscription().name());
  }

  /** How many subscriptions. */
  synchronized int size() {
    return subscriptions;
  }

  /** The replays of a subscription, by what their standings are called. */
  synchronized List<String> replaysOf(String name) {
    return posted.keySet().stream()
        .filter(key -> !key.equals(name) && Replay.owner(key).equals(name))
        .toList();
  }

  /** Takes a standing over and delivers, if it is not to stand still. */
  synchronized void post(Subscription subscription, Standing standing) {
    var dispatcher = new Dispatcher(subscription, context, standing);
    boolean running =
        !subscription.paused() && standing.disabled().isEmpty() && standing.ended().isEmpty();
    Posted before = posted.put(dispatcher.name(), new Posted(dispatcher, running));
    subscriptions += before == null && isOwn(dispatcher) ? 1 : 0;
    if (running) {
      dispatcher.start();
    }
  }

  /** One change of a standing that no dispatcher works on; durable on return. */
  synchronized void note(String key, Standing standing, Change change) throws IOException, Busy {
    log.append(floor, Map.of(key, List.of(change)));
    standing.apply(change);
  }

  /** Stops one and writes where it stands. If that cannot be written it goes on. */
  synchronized Standing end(String key) throws IOException, Busy {
    Dispatcher dispatcher = of(key);
    dispatcher.stop();
    dispatcher.awaitEnd(System.nanoTime() + Dispatch.STOP_WAIT.toNanos());
    var group = new Group(floor);
    dispatcher.report(group, false);
    try {
      write(group);
    } catch (IOException | Busy e) {
      post(dispatcher.subscription(), dispatcher.standing());
      throw e;
    }
    return dispatcher.standing();
  }

  /** The same standing with another subscription; one that was disabled is enabled by it. */
  synchronized void renew(String key, Subscription subscription) throws IOException, Busy {
    Standing standing = end(key);
    if (standing.disabled().isPresent() && !subscription.paused()) {
      note(key, standing, new Change.Enabled());
    }
    post(subscription, standing);
  }

  /** Stops one and forgets it, durably. */
  synchronized void remove(String key) throws IOException, Busy {
    end(key);
    subscriptions -= isOwn(of(key)) ? 1 : 0;
    posted.remove(key);
    log.append(floor, Map.of(key, List.of(new Change.Cleared(true))));
  }

  /** What happened since the last time becomes durable. */
  synchronized void save() throws IOException, Busy {
    Instant now = context.clock().instant();
    if (rewritten.isEmpty() || !now.isBefore(rewritten.get().plus(REWRITE))) {
      rewrite();
    }
    var group = new Group(floor);
    posted.values().forEach(one -> one.dispatcher().report(group, true));
    write(group);
  }

  /** Writes every standing anew: those that dispatchers work on, and those nobody has added. */
  synchronized void rewrite() throws IOException, Busy {
    Instant began = context.clock().instant();
    var group = new Group(floor);
    for (Posted one : posted.values()) {
      one.dispatcher().rewrite(group);
      group = writtenIfFull(group);
    }
    for (String key : log.left()) {
      group.addWhole(key, log.whole(key));
      group = writtenIfFull(group);
    }
    write(group);
    rewritten = Optional.of(began);
  }

  private Group writtenIfFull(Group group) throws IOException, Busy {
    if (group.size() < REWRITE_CHANGES_MAX) {
      return group;
    }
    write(group);
    return new Group(floor);
  }

  /** No standing needs a record of the delivery journal from before; empty if all are needed. */
  synchronized Optional<Instant> rewritten() {
    return rewritten;
  }

  private void write(Group group) throws IOException, Busy {
    boolean success = false;
    try {
      log.append(group.floor(), group.changes());
      floor = group.floor();
      success = true;
    } finally {
      for (var taken : group.taken().entrySet()) {
        of(taken.getKey()).written(taken.getValue(), success);
      }
    }
  }

  /**
   * By partition the first offset that somebody still needs and that has not been held for too
   * long; none for a partition that nobody needs.
   */
  synchronized SortedMap<Integer, Long> holds() throws IOException {
    var holds = new TreeMap<Integer, Long>();
    var limits = new HashMap<Duration, SortedMap<Integer, Long>>();
    for (Posted one : posted.values()) {
      Dispatcher dispatcher = one.dispatcher();
      if (dispatcher.standing().ended().isEmpty()) {
        hold(dispatcher.needed(), dispatcher.subscription().limits().holdMax(), limits, holds);
      }
    }
    for (String key : log.left()) {
      hold(log.needed(key), Subscription.Limits.HOLD_MAX, limits, holds);
    }
    return holds;
  }

  private void hold(
      SortedMap<Integer, Long> needed,
      Duration max,
      Map<Duration, SortedMap<Integer, Long>> limits,
      SortedMap<Integer, Long> holds)
      throws IOException {
    SortedMap<Integer, Long> limit = limits.get(max);
    if (limit == null) {
      limit = context.offsets(new Start.Since(context.clock().instant().minus(max)));
      limits.put(max, limit);
    }
    for (var partition : limit.entrySet()) {
      long first = needed.getOrDefault(partition.getKey(), Long.MAX_VALUE);
      holds.merge(partition.getKey(), Math.max(first, partition.getValue()), Math::min);
    }
  }

  /** These are erased from the journal of the events. */
  synchronized void erased(Set<Position> positions) {
    posted.values().forEach(one -> one.dispatcher().erased(positions));
  }

  /** Lets all look at the time again. */
  synchronized void look() {
    posted.values().forEach(one -> one.dispatcher().look());
  }

  /** Begins no attempt any more, lets those under way end and saves. */
  synchronized void close() throws IOException, Busy {
    long deadline = System.nanoTime() + Dispatch.STOP_WAIT.toNanos();
    posted.values().forEach(one -> one.dispatcher().stop());
    posted.values().forEach(one -> one.dispatcher().awaitEnd(deadline));
    save();
  }
}
