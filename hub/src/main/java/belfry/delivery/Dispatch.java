package belfry.delivery;

import belfry.event.JournalId;
import belfry.event.Position;
import belfry.journal.Busy;
import belfry.journal.Journal;
import belfry.journal.Retention;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
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
 * <p>The delivery journal may forget what {@link #retention} says: where everything stands is
 * written anew once an hour, so only attempts and dead letters need records that are older.
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
  private final Dispatchers dispatchers;
  private final Replays replays;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread saver;

  private Dispatch(Context context, DeliveryLog log, DeadLetters letters, Attempts attempts) {
    this.context = context;
    this.log = log;
    this.letters = letters;
    this.attempts = attempts;
    dispatchers = new Dispatchers(context, log);
    replays = new Replays(context, dispatchers);
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
    var attempts = new Attempts(deliveries, context.clock());
    var log = DeliveryLog.open(deliveries, context.clock(), letters, attempts);
    var dispatch = new Dispatch(context, log, letters, attempts);
    context
        .metrics()
        .gauge("belfry_subscriptions", "Subscriptions.", Map.of(), dispatch.dispatchers::size);
    dispatch.saver.start();
    return dispatch;
  }

  /**
   * A subscription begins, or goes on where it stood if this hub knows it from before, and its
   * replays with it. Its beginning is durable on return.
   *
   * @throws IllegalArgumentException if there is one of this name or there are too many
   */
  public synchronized void add(Subscription subscription) throws IOException, Busy {
    String name = subscription.name();
    int others = dispatchers.size();
    if (dispatchers.has(name) || others >= SUBSCRIPTIONS_MAX) {
      throw new IllegalArgumentException(
          "subscription: %s with %d others (expected: a new name, at most %d)"
              .formatted(name, others, SUBSCRIPTIONS_MAX));
    }
    synchronized (dispatchers) {
      Optional<Standing> known = log.standing(name);
      Standing standing = known.orElseGet(Standing::new);
      if (known.isEmpty()) {
        var begin = new Change.Moved(context.offsets(subscription.start()), true);
        dispatchers.note(name, standing, begin);
      }
      dispatchers.post(subscription, standing);
      replays.goOn(subscription, log);
    }
  }

  /**
   * The same name, changed: a new dispatcher at the old position, with what is deferred. A paused
   * one keeps its position; one that was disabled delivers again if it is not paused. Its replays
   * change with it.
   */
  public synchronized void update(Subscription subscription) throws IOException, Busy {
    dispatchers.renew(subscription.name(), subscription);
    replays.renew(subscription);
  }

  /** It stands still and keeps its position, whatever time passes. */
  public synchronized void pause(String name) throws IOException, Busy {
    update(dispatchers.of(name).subscription().withPaused(true));
  }

  /** It goes on where it stood, also after its destination was gone. */
  public synchronized void resume(String name) throws IOException, Busy {
    update(dispatchers.of(name).subscription().withPaused(false));
  }

  /** It goes on from somewhere else; what is deferred stays deferred. */
  public synchronized void move(String name, Start to) throws IOException, Busy {
    var moved = new Change.Moved(context.offsets(to), true);
    Subscription subscription = dispatchers.of(name).subscription();
    Standing standing = dispatchers.end(name);
    dispatchers.note(name, standing, moved);
    dispatchers.post(subscription, standing);
  }

  /** It ends, and with it what is deferred, its replays, dead letters and attempts. */
  public synchronized void delete(String name) throws IOException, Busy {
    dispatchers.remove(name);
    for (String replay : dispatchers.replaysOf(name)) {
      dispatchers.remove(replay);
    }
  }

  /**
   * Forgets what the delivery journal tells of subscriptions that were not {@link #add}ed: they
   * were deleted, and the hub crashed before this was told.
   */
  public void forgetOthers() throws IOException, Busy {
    synchronized (dispatchers) {
      for (String name : log.left()) {
        log.standing(name);
        log.append(name, List.of(new Change.Cleared(true)));
      }
    }
  }

  /** What happened since the last time becomes durable. */
  void save() throws IOException, Busy {
    dispatchers.save();
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

  /** What the delivery journal may forget now; ask again each time. */
  public Retention retention() {
    Optional<Instant> rewritten = dispatchers.rewritten();
    if (rewritten.isEmpty()) {
      return Retention.FOREVER;
    }
    Duration needed =
        Duration.between(rewritten.get(), context.clock().instant()).plus(Dispatchers.REWRITE);
    Duration age = DeadLetters.AGE_MAX;
    return Retention.FOREVER.withAge(needed.compareTo(age) > 0 ? needed : age);
  }

  /**
   * By partition of the event journal, the offset from which on retention waits: the first entry
   * that a subscription has still to deliver and that is younger than its {@link
   * Subscription.Limits#holdMax}. What goes although somebody needs it becomes a dead letter of a
   * range, and {@link Notices#parked} tells it.
   */
  public SortedMap<Integer, Long> holds() throws IOException {
    return dispatchers.holds();
  }

  /** How entries of the delivery journal are erased. */
  public interface Eraser {
    void erase(Collection<Position> places) throws IOException;
  }

  /**
   * Reaches what delivery has of entries that are erased from the journal of the events: copies in
   * dead letters, which go with them, bodies in attempts, and what has been read ahead. To be
   * called when they are erased there, and like that once more after a restart. What is under way
   * at the moment is delivered.
   *
   * @param eraser of the delivery journal
   * @return how many records were erased
   */
  public int erase(Collection<Position> entries, Eraser eraser) throws IOException, Busy {
    dispatchers.erased(Set.copyOf(entries));
    save();
    var places = new LinkedHashSet<Position>();
    for (Position entry : entries) {
      places.addAll(letters.copiesOf(entry));
      places.addAll(attempts.copiesOf(entry));
    }
    eraser.erase(places);
    letters.erased(places);
    attempts.erased(places);
    return places.size();
  }

  /** Whether it delivers. */
  public synchronized State state(String name) {
    Dispatcher dispatcher = dispatchers.of(name);
    Optional<String> disabled = dispatcher.standing().disabled();
    if (disabled.isPresent()) {
      return new State.Disabled(disabled.get());
    }
    return dispatcher.subscription().paused() ? new State.Paused() : new State.Running();
  }

  public Status status(String name) {
    return dispatchers.of(name).status();
  }

  /** Whether a subscription delivers, and how it is. */
  public record Condition(State state, Status status) {}

  /** How a subscription is; empty if there is none of this name. */
  public synchronized Optional<Condition> condition(String name) {
    return dispatchers.has(name)
        ? Optional.of(new Condition(state(name), status(name)))
        : Optional.empty();
  }

  /** Of the events: whose cursors count here. */
  public JournalId journal() {
    return context.journal().id();
  }

  /** Those there are, in the order of their adding. */
  public List<Subscription> subscriptions() {
    return dispatchers.own().stream().map(Dispatcher::subscription).toList();
  }

  public DeadLetters deadLetters() {
    return letters;
  }

  /** A new try of a subscription's dead letters, with its sink as it is now. */
  public Redelivery redelivery(String name) {
    return new Redelivery(context, log, letters, dispatchers.of(name).subscription());
  }

  /** Ranges of the journal that are sent once more. */
  public Replays replays() {
    return replays;
  }

  public Attempts attempts() {
    return attempts;
  }

  /** Lets all look at the time again; for tests with a time of their own. */
  void look() {
    dispatchers.look();
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
    try {
      dispatchers.close();
    } catch (Busy e) {
      throw new IOException("deliveries not saved: " + e.getMessage(), e);
    }
  }
}
