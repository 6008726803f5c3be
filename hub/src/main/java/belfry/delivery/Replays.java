package belfry.delivery;

import belfry.feed.FeedReader;
import belfry.feed.Interest;
import belfry.journal.Busy;
import belfry.journal.Expired;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Sends ranges of the journal once more. A {@link Replay} is a line of its own beside that of its
 * subscription: entries keep their order within it and their idempotency keys, nothing is promised
 * between it and the subscription's own deliveries. It is durable as a subscription is.
 * Thread-safe.
 */
public final class Replays {
  /** Most replays of one subscription that have not ended. */
  public static final int RUNNING_MAX = 4;

  /** Most replays of one subscription that are remembered when they have ended. */
  public static final int ENDED_MAX = 20;

  private static final int BATCH_MAX = 1_000;
  private static final Duration WAIT = Duration.ofMillis(100);

  private final Context context;
  private final Dispatchers dispatchers;

  Replays(Context context, Dispatchers dispatchers) {
    this.context = context;
    this.dispatchers = dispatchers;
  }

  /**
   * How many entries it would be. Reads the range on the calling thread.
   *
   * @throws Expired if some of the range is gone by retention meanwhile
   * @throws IllegalArgumentException if there is no such subscription
   */
  public long count(String name, Replay.Request request)
      throws IOException, Expired, InterruptedException {
    Replay replay = replay(name, "", request);
    Subscription subscription = replay.on(dispatchers.of(name).subscription());
    var interest = new Interest(subscription.filter(), subscription::view);
    long count = 0;
    try (FeedReader reader = context.feed().reader(replay.from(), interest)) {
      while (!replay.isRead(reader.next())) {
        count +=
            reader.poll(BATCH_MAX, WAIT).stream()
                .filter(reading -> replay.covers(reading.entry().position()))
                .count();
      }
    }
    return count;
  }

  private Replay replay(String name, String id, Replay.Request request) throws IOException {
    SortedMap<Integer, Long> from = context.offsets(request.from());
    context
        .feed()
        .oldest()
        .forEach((partition, offset) -> from.merge(partition, offset, Math::max));
    return new Replay(
        name,
        id,
        from,
        context.offsets(request.until()),
        request.filter(),
        request.perSecond(),
        context.clock().instant());
  }

  /**
   * Begins one; durable on return.
   *
   * @throws IllegalArgumentException if there is no such subscription, or {@link #RUNNING_MAX} of
   *     its replays have not ended
   */
  public Replay start(String name, Replay.Request request) throws IOException, Busy {
    synchronized (dispatchers) {
      Subscription subscription = dispatchers.of(name).subscription();
      List<Replay.Progress> known = list(name);
      long running = known.stream().filter(one -> one.ended().isEmpty()).count();
      if (running >= RUNNING_MAX) {
        throw new IllegalArgumentException(
            "replays: "
                + running
                + " that have not ended (expected: fewer than "
                + RUNNING_MAX
                + ")");
      }
      forgetOld(known);
      int last =
          known.stream().mapToInt(one -> Integer.parseInt(one.replay().id())).max().orElse(0);
      Replay replay = replay(name, Integer.toString(last + 1), request);
      var standing = new Standing();
      dispatchers.note(replay.key(), standing, new Change.Began(replay));
      dispatchers.post(replay.on(subscription), standing);
      return replay;
    }
  }

  /** Those that have not ended go on with their subscription after a restart. */
  void goOn(Subscription subscription, DeliveryLog log) {
    for (String key : log.left()) {
      if (Replay.owner(key).equals(subscription.name())) {
        Standing standing = log.standing(key).orElseThrow();
        Replay replay = standing.replay().orElseThrow();
        dispatchers.post(replay.on(subscription), standing);
      }
    }
  }

  /** Their subscription has changed. */
  void renew(Subscription subscription) throws IOException, Busy {
    for (String key : dispatchers.replaysOf(subscription.name())) {
      Replay replay = dispatchers.of(key).standing().replay().orElseThrow();
      dispatchers.renew(key, replay.on(subscription));
    }
  }

  private void forgetOld(List<Replay.Progress> known) throws IOException, Busy {
    List<Replay.Progress> ended = known.stream().filter(one -> one.ended().isPresent()).toList();
    for (Replay.Progress old : ended.subList(0, Math.max(0, ended.size() - ENDED_MAX + 1))) {
      dispatchers.remove(old.replay().key());
    }
  }

  /** Those of a subscription, the oldest first, the ended ones too. */
  public List<Replay.Progress> list(String name) {
    synchronized (dispatchers) {
      var found = new ArrayList<Replay.Progress>();
      dispatchers.replaysOf(name).forEach(key -> found.add(progress(dispatchers.of(key))));
      found.sort(Comparator.comparingInt(one -> Integer.parseInt(one.replay().id())));
      return found;
    }
  }

  /** One of them; empty if it is not known, or not any more. */
  public Optional<Replay.Progress> status(String name, String id) {
    return list(name).stream().filter(one -> one.replay().id().equals(id)).findFirst();
  }

  private static Replay.Progress progress(Dispatcher dispatcher) {
    Standing standing = dispatcher.standing();
    Replay replay = standing.replay().orElseThrow();
    Status status = dispatcher.status();
    boolean waits = dispatcher.subscription().paused() || standing.disabled().isPresent();
    var going = waits ? Replay.State.WAITING : Replay.State.RUNNING;
    return new Replay.Progress(
        replay,
        standing.ended().map(Change.Ended::state).orElse(going),
        status.next(),
        standing.delivered(),
        standing.parked(),
        status.deferredPositions(),
        standing.ended().map(Change.Ended::at));
  }

  /**
   * Ends one after the attempts that are under way; durable on return.
   *
   * @return whether there was one that had not ended
   */
  public boolean cancel(String name, String id) throws IOException, Busy {
    synchronized (dispatchers) {
      Optional<Replay.Progress> found = status(name, id).filter(one -> one.ended().isEmpty());
      if (found.isEmpty()) {
        return false;
      }
      String key = found.get().replay().key();
      Subscription subscription = dispatchers.of(key).subscription();
      Standing standing = dispatchers.end(key);
      if (standing.ended().isEmpty()) {
        var ended = new Change.Ended(Replay.State.CANCELLED, context.clock().instant());
        dispatchers.note(key, standing, ended);
      }
      dispatchers.post(subscription, standing);
      return true;
    }
  }
}
