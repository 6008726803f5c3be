package belfry.registry;

import static belfry.registry.RegistryContract.ALICE;
import static belfry.registry.RegistryContract.CORE;
import static belfry.registry.RegistryContract.NOW;
import static belfry.registry.RegistryContract.json;
import static belfry.registry.RegistryContract.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belfry.event.Cursor;
import belfry.event.Event;
import belfry.event.InvalidCursor;
import belfry.event.Origin;
import belfry.event.Payload;
import belfry.event.Position;
import belfry.journal.Busy;
import belfry.journal.FileJournal;
import belfry.journal.Journal;
import belfry.journal.PartitionKind;
import belfry.journal.Reader;
import belfry.metrics.Metrics;
import belfry.testing.MemoryJournal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The registry on a journal on disk: what is left after stops, crashes and damage. */
class JournalRegistryTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-01-01T00:00:00.123456789Z"));

  @TempDir Path home;
  private Path snapshot;
  private Journal journal;
  private JournalRegistry registry;

  @BeforeEach
  void open() throws Exception {
    snapshot = home.resolve("state").resolve(SnapshotFile.NAME);
    journal = openJournal();
    registry = openRegistry();
  }

  private FileJournal openJournal() throws IOException {
    var settings = new FileJournal.Settings(1 << 20, 1 << 16, 1 << 20, Duration.ofDays(1), 3);
    return FileJournal.open(
        home.resolve("control"), PartitionKind.CONTROL, settings, CLOCK, new Random(1));
  }

  private JournalRegistry openRegistry() throws IOException {
    return JournalRegistry.open(journal, home.resolve("state"), CLOCK, new Metrics());
  }

  @AfterEach
  void close() throws Exception {
    registry.close();
    journal.close();
  }

  /** Some documents, changed and deleted; returns what there is then. */
  private List<Item> fill() throws Exception {
    for (int i = 0; i < 6; i++) {
      Item item = registry.put(key("k" + i), 0, json(i), ALICE);
      if (i % 2 == 0) {
        item = registry.put(item.key(), item.version(), json("\"" + "ü".repeat(i) + "\""), ALICE);
      }
      if (i % 3 == 2) {
        registry.delete(item.key(), item.version(), ALICE);
      }
    }
    registry.put(new Key("other", "o"), 0, json(9), ALICE);
    return everything(registry);
  }

  private static List<Item> everything(Registry of) {
    var all = new ArrayList<>(of.list("settings"));
    all.addAll(of.list("other"));
    return all;
  }

  @Test
  void aChangeIsOneEventOfTheJournal() throws Exception {
    registry.put(CORE, 0, json(1), ALICE);
    registry.delete(CORE, 1, ALICE);
    try (Reader reader = journal.open(new Position(0, 0))) {
      List<Event> events = reader.poll(10, NOW).stream().map(e -> e.event()).toList();
      assertThat(events)
          .extracting(Event::type)
          .containsExactly("belfry.registry.put", "belfry.registry.delete");
      assertThat(events)
          .extracting(event -> event.data().text())
          .containsExactly(
              "{\"collection\":\"settings\",\"name\":\"core\",\"before\":0,\"version\":1,"
                  + "\"document\":{\"value\": 1}}",
              "{\"collection\":\"settings\",\"name\":\"core\",\"before\":1,\"version\":2}");
      Event first = events.getFirst();
      assertThat(first.source()).isEqualTo("/belfry/registry");
      assertThat(first.subject()).contains("settings/core");
      assertThat(first.origin()).isEqualTo(ALICE);
      assertThat(first.time()).isEqualTo(CLOCK.instant());
      assertThat(first.checked()).isSameAs(first);
    }
  }

  @Test
  void afterARestartEverythingIsThereAndVersionsGoOn() throws Exception {
    List<Item> before = fill();
    long last = registry.put(CORE, 0, json(1), ALICE).version();
    last = registry.delete(CORE, last, ALICE);
    registry.close();
    journal.close();
    journal = openJournal();
    registry = openRegistry();
    assertThat(everything(registry)).isEqualTo(before);
    assertThat(registry.put(CORE, 0, json(1), ALICE).version()).isEqualTo(last + 1);
  }

  @Test
  void afterACrashEverythingIsReadFromTheJournal() throws Exception {
    List<Item> before = fill();
    journal.close();
    journal = openJournal();
    assertThat(snapshot).doesNotExist();
    registry = openRegistry();
    assertThat(everything(registry)).isEqualTo(before);
  }

  @Test
  void whatCameAfterTheSnapshotIsReadFromTheJournal() throws Exception {
    fill();
    registry.close();
    assertThat(snapshot).exists();
    registry = openRegistry();
    Item item = registry.get(key("k0")).orElseThrow();
    registry.delete(item.key(), item.version(), ALICE);
    registry.put(CORE, 0, json(5), ALICE);
    List<Item> before = everything(registry);
    JournalRegistry after = openRegistry(); // the first one is as dead as in a crash
    assertThat(everything(after)).isEqualTo(before);
    assertThat(after.put(key("new"), 0, json(1), ALICE).version()).isEqualTo(15);
  }

  @Test
  void aSnapshotCutAnywhereIsIgnored() throws Exception {
    List<Item> before = fill();
    registry.close();
    byte[] whole = Files.readAllBytes(snapshot);
    assertThat(whole.length).isBetween(300, 1000);
    for (int length = 0; length < whole.length; length++) {
      Files.write(snapshot, Arrays.copyOf(whole, length));
      assertThatIOException().isThrownBy(() -> new SnapshotFile(snapshot.getParent()).read());
      assertThat(everything(openRegistry())).as("cut at " + length).isEqualTo(before);
    }
    Files.write(snapshot, whole);
    assertThat(new SnapshotFile(snapshot.getParent()).read()).isPresent();
  }

  @Test
  void aSnapshotWithAnyBitFlippedIsIgnored() throws Exception {
    List<Item> before = fill();
    registry.close();
    byte[] whole = Files.readAllBytes(snapshot);
    var random = new Random(3);
    for (int at = 0; at < whole.length; at++) {
      byte[] flipped = whole.clone();
      flipped[at] ^= (byte) (1 << random.nextInt(8));
      Files.write(snapshot, flipped);
      assertThatIOException()
          .as("flipped at " + at)
          .isThrownBy(() -> new SnapshotFile(snapshot.getParent()).read());
      assertThat(everything(openRegistry())).as("flipped at " + at).isEqualTo(before);
    }
  }

  @Test
  void aWholeSnapshotSavesReadingTheJournal() throws Exception {
    var memory = new MemoryJournal(CLOCK, 1, 1);
    var first = JournalRegistry.open(memory, home.resolve("m"), CLOCK, new Metrics());
    Item item = first.put(CORE, 0, json(1), ALICE);
    Item newest = first.put(CORE, item.version(), json(2), ALICE);
    first.close();
    long end = memory.partitions().getFirst().end();
    memory.expire(new Position(0, end - 1));
    var second = JournalRegistry.open(memory, home.resolve("m"), CLOCK, new Metrics());
    assertThat(second.get(CORE)).contains(newest);
    Files.delete(home.resolve("m").resolve(SnapshotFile.NAME));
    assertThatIOException()
        .isThrownBy(() -> JournalRegistry.open(memory, home.resolve("m"), CLOCK, new Metrics()))
        .withMessageContaining("are gone from the control journal");
  }

  @Test
  void aSnapshotOfAnotherJournalOrIncarnationIsIgnored() throws Exception {
    List<Item> before = fill();
    registry.close();
    byte[] old = Files.readAllBytes(snapshot);
    journal.close();
    FileJournal.renew(home.resolve("control"));
    journal = openJournal();
    registry = openRegistry();
    assertThat(everything(registry)).isEqualTo(before);
    registry.close();
    Files.write(snapshot, old);
    var other = new MemoryJournal(CLOCK, 1, 5);
    var empty = JournalRegistry.open(other, snapshot.getParent(), CLOCK, new Metrics());
    assertThat(everything(empty)).isEmpty();
  }

  @Test
  void aSnapshotOfAJournalThatWasPutBackAndWrittenOnIsIgnored() throws Exception {
    Path control = home.resolve("control");
    Path copy = home.resolve("copy");
    registry.put(CORE, 0, json(1), ALICE);
    journal.close();
    copy(control, copy);
    journal = openJournal();
    registry = openRegistry();
    registry.put(key("gone"), 0, json(1), ALICE);
    registry.close();
    journal.close();
    control = home.resolve("put-back");
    copy(copy, control);
    var settings = new FileJournal.Settings(1 << 20, 1 << 16, 1 << 20, Duration.ofDays(1), 3);
    journal = FileJournal.open(control, PartitionKind.CONTROL, settings, CLOCK, new Random(77));
    byte[] old = Files.readAllBytes(snapshot);
    Files.delete(snapshot);
    registry = openRegistry();
    registry.put(key("kept"), 0, json(1), ALICE);
    Files.write(snapshot, old);
    registry = openRegistry();
    assertThat(registry.get(key("gone"))).isEmpty();
    assertThat(registry.get(key("kept"))).isPresent();
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (var files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }

  @Test
  void aSnapshotIsWrittenAfterEnoughChangesAndOnlyForOneself() throws Exception {
    registry = limited(Registry.ITEMS_MAX, Registry.BYTES_MAX, 3);
    registry.put(key("a"), 0, json(1), ALICE);
    registry.put(key("b"), 0, json(1), ALICE);
    assertThat(snapshot).doesNotExist();
    registry.put(key("c"), 0, json(1), ALICE);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(snapshot)))
        .isEqualTo("rw-------");
    Snapshot written = new SnapshotFile(snapshot.getParent()).read().orElseThrow();
    assertThat(written.items()).isEqualTo(registry.list("settings"));
    assertThat(snapshot.resolveSibling(SnapshotFile.NAME + ".new")).doesNotExist();
  }

  @Test
  void aSnapshotThatCannotBeWrittenHurtsNobody() throws Exception {
    registry = limited(Registry.ITEMS_MAX, Registry.BYTES_MAX, 1);
    Files.createDirectories(snapshot.resolve("in-the-way"));
    registry.put(CORE, 0, json(1), ALICE);
    assertThat(registry.get(CORE)).isPresent();
    registry = openRegistry();
    assertThat(registry.get(CORE)).isPresent();
  }

  private JournalRegistry limited(int items, long bytes, int snapshotEvery) throws IOException {
    return JournalRegistry.open(
        journal,
        home.resolve("state"),
        CLOCK,
        new Metrics(),
        new JournalRegistry.Limits(items, bytes, snapshotEvery));
  }

  @Test
  void allDocumentsTogetherHaveALimit() throws Exception {
    assertThat(JournalRegistry.Limits.DEFAULT.bytes()).isEqualTo(Registry.BYTES_MAX);
    int size = json(1).size();
    registry = limited(10, 2L * size, 1000);
    registry.put(key("a"), 0, json(1), ALICE);
    registry.put(key("b"), 0, json(1), ALICE);
    registry.put(key("b"), 2, json(2), ALICE);
    assertThatExceptionOfType(Refused.class)
        .isThrownBy(() -> registry.put(key("b"), 3, json(10), ALICE))
        .withMessage("registry: 25 bytes of documents (expected: at most 24; delete some)");
    registry.delete(key("a"), 1, ALICE);
    registry.put(key("b"), 3, json(10), ALICE);
  }

  @Test
  void aFullOrBusyJournalChangesNothing() throws Exception {
    var memory = new MemoryJournal(CLOCK, 1, 1);
    registry = JournalRegistry.open(memory, home.resolve("m"), CLOCK, new Metrics());
    long version = registry.put(CORE, 0, json(1), ALICE).version();
    memory.busy(true);
    assertThatExceptionOfType(Busy.class)
        .isThrownBy(() -> registry.put(CORE, version, json(2), ALICE));
    assertThat(registry.get(CORE)).map(Item::document).contains(json(1));
    memory.busy(false);
    assertThat(registry.put(CORE, version, json(2), ALICE).version()).isEqualTo(version + 1);
  }

  @Test
  void anAppendOfUnknownOutcomeIsFoundOutBeforeTheNext() throws Exception {
    var flaky = new FlakyJournal(new MemoryJournal(CLOCK, 1, 1));
    registry = JournalRegistry.open(flaky, home.resolve("m"), CLOCK, new Metrics());
    long version = registry.put(CORE, 0, json(1), ALICE).version();
    flaky.failAfter(true);
    assertThatIOException().isThrownBy(() -> registry.put(CORE, version, json(2), ALICE));
    flaky.failAfter(false);
    assertThatExceptionOfType(VersionConflict.class)
        .isThrownBy(() -> registry.put(CORE, version, json(3), ALICE))
        .satisfies(conflict -> assertThat(conflict.actual()).isEqualTo(version + 1));
    assertThat(registry.get(CORE)).map(Item::document).contains(json(2));
    assertThat(registry.put(CORE, version + 1, json(3), ALICE).version()).isEqualTo(version + 2);
  }

  @Test
  void aWatcherToldOfAnAppendOfUnknownOutcomeFindsItInTheRegistry() throws Exception {
    var flaky = new FlakyJournal(new MemoryJournal(CLOCK, 1, 1));
    registry = JournalRegistry.open(flaky, home.resolve("m"), CLOCK, new Metrics());
    try (Changes changes = registry.watch("settings")) {
      flaky.failAfter(true);
      assertThatIOException().isThrownBy(() -> registry.put(CORE, 0, json(2), ALICE));
      Change change = changes.poll(1, NOW).getFirst();
      assertThat(registry.get(CORE)).isEqualTo(change.item());
    }
  }

  @Test
  void otherEventsOfTheJournalAreNotItsBusiness() throws Exception {
    journal.append(List.of(event("/other", ChangeEvent.PUT), event("/belfry/registry", "other")));
    registry.put(CORE, 0, json(1), ALICE);
    try (Changes changes = registry.changes()) {
      assertThat(changes.poll(10, NOW)).hasSize(1);
      assertThat(changes.poll(10, NOW)).isEmpty();
    }
    assertThat(everything(openRegistry())).hasSize(1);
  }

  private static Event event(String source, String type) {
    return Event.of("1", source, type, CLOCK.instant(), "native", Payload.of("{}")).build();
  }

  @Test
  void aChangeThatCannotBeReadIsAFailedStart() throws Exception {
    journal.append(List.of(event(ChangeEvent.SOURCE, ChangeEvent.PUT)));
    assertThatIOException()
        .isThrownBy(this::openRegistry)
        .withMessageContaining("change 1 cannot be read");
  }

  @Test
  void aChangeOfANewerVersionIsAFailedStart() throws Exception {
    var newer = new ChangeEvent(CORE, 0, 1, Optional.of(json(1)), CLOCK.instant(), ALICE);
    journal.append(List.of(newer.toEvent().toBuilder().decoderVersion(2).build()));
    assertThatIOException()
        .isThrownBy(this::openRegistry)
        .withMessageContaining("a newer Belfry wrote it");
  }

  @Test
  void aJournalOfSeveralPartitionsIsNone() {
    var three = new MemoryJournal(CLOCK);
    assertThatThrownBy(() -> JournalRegistry.open(three, home.resolve("m"), CLOCK, new Metrics()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3 partitions (expected: 1");
  }

  @Test
  void aBookmarkOutlivesARestartAndNoRestore() throws Exception {
    fill();
    Cursor bookmark;
    try (Changes changes = registry.changes()) {
      changes.poll(5, NOW);
      bookmark = changes.next();
    }
    registry.close();
    journal.close();
    journal = openJournal();
    registry = openRegistry();
    try (Changes changes = registry.changes(bookmark)) {
      assertThat(changes.poll(100, NOW))
          .extracting(Change::version)
          .containsExactlyElementsOf(IntStream.rangeClosed(6, 12).mapToObj(i -> (long) i).toList());
    }
    registry.close();
    journal.close();
    FileJournal.renew(home.resolve("control"));
    journal = openJournal();
    registry = openRegistry();
    assertThatExceptionOfType(InvalidCursor.class).isThrownBy(() -> registry.changes(bookmark));
  }

  @Test
  void countsWhatItDoes() throws Exception {
    var metrics = new Metrics();
    registry = JournalRegistry.open(journal, home.resolve("state"), CLOCK, metrics);
    registry.put(CORE, 0, json(1), Origin.of("http"));
    registry.put(CORE, 1, json(2), ALICE);
    registry.delete(CORE, 2, ALICE);
    registry.put(CORE, 0, json(3), ALICE);
    assertThatExceptionOfType(VersionConflict.class)
        .isThrownBy(() -> registry.put(CORE, 0, json(2), ALICE));
    assertThat(metrics.prometheusText())
        .contains("belfry_registry_changes_total{op=\"put\"} 3\n")
        .contains("belfry_registry_changes_total{op=\"delete\"} 1\n")
        .contains("belfry_registry_conflicts_total 1\n")
        .contains("belfry_registry_items 1\n")
        .contains("belfry_registry_bytes 12\n");
  }
}
