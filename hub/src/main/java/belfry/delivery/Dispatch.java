package belfry.delivery;

import belfry.event.JournalId;
import belfry.journal.Busy;
import belfry.journal.Journal;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * All subscriptions of a hub: each is a position on the feed with a {@link Dispatcher} that does
 * what its {@link Line} decides. Once a second one append to the delivery journal makes durable
 * what happened to all of them; a subscription to which nothing happens is part of one number.
 *
 * <p>Conservation: an entry that the journal has and a subscription wants is, at every moment and
 * after every crash, behind its durable bookmark, or delivered, or durably deferred, or in its dead
 * letters. What is lost with a crash is only knowledge of deliveries, which are then made again
 * with the same idempotency key. Thread-safe.
 *
 * <p>The delivery journal must keep everything: no standing is written anew after its changes, so a
 * retention would forget bookmarks and deferred keys.
 */
public final class Dispatch implements AutoCloseable {
  /** Time between two group writes. */
  public static final Duration SAVE = Duration.ofSeconds(1);

  /** How long a stop waits for attempts that are under way before it interrupts them. */
  public static final Duration STOP_WAIT = Duration.ofSeconds(10);

  /** Most subscriptions. */
  public static final int SUBSCRIPTIONS_MAX = 20_000;

  private static final System.Logger LOG = System.getLogger(Dispatch.class.getName());

  private final Context context;
  private final DeliveryLog log;
  private final DeadLetters letters;
  private final Attempts attempts;
  private final Map<String, Posted> posted = new LinkedHashMap<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread saver;
  private SortedMap<Integer, Long> floor;

  /** A subscription in its place. A stopped dispatcher keeps its standing. */
  private record Posted(Dispatcher dispatcher, boolean running) {}

  private Dispatch(Context context, DeliveryLog log, DeadLetters letters, Attempts attempts) {
    this.context = context;
    this.log = log;
    this.letters = letters;
    this.attempts = attempts;
    floor = log.floor().isEmpty() ? context.feed().ends() : log.floor();
    saver = Thread.ofPlatform().name("delivery").unstarted(this::saveAgainAndAgain);
  }

  /**
   * Reads what the delivery journal tells; nothing is delivered before it is {@link #add}ed.
   *
   * @param deliveries a journal of kind {@code DELIVERY}; not closed by this
   * @throws IOException if it cannot be read
   */
  public static Dispatch open(Context context, Journal deliveries)
      throws IOException, InterruptedException {
    var letters =
        new DeadLetters(deliveries, context.dialects(), context.clock(), context.metrics());
    var attempts = new Attempts(context.clock());
    var log = DeliveryLog.open(deliveries, context.clock(), letters, attempts);
    var dispatch = new Dispatch(context, log, letters, attempts);
    context.metrics().gauge("belfry_subscriptions", "Subscriptions.", Map.of(), dispatch::size);
    dispatch.saver.start();
    return dispatch;
  }

  /**
   * A subscription begins: where it stood if this hub knows it from before, else at its start. Its
   * beginning is durable on return.
   *
   * @throws IllegalArgumentException if there is one of this name or there are too many
   */
  public synchronized void add(Subscription subscription) throws IOException, Busy {
    String name = subscription.name();
    if (posted.containsKey(name) || posted.size() >= SUBSCRIPTIONS_MAX) {
      throw new IllegalArgumentException(
          "subscription: "
              + name
              + " with "
              + posted.size()
              + " others (expected: a new name, at most "
              + SUBSCRIPTIONS_MAX
              + ")");
    }
    Optional<Standing> known = log.standing(name);
    Standing standing = known.orElseGet(Standing::new);
    if (known.isEmpty()) {
      var begin = new Change.Moved(offsets(subscription.start()), true);
      log.append(floor, Map.of(name, List.of(begin)));
      standing.apply(begin);
    }
    post(subscription, standing);
  }

  private void post(Subscription subscription, Standing standing) {
    var dispatcher = new Dispatcher(subscription, context, standing);
    boolean running = !subscription.paused() && standing.disabled().isEmpty();
    posted.put(subscription.name(), new Posted(dispatcher, running));
    if (running) {
      dispatcher.start();
    }
  }

  private SortedMap<Integer, Long> offsets(Start start) throws IOException {
    var offsets = new TreeMap<Integer, Long>();
    switch (start) {
      case Start.Now() -> offsets.putAll(context.feed().ends());
      case Start.Oldest() -> offsets.putAll(context.feed().oldest());
      case Start.At(var cursor) -> {
        for (int partition : context.feed().partitions()) {
          offsets.put(partition, cursor.next(partition));
        }
      }
      case Start.Since(var time) -> {
        for (int partition : context.feed().partitions()) {
          offsets.put(partition, context.journal().find(partition, time).offset());
        }
      }
    }
    return offsets;
  }

  /**
   * The same name, changed: a new dispatcher at the old position, with what is deferred. A paused
   * one keeps its position; one that was disabled delivers again if it is not paused.
   */
  public synchronized void update(Subscription subscription) throws IOException, Busy {
    Standing standing = end(of(subscription.name()));
    if (standing.disabled().isPresent() && !subscription.paused()) {
      log.append(floor, Map.of(subscription.name(), List.of(new Change.Enabled())));
      standing.apply(new Change.Enabled());
    }
    post(subscription, standing);
  }

  /** It stands still and keeps its position, whatever time passes. */
  public synchronized void pause(String name) throws IOException, Busy {
    update(of(name).dispatcher().subscription().withPaused(true));
  }

  /** It goes on where it stood, also after its destination was gone. */
  public synchronized void resume(String name) throws IOException, Busy {
    update(of(name).dispatcher().subscription().withPaused(false));
  }

  /** It goes on from somewhere else; what is deferred stays deferred. */
  public synchronized void move(String name, Start to) throws IOException, Busy {
    SortedMap<Integer, Long> offsets = offsets(to);
    Posted before = of(name);
    Standing standing = end(before);
    var moved = new Change.Moved(offsets, true);
    log.append(floor, Map.of(name, List.of(moved)));
    standing.apply(moved);
    post(before.dispatcher().subscription(), standing);
  }

  /** It ends, and with it what is deferred, its dead letters and attempts. */
  public synchronized void delete(String name) throws IOException, Busy {
    end(of(name));
    posted.remove(name);
    log.append(floor, Map.of(name, List.of(new Change.Cleared(true))));
  }

  /**
   * Forgets what the delivery journal tells of subscriptions that were not {@link #add}ed: they
   * were deleted, and the hub crashed before this was told.
   */
  public synchronized void forgetOthers() throws IOException, Busy {
    for (String name : log.unclaimed()) {
      log.standing(name);
      log.append(name, List.of(new Change.Cleared(true)));
    }
  }

  private Posted of(String name) {
    Posted found = posted.get(name);
    if (found == null) {
      throw new IllegalArgumentException("subscription: " + name + " (expected: one there is)");
    }
    return found;
  }

  /** Stops one and writes where it stands. If that cannot be written it goes on. */
  private Standing end(Posted ending) throws IOException, Busy {
    Dispatcher dispatcher = ending.dispatcher();
    dispatcher.stop();
    dispatcher.awaitEnd(System.nanoTime() + STOP_WAIT.toNanos());
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

  /** What happened since the last time becomes durable. */
  synchronized void save() throws IOException, Busy {
    var group = new Group(floor);
    posted.values().forEach(one -> one.dispatcher().report(group, true));
    write(group);
  }

  private synchronized void write(Group group) throws IOException, Busy {
    boolean success = false;
    try {
      log.append(group.floor(), group.changes());
      floor = group.floor();
      success = true;
    } finally {
      for (var taken : group.changes().entrySet()) {
        of(taken.getKey()).dispatcher().written(taken.getValue(), success);
      }
    }
  }

  private void saveAgainAndAgain() {
    try {
      while (!closing.await(SAVE.toMillis(), TimeUnit.MILLISECONDS)) {
        try {
          save();
        } catch (IOException | Busy e) {
          LOG.log(System.Logger.Level.WARNING, "deliveries not saved: " + e.getMessage());
        }
      }
    } catch (InterruptedException e) {
      LOG.log(System.Logger.Level.DEBUG, "delivery saver interrupted");
    }
  }

  /** Whether it delivers. */
  public synchronized State state(String name) {
    Dispatcher dispatcher = of(name).dispatcher();
    Optional<String> disabled = dispatcher.standing().disabled();
    if (disabled.isPresent()) {
      return new State.Disabled(disabled.get());
    }
    return dispatcher.subscription().paused() ? new State.Paused() : new State.Running();
  }

  public synchronized Status status(String name) {
    return of(name).dispatcher().status();
  }

  /**
   * Whether a subscription delivers, and how it is.
   *
   * @param deadLetters how many it has
   */
  public record Condition(State state, Status status, int deadLetters) {}

  /** How a subscription is; empty if there is none of this name. */
  public synchronized Optional<Condition> condition(String name) {
    return posted.containsKey(name)
        ? Optional.of(new Condition(state(name), status(name), letters.count(name)))
        : Optional.empty();
  }

  /** Of the events: whose cursors count here. */
  public JournalId journal() {
    return context.journal().id();
  }

  /** Those there are, in the order of their adding. */
  public synchronized List<Subscription> subscriptions() {
    var all = new ArrayList<Subscription>();
    posted.values().forEach(one -> all.add(one.dispatcher().subscription()));
    return all;
  }

  private synchronized int size() {
    return posted.size();
  }

  public DeadLetters deadLetters() {
    return letters;
  }

  /** A new try of a subscription's dead letters, with its sink as it is now. */
  public synchronized Redelivery redelivery(String name) {
    return new Redelivery(context, log, letters, of(name).dispatcher().subscription());
  }

  public Attempts attempts() {
    return attempts;
  }

  /** Lets all look at the time again; for tests with a time of their own. */
  synchronized void look() {
    posted.values().forEach(one -> one.dispatcher().look());
  }

  /**
   * Begins no attempt any more, lets those under way end within {@link #STOP_WAIT} and saves.
   *
   * @throws IOException if it could not be saved: some deliveries will be made again
   */
  @Override
  public void close() throws IOException {
    closing.countDown();
    try {
      saver.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    synchronized (this) {
      long deadline = System.nanoTime() + STOP_WAIT.toNanos();
      posted.values().forEach(one -> one.dispatcher().stop());
      posted.values().forEach(one -> one.dispatcher().awaitEnd(deadline));
      try {
        save();
      } catch (Busy e) {
        throw new IOException("deliveries not saved: " + e.getMessage(), e);
      }
    }
  }
}
