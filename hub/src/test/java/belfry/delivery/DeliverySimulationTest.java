package belfry.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import belfry.event.Entry;
import belfry.event.Event;
import belfry.event.Position;
import belfry.feed.Reading;
import belfry.filter.Filter;
import belfry.filter.View;
import belfry.journal.Busy;
import belfry.metrics.Metrics;
import belfry.sink.Batching;
import belfry.sink.Outcome;
import belfry.testing.FlakySink;
import belfry.testing.ManualTime;
import belfry.testing.MemoryJournal;
import belfry.testing.PlainDialect;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Ten subscriptions with all orders, batch sizes and moods, in virtual time, from a seed: entries
 * come, attempts overlap, the delivery journal is busy at times, and the hub crashes and loses
 * everything that was not durable; at times all standings are written anew and everything before is
 * forgotten. After each crash and in the end: every entry is behind the durable bookmark, or
 * delivered, deferred or parked; first deliveries of a key are in order; the idempotency key is
 * always the same; and in the end nothing is left that waits for ever.
 */
class DeliverySimulationTest {
  private static final int STEPS = 1_500;
  private static final RetryPolicy HASTY =
      new RetryPolicy(
          List.of(Duration.ofSeconds(2), Duration.ofMinutes(1), Duration.ofMinutes(10)),
          0.2,
          6,
          Duration.ofHours(5));

  private long seed;
  private Random random = new Random(0);
  private final ManualTime time = new ManualTime(Instant.parse("2026-01-01T00:00:00Z"));
  private MemoryJournal events = new MemoryJournal(time);
  private MemoryJournal deliveries = new MemoryJournal(time);
  private final List<Subscription> subscriptions = new ArrayList<>();
  private final Map<String, FlakySink> sinks = new LinkedHashMap<>();
  private final Map<String, Integer> batches = new HashMap<>();
  private final Map<String, Set<Position>> excused = new HashMap<>();
  private final Map<String, Set<Position>> forgotten = new HashMap<>();
  private final List<Entry> appended = new ArrayList<>();
  private final Map<String, Line> lines = new LinkedHashMap<>();
  private final List<UnderWay> underWay = new ArrayList<>();
  private DeliveryLog log;
  private DeadLetters letters;
  private int sent;
  private int crashes;

  private record UnderWay(String name, Task task) {}

  static List<Long> seeds() {
    return new Random(20261125).longs(Integer.getInteger("belfry.seeds", 50)).boxed().toList();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void nothingVanishesWhateverFails(long given) throws Exception {
    seed = given;
    random = new Random(seed);
    events = new MemoryJournal(time, 3, seed);
    deliveries = new MemoryJournal(time, 1, seed + 1);
    for (int i = 0; i < 10; i++) {
      subscribe("s" + i);
    }
    open();
    for (int step = 0; step < STEPS; step++) {
      step();
    }
    deliveries.busy(false);
    heal();
    drain();
    check();
  }

  private void subscribe(String name) throws Exception {
    var filter = random.nextInt(3) == 0 ? Filter.standing("type = 'plain.0'") : Filter.ALL;
    subscriptions.add(
        Subscription.of(name, filter, View.ALL, "plain")
            .withOrder(Order.values()[random.nextInt(3)])
            .withRetry(HASTY)
            .withStart(new Start.Oldest())
            .withLimits(new Subscription.Limits(1 + random.nextInt(3), random.nextInt(2) * 50)));
    batches.put(name, random.nextBoolean() ? 1 : 1 + random.nextInt(10));
    sinks.put(name, new FlakySink(mood()));
    excused.put(name, new HashSet<>());
    forgotten.put(name, new HashSet<>());
  }

  private FlakySink.Mood mood() {
    return switch (random.nextInt(7)) {
      case 0 -> FlakySink.REFUSES;
      case 1 -> FlakySink.REJECTS;
      case 2 -> FlakySink.asks(Duration.ofMinutes(3));
      case 3 -> FlakySink.refusesSource("/s" + random.nextInt(5));
      case 4 -> FlakySink.moody(random);
      case 5 -> random.nextInt(5) == 0 ? FlakySink.GONE : FlakySink.TAKES;
      default -> FlakySink.TAKES;
    };
  }

  private void open() throws Exception {
    lines.clear();
    underWay.clear();
    letters = new DeadLetters(deliveries, PlainDialect.DIALECTS, time, new Metrics());
    log = DeliveryLog.open(deliveries, time, letters, new Attempts(deliveries, time));
    for (Subscription subscription : subscriptions) {
      String name = subscription.name();
      Standing standing = log.standing(name).orElseGet(Standing::new);
      var next = standing.next();
      events.partitions().forEach(partition -> next.putIfAbsent(partition.number(), 0L));
      standing.apply(new Change.Moved(next, standing.busy()));
      lines.put(name, new Line(subscription, new Batching(batches.get(name)), standing, random));
    }
  }

  private void step() throws Exception {
    switch (random.nextInt(40)) {
      case 0, 1, 2, 3 -> append();
      case 4, 5 -> time.pass(Duration.ofMillis(random.nextInt(5_000)));
      case 6 -> time.pass(Duration.ofMinutes(random.nextInt(8)));
      case 7, 8, 9 -> save();
      case 10 -> deliveries.busy(random.nextInt(3) == 0);
      case 11 -> {
        if (random.nextInt(3) == 0) {
          crash();
        }
      }
      case 18 -> {
        if (random.nextInt(4) == 0) {
          rewriteAndForget();
        }
      }
      case 12 -> sinks.get("s" + random.nextInt(10)).mood(mood());
      case 13, 14, 15, 16, 17 -> end();
      default -> advance(lines.get("s" + random.nextInt(10)));
    }
  }

  private void append() throws Exception {
    String source = "/s" + random.nextInt(5);
    var some = new ArrayList<Event>();
    for (int i = random.nextInt(6); i >= 0; i--) {
      Event event = PlainDialect.event(source, "" + sent++, "plain." + random.nextInt(3));
      some.add(event.toBuilder().subject("/" + random.nextInt(3)).build());
    }
    appended.addAll(events.read(events.append(some)));
  }

  /** Takes the next step of one line; an attempt stays under way for a while. */
  private void advance(Line line) throws Exception {
    switch (line.next(time.instant())) {
      case Step.Deliver(var task) -> {
        underWay.add(new UnderWay(line.subscription().name(), task));
        if (random.nextInt(3) > 0) {
          end();
        }
      }
      case Step.Read(var max, var until) -> read(line, max);
      case Step.Rest rest -> {}
      case Step.Stop stop -> {}
    }
  }

  private void read(Line line, int max) throws Exception {
    var next = line.bookmark();
    var read = new TreeMap<>(readTo.getOrDefault(line, next));
    var found = new ArrayList<Reading>();
    for (var partition : events.partitions()) {
      try (var reader =
          events.open(new Position(partition.number(), read.get(partition.number())))) {
        while (found.size() < max) {
          List<Entry> one = reader.poll(1, Duration.ZERO);
          if (one.isEmpty()) {
            break;
          }
          var reading = new Reading(one.getFirst(), PlainDialect.DIALECTS);
          if (line.subscription().filter().matches(reading)) {
            found.add(reading);
          }
        }
        read.put(partition.number(), reader.next());
      }
    }
    readTo.put(line, read);
    line.offer(found, read);
  }

  /** As a reader of the feed has it: how far each line has read. */
  private final Map<Line, SortedMap<Integer, Long>> readTo = new HashMap<>();

  /** One attempt that is under way ends. */
  private void end() throws Exception {
    if (underWay.isEmpty()) {
      return;
    }
    UnderWay ending = underWay.remove(random.nextInt(underWay.size()));
    Task task = ending.task();
    String name = ending.name();
    Line line = lines.get(name);
    Optional<Task> full = task.deferred() ? again(line, task) : Optional.of(task);
    if (full.isEmpty()) {
      return;
    }
    FlakySink sink = sinks.get(name);
    Outcome outcome = sink.deliver(full.get().entries());
    Instant now = time.instant();
    Optional<DeadLetter> before = line.lastParked();
    line.settle(
        full.get(), outcome, Attempt.of(name, full.get(), outcome, now, Duration.ZERO), now);
    if (!line.lastParked().equals(before)) {
      full.get().part().forEach(item -> excused.get(name).add(item.position()));
    }
  }

  private Optional<Task> again(Line line, Task task) throws Exception {
    var entries = new HashMap<Position, Reading>();
    for (Entry entry : events.read(task.part().stream().map(Task.Item::position).toList())) {
      entries.put(entry.position(), new Reading(entry, PlainDialect.DIALECTS));
    }
    int missing = task.missing(entries);
    if (missing > 0) {
      line.lost(task, missing, time.instant());
      return Optional.empty();
    }
    return Optional.of(task.read(entries));
  }

  private void save() throws Exception {
    var group = new Group(log.floor());
    lines.values().forEach(line -> group.add(line, true));
    try {
      log.append(group.floor(), group.changes());
    } catch (Busy e) {
      group.changes().forEach((name, taken) -> lines.get(name).giveBack(taken));
    }
  }

  /** Every standing is written anew, and now and then everything before that is forgotten. */
  private void rewriteAndForget() throws Exception {
    var before = deliveries.partitions().getFirst();
    for (var line : lines.entrySet()) {
      letters
          .search(DeadLetters.Search.of(line.getKey()), Optional.empty(), Integer.MAX_VALUE)
          .forEach(found -> forgotten.get(line.getKey()).add(found.letter().position()));
    }
    var group = new Group(log.floor());
    lines.values().forEach(group::addWhole);
    try {
      log.append(group.floor(), group.changes());
    } catch (Busy e) {
      group.taken().forEach((name, taken) -> lines.get(name).giveBack(taken));
      return;
    }
    if (random.nextInt(3) > 0) {
      deliveries.expire(new Position(before.number(), before.end()));
    }
  }

  private void crash() throws Exception {
    crashes++;
    boolean busy = random.nextBoolean();
    readTo.clear();
    open();
    for (Line line : lines.values()) {
      accountFor(line);
    }
    deliveries.busy(busy);
  }

  /** What is before the bookmark has been delivered, or is deferred or parked. */
  private void accountFor(Line line) throws Exception {
    String name = line.subscription().name();
    var known = new HashSet<>(sinks.get(name).taken());
    known.addAll(forgotten.get(name));
    for (String key : line.standing().byDue()) {
      known.addAll(line.standing().head(key, Integer.MAX_VALUE));
    }
    letters
        .search(DeadLetters.Search.of(name), Optional.empty(), Integer.MAX_VALUE)
        .forEach(found -> known.add(found.letter().position()));
    var bookmark = line.bookmark();
    for (Entry entry : appended) {
      Position position = entry.position();
      boolean wanted =
          line.subscription().filter().matches(new Reading(entry, PlainDialect.DIALECTS));
      if (wanted && position.offset() < bookmark.getOrDefault(position.partition(), 0L)) {
        assertThat(known).as("seed %d, %s after crash %d", seed, name, crashes).contains(position);
      }
    }
  }

  private void heal() throws Exception {
    for (Subscription subscription : subscriptions) {
      String name = subscription.name();
      sinks.get(name).mood(FlakySink.TAKES);
      Line line = lines.get(name);
      if (line.standing().disabled().isPresent()) {
        log.append(name, line.take(true));
        log.append(name, List.of(new Change.Enabled()));
        line.standing().apply(new Change.Enabled());
      }
    }
  }

  /** Everything that waits comes to its end in a bounded time. */
  private void drain() throws Exception {
    for (int round = 0; round < 20_000; round++) {
      boolean idle = true;
      for (Line line : lines.values()) {
        advance(line);
        idle &= line.idle() && readTo.containsKey(line) && hasRead(line);
      }
      while (!underWay.isEmpty()) {
        end();
      }
      if (idle) {
        return;
      }
      time.pass(Duration.ofSeconds(round % 50 == 49 ? 300 : 1));
      save();
    }
    throw new AssertionError("seed " + seed + ": something waits for ever");
  }

  private boolean hasRead(Line line) {
    return events.partitions().stream()
        .allMatch(
            partition -> line.bookmark().getOrDefault(partition.number(), 0L) >= partition.end());
  }

  private void check() throws Exception {
    readTo.clear();
    open();
    for (Line line : lines.values()) {
      accountFor(line);
      String name = line.subscription().name();
      assertThat(hasRead(line)).as("seed %d, %s: bookmark", seed, name).isTrue();
      assertThat(sinks.get(name).keys().values())
          .as("seed %d, %s: idempotency keys", seed, name)
          .allMatch(keys -> keys.size() == 1);
      inOrder(line.subscription());
    }
  }

  private void inOrder(Subscription subscription) throws Exception {
    String name = subscription.name();
    var last = new HashMap<String, Map<Integer, Long>>();
    var seen = new HashSet<Position>();
    for (Position position : sinks.get(name).taken()) {
      if (seen.add(position) && !excused.get(name).contains(position)) {
        Entry entry = events.read(List.of(position)).getFirst();
        Map<Integer, Long> offsets =
            last.computeIfAbsent(subscription.order().key(entry), none -> new HashMap<>());
        long before = offsets.getOrDefault(position.partition(), -1L);
        assertThat(position.offset())
            .as("seed %d, %s: %s", seed, name, entry.event().source())
            .isGreaterThan(before);
        offsets.put(position.partition(), position.offset());
      }
    }
  }
}
