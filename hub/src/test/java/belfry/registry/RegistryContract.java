package belfry.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belfry.event.Cursor;
import belfry.event.InvalidCursor;
import belfry.event.JournalId;
import belfry.event.Origin;
import belfry.event.Payload;
import belfry.event.Position;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every registry promises. A new one is done when its subclass of this is green. */
abstract class RegistryContract {
  static final Duration NOW = Duration.ZERO;
  static final Duration PATIENCE = Duration.ofSeconds(20);
  static final Origin ALICE =
      new Origin("unix", Optional.of("unix/alice"), Optional.of("@"), new TreeMap<>());
  static final Key CORE = new Key("settings", "core");

  final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
  Registry registry;

  /** A new, empty one. */
  abstract Registry open(InstantSource clock) throws Exception;

  abstract void close() throws Exception;

  @BeforeEach
  void openRegistry() throws Exception {
    registry = open(now::get);
  }

  @AfterEach
  void closeRegistry() throws Exception {
    close();
  }

  static Payload json(Object value) {
    return Payload.of("{\"value\": " + value + "}");
  }

  static Key key(String name) {
    return new Key("settings", name);
  }

  @Test
  void givesBackWhatWasPutByteByByte() throws Exception {
    Payload document = Payload.of(" {\"a\":1.0, \"ü\" : [\"\\u00fc\", {}],\n\"b\":null }\t");
    Item item = registry.put(CORE, Registry.NONE, document, ALICE);
    assertThat(item).isEqualTo(new Item(CORE, item.version(), now.get(), document));
    assertThat(registry.get(CORE)).contains(item);
    assertThat(registry.get(key("other"))).isEmpty();
    assertThat(registry.list("nothing")).isEmpty();
  }

  @Test
  void listsACollectionByName() throws Exception {
    for (String name : List.of("m", "a.b", "z", "0", "a-b", "a")) {
      registry.put(key(name), 0, json(1), ALICE);
    }
    registry.put(new Key("subscriptions", "b"), 0, json(1), ALICE);
    assertThat(registry.list("settings"))
        .extracting(item -> item.key().name())
        .containsExactly("0", "a", "a-b", "a.b", "m", "z");
  }

  @Test
  void putsOnlyWhatReplacesTheExpectedVersion() throws Exception {
    long first = registry.put(CORE, 0, json(1), ALICE).version();
    assertConflict(0, first, () -> registry.put(CORE, 0, json(2), ALICE));
    assertConflict(first + 5, first, () -> registry.put(CORE, first + 5, json(2), ALICE));
    assertConflict(7, 0, () -> registry.put(key("none"), 7, json(2), ALICE));
    long second = registry.put(CORE, first, json(2), ALICE).version();
    assertThat(second).isGreaterThan(first);
    assertConflict(first, second, () -> registry.put(CORE, first, json(3), ALICE));
    assertThat(registry.get(CORE)).map(Item::document).contains(json(2));
  }

  @Test
  void deletesOnlyTheExpectedVersion() throws Exception {
    long version = registry.put(CORE, 0, json(1), ALICE).version();
    assertConflict(0, version, () -> registry.delete(CORE, 0, ALICE));
    assertConflict(version + 1, version, () -> registry.delete(CORE, version + 1, ALICE));
    assertThat(registry.delete(CORE, version, ALICE)).isGreaterThan(version);
    assertThat(registry.get(CORE)).isEmpty();
    assertThat(registry.list("settings")).isEmpty();
    assertConflict(version, 0, () -> registry.delete(CORE, version, ALICE));
    assertConflict(0, 0, () -> registry.delete(CORE, 0, ALICE));
  }

  private interface Attempt {
    void run() throws Exception;
  }

  private static void assertConflict(long expected, long actual, Attempt attempt) {
    assertThatExceptionOfType(VersionConflict.class)
        .isThrownBy(attempt::run)
        .satisfies(conflict -> assertThat(conflict.actual()).isEqualTo(actual))
        .withMessageContaining(actual == 0 ? "does not exist (exp" : "version " + actual + " (exp")
        .withMessageEndingWith(expected == 0 ? "not to exist)" : "version " + expected + ")");
  }

  @Test
  void neverGivesAVersionOutAgain() throws Exception {
    var versions = new ArrayList<Long>();
    for (int i = 0; i < 5; i++) {
      versions.add(registry.put(CORE, 0, json(i), ALICE).version());
      versions.add(registry.put(key("k" + i), 0, json(i), ALICE).version());
      versions.add(registry.delete(CORE, versions.get(versions.size() - 2), ALICE));
    }
    assertThat(versions).isSorted().doesNotHaveDuplicates();
    assertThat(versions.getFirst()).isPositive();
  }

  @Test
  void expectsNoNegativeVersion() {
    assertThatThrownBy(() -> registry.put(CORE, -1, json(1), ALICE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("version: -1 (expected: 0 or more)");
  }

  @Test
  void takesADocumentOfTheLimitAndNotOneByteMore() throws Exception {
    registry.put(CORE, 0, ofSize(Registry.DOCUMENT_BYTES_MAX), ALICE);
    assertThat(registry.get(CORE)).map(i -> i.document().size()).contains(256 * 1024);
    assertThatExceptionOfType(Refused.class)
        .isThrownBy(() -> registry.put(key("b"), 0, ofSize(Registry.DOCUMENT_BYTES_MAX + 1), ALICE))
        .withMessage("document: 262145 bytes (expected: at most 262144)");
  }

  private static Payload ofSize(int bytes) {
    return Payload.of("{\"a\":\"" + "x".repeat(bytes - 8) + "\"}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "3",
        "[]",
        "\"a\"",
        "{",
        "{}{}",
        "{} x",
        "{\"a\":1,\"a\":2}",
        "{'a':1}",
        "{\"a\":hunter2}",
        "{\"a\":01}",
        "{\"hunter2\n"
      })
  void refusesWhatIsNotOneJsonObject(String document) {
    assertThatExceptionOfType(Refused.class)
        .isThrownBy(() -> registry.put(CORE, 0, Payload.of(document), ALICE))
        .withMessageStartingWith("document: ")
        .withMessageContaining("(expected: one JSON object")
        .satisfies(refused -> assertThat(refused.getMessage()).doesNotContain("hunter2"));
    assertThat(registry.get(CORE)).isEmpty();
  }

  @Test
  void refusesWhatIsNotUtf8() {
    byte[] bytes = {'{', '"', (byte) 0xff, '"', ':', '1', '}'};
    assertThatExceptionOfType(Refused.class)
        .isThrownBy(() -> registry.put(CORE, 0, Payload.owning(bytes), ALICE))
        .withMessage("document: not UTF-8 (expected: one JSON object in UTF-8)");
  }

  @Test
  void takesADocumentOfTheDeepestAndNotOneDeeper() throws Exception {
    registry.put(CORE, 0, deep(Registry.DEPTH_MAX), ALICE);
    assertThatExceptionOfType(Refused.class)
        .isThrownBy(() -> registry.put(key("b"), 0, deep(Registry.DEPTH_MAX + 1), ALICE))
        .withMessageContaining("too deep")
        .withMessageContaining("at most 64");
  }

  private static Payload deep(int depth) {
    return Payload.of("{\"a\":".repeat(depth) + "1" + "}".repeat(depth));
  }

  @Test
  void holdsAHundredThousandItemsOfACollectionAndNotOneMore() throws Exception {
    long version = 0;
    for (int i = 0; i < Registry.ITEMS_MAX; i++) {
      version = registry.put(key("k" + i), 0, Payload.of("{}"), ALICE).version();
    }
    assertThatExceptionOfType(Refused.class)
        .isThrownBy(() -> registry.put(CORE, 0, json(1), ALICE))
        .withMessageContaining("at most 100000");
    registry.put(new Key("other", "core"), 0, json(1), ALICE);
    registry.put(key("k99999"), version, json(1), ALICE);
    registry.delete(key("k0"), 1, ALICE);
    registry.put(CORE, 0, json(1), ALICE);
    assertThat(registry.list("settings")).hasSize(Registry.ITEMS_MAX);
  }

  @Test
  void losesNoIncrementOfManyThreads() throws Exception {
    int threads = 8;
    int each = 50;
    registry.put(CORE, 0, json(0), ALICE);
    try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      var all = new ArrayList<Future<?>>();
      for (int i = 0; i < threads; i++) {
        all.add(pool.submit(() -> increment(each)));
      }
      for (Future<?> one : all) {
        one.get();
      }
    }
    assertThat(registry.get(CORE)).map(Item::document).contains(json(threads * each));
    try (Changes changes = registry.changes()) {
      List<Change> read = all(changes);
      assertThat(read).hasSize(1 + threads * each);
      for (int i = 0; i < read.size(); i++) {
        assertThat(read.get(i).document()).contains(json(i));
        assertThat(read.get(i).before()).isEqualTo(i == 0 ? 0 : read.get(i - 1).version());
      }
    }
  }

  private Void increment(int times) throws Exception {
    int done = 0;
    while (done < times) {
      Item item = registry.get(CORE).orElseThrow();
      String text = item.document().text();
      int value = Integer.parseInt(text.substring(10, text.length() - 1));
      try {
        registry.put(CORE, item.version(), json(value + 1), ALICE);
        done++;
      } catch (VersionConflict e) {
        assertThat(e.actual()).isGreaterThan(item.version());
      }
    }
    return null;
  }

  static List<Change> all(Changes changes) throws Exception {
    var all = new ArrayList<Change>();
    List<Change> some = changes.poll(7, NOW);
    while (!some.isEmpty()) {
      assertThat(some).hasSizeLessThanOrEqualTo(7);
      all.addAll(some);
      some = changes.poll(7, NOW);
    }
    return all;
  }

  @Test
  void tellsEverythingAboutAChange() throws Exception {
    long first = registry.put(CORE, 0, json(1), ALICE).version();
    Instant early = now.get();
    now.set(early.plusSeconds(1));
    Origin bob = Origin.of("http");
    long second = registry.put(CORE, first, json(2), bob).version();
    long third = registry.delete(CORE, second, ALICE);
    long fourth = registry.put(CORE, 0, json(3), ALICE).version();
    try (Changes changes = registry.changes()) {
      List<Change> read = all(changes);
      List<Position> at = read.stream().map(Change::position).toList();
      assertThat(at).isSorted().doesNotHaveDuplicates();
      Instant late = now.get();
      assertThat(read)
          .containsExactly(
              new Change(at.get(0), early, CORE, 0, first, Optional.of(json(1)), ALICE),
              new Change(at.get(1), late, CORE, first, second, Optional.of(json(2)), bob),
              new Change(at.get(2), late, CORE, second, third, Optional.empty(), ALICE),
              new Change(at.get(3), late, CORE, 0, fourth, Optional.of(json(3)), ALICE));
      assertThat(read)
          .extracting(Change::action)
          .containsExactly(
              Change.Action.CREATED,
              Change.Action.UPDATED,
              Change.Action.DELETED,
              Change.Action.CREATED);
      assertThat(read.getLast().item()).isEqualTo(registry.get(CORE));
    }
  }

  @Test
  void whoGoesOnAtABookmarkReadsEveryChangeOnce() throws Exception {
    var random = new Random(11);
    for (int i = 0; i < 100; i++) {
      registry.put(key("k" + i), 0, json(i), ALICE);
    }
    var read = new ArrayList<Change>();
    Cursor bookmark;
    try (Changes changes = registry.changes()) {
      bookmark = changes.next();
    }
    while (read.size() < 100) {
      try (Changes changes = registry.changes(bookmark)) {
        read.addAll(changes.poll(1 + random.nextInt(9), NOW));
        bookmark = changes.next();
      }
    }
    assertThat(read)
        .extracting(change -> change.key().name())
        .containsExactlyElementsOf(IntStream.range(0, 100).mapToObj(i -> "k" + i).toList());
    try (Changes changes = registry.changes(bookmark)) {
      assertThat(changes.poll(9, NOW)).isEmpty();
    }
  }

  @Test
  void refusesABookmarkOfAnotherJournalOrFromTheFuture() throws Exception {
    Cursor ours;
    try (Changes changes = registry.changes()) {
      ours = changes.next();
    }
    var other = new JournalId(new UUID(1, 1), 1);
    var restored = new JournalId(ours.journal().id(), ours.journal().incarnation() + 1);
    var zero = new Position(0, 0);
    for (Cursor wrong :
        List.of(
            Cursor.at(other, zero),
            Cursor.at(restored, zero),
            Cursor.at(ours.journal(), new Position(0, 1000)))) {
      assertThatExceptionOfType(InvalidCursor.class).isThrownBy(() -> registry.changes(wrong));
    }
  }

  @Test
  void aWatcherSeesEveryChangeOfItsCollectionOnceInOrder() throws Exception {
    registry.put(key("before"), 0, json(1), ALICE);
    try (Changes changes = registry.watch("settings");
        var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<List<Long>> seen = pool.submit(() -> versions(changes, 300));
      var writers = new ArrayList<Future<List<Long>>>();
      for (int i = 0; i < 3; i++) {
        String name = "w" + i;
        writers.add(pool.submit(() -> write(name, 100)));
      }
      var expected = new ArrayList<Long>();
      for (Future<List<Long>> writer : writers) {
        expected.addAll(writer.get());
      }
      expected.sort(null);
      assertThat(seen.get()).containsExactlyElementsOf(expected);
    }
  }

  private List<Long> write(String name, int times) throws Exception {
    var versions = new ArrayList<Long>();
    for (int i = 0; i < times; i++) {
      long before = i == 0 ? 0 : versions.getLast();
      versions.add(registry.put(key(name), before, json(i), ALICE).version());
      registry.put(new Key("noise", name + "-" + i), 0, json(i), ALICE);
    }
    return versions;
  }

  /** Of the next changes; what is told can be got. */
  private List<Long> versions(Changes changes, int count) throws Exception {
    var versions = new ArrayList<Long>();
    while (versions.size() < count) {
      List<Change> some = changes.poll(10, PATIENCE);
      assertThat(some).isNotEmpty();
      for (Change change : some) {
        versions.add(change.version());
        assertThat(registry.get(change.key()).orElseThrow().version())
            .isGreaterThanOrEqualTo(change.version());
      }
    }
    return versions;
  }

  @Test
  void whoWatchesAndThenListsMissesNothing() throws Exception {
    int count = 500;
    var watchers = new ArrayList<Changes>();
    var seen = new ArrayList<Set<String>>();
    try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<List<Long>> writer = pool.submit(() -> putMany(count));
      while (!writer.isDone() && watchers.size() < 1000) {
        watchers.add(registry.watch("settings"));
        seen.add(new TreeSet<>(names(registry.list("settings"))));
      }
      Set<String> all = new TreeSet<>(IntStream.range(0, count).mapToObj(i -> "k" + i).toList());
      assertThat(writer.get()).hasSize(count);
      for (int i = 0; i < watchers.size(); i++) {
        all(watchers.get(i)).forEach(change -> seen.getFirst().add(change.key().name()));
        assertThat(seen.removeFirst()).isEqualTo(all);
        watchers.get(i).close();
      }
    }
  }

  private List<Long> putMany(int count) throws Exception {
    var versions = new ArrayList<Long>();
    for (int i = 0; i < count; i++) {
      versions.add(registry.put(key("k" + i), 0, json(i), ALICE).version());
    }
    return versions;
  }

  private static List<String> names(List<Item> items) {
    return items.stream().map(item -> item.key().name()).toList();
  }

  @Test
  void aWatcherWaitsNoLongerThanItWasTold() throws Exception {
    try (Changes changes = registry.watch("settings")) {
      assertThat(changes.poll(1, Duration.ofMillis(5))).isEmpty();
      registry.put(new Key("other", "a"), 0, json(1), ALICE);
      assertThat(changes.poll(1, Duration.ofMillis(5))).isEmpty();
      registry.put(CORE, 0, json(1), ALICE);
      assertThat(changes.poll(1, NOW)).hasSize(1);
    }
  }

  @Test
  void closingEndsWatchersAndWrites() throws Exception {
    Changes changes = registry.watch("settings");
    try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<List<Change>> polled = pool.submit(() -> changes.poll(1, PATIENCE));
      close();
      assertThat(polled.get()).isEmpty();
    }
    assertThatIOException().isThrownBy(() -> registry.put(CORE, 0, json(1), ALICE));
    assertThatIOException().isThrownBy(() -> registry.watch("settings"));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void behavesAsAMapWithVersions(long seed) throws Exception {
    var random = new Random(seed);
    var model = new TreeMap<Key, Item>();
    int changes = 0;
    for (int step = 0; step < 400; step++) {
      Key key = new Key("c" + random.nextInt(2), "n" + random.nextInt(6));
      long actual = model.containsKey(key) ? model.get(key).version() : 0;
      long expected = random.nextInt(4) > 0 ? actual : random.nextInt(30);
      boolean delete = random.nextInt(3) == 0;
      try {
        if (delete) {
          registry.delete(key, expected, ALICE);
          model.remove(key);
        } else {
          model.put(key, registry.put(key, expected, json(step), ALICE));
        }
        changes++;
        assertThat(expected).as("seed %d step %d", seed, step).isEqualTo(actual);
      } catch (VersionConflict e) {
        assertThat(e.actual()).isEqualTo(actual);
        assertThat(expected != actual || (delete && actual == 0)).isTrue();
      }
      changed(step, random);
      assertThat(registry.get(key)).isEqualTo(Optional.ofNullable(model.get(key)));
      for (String collection : List.of("c0", "c1")) {
        assertThat(registry.list(collection))
            .as("seed %d step %d", seed, step)
            .containsExactlyElementsOf(
                model.values().stream()
                    .filter(i -> collection.equals(i.key().collection()))
                    .toList());
      }
    }
    try (Changes read = registry.changes()) {
      assertThat(all(read)).hasSize(changes);
    }
  }

  /** After each step of the random test: a place to close and open again. */
  void changed(int step, Random random) throws Exception {}
}
