package belfry.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belfry.event.JournalId;
import belfry.feed.Reading;
import belfry.index.Index.Snapshot;
import belfry.index.Query.Order;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The index on disk. */
class LuceneIndexTest extends IndexContract {
  private static final JournalId JOURNAL = new JournalId(new UUID(1, 2), 1);

  @Override
  LuceneIndex open(Path home) throws IOException {
    return LuceneIndex.open(home, 7, JOURNAL);
  }

  private void reopen(int facets, JournalId journal) throws IOException {
    index.close();
    index = LuceneIndex.open(home, facets, journal);
  }

  private List<Place> places() throws Exception {
    try (Snapshot snapshot = index.snapshot()) {
      return snapshot.candidates(Entries.all(), Order.OLDEST_FIRST, 10_000, new Cancel()).places();
    }
  }

  private List<String> directories() throws IOException {
    try (Stream<Path> paths = Files.list(home)) {
      return paths.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void goesOnWhereItWasCommitted() throws Exception {
    List<Reading> all = filled(31, 300);
    long next = index.next(0);
    reopen(7, JOURNAL);

    assertThat(index.next(0)).isEqualTo(next).isPositive();
    assertThat(places()).isEqualTo(expected(all, Entries.all(), Order.OLDEST_FIRST));
    index.add(all);
    index.refresh();
    assertThat(places()).hasSize(300);
  }

  @Test
  void saysExactlyWhatIsSearchableWhileMoreIsAdded() throws Exception {
    List<Reading> all = new Entries(36).take(6_000);
    Thread adding =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    for (Reading reading : all) {
                      index.add(List.of(reading));
                    }
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                });
    boolean last = false;
    while (!last) {
      last = !adding.isAlive();
      index.refresh();
      assertSearchable(all);
    }
    assertThat(places()).hasSize(all.size());
  }

  /** What the snapshot says it has is what it has, not one entry more or less. */
  private void assertSearchable(List<Reading> all) throws Exception {
    try (Snapshot snapshot = index.snapshot()) {
      assertThat(
              snapshot.candidates(Entries.all(), Order.OLDEST_FIRST, 10_000, new Cancel()).places())
          .isEqualTo(
              all.stream()
                  .map(reading -> Place.of(reading.entry()))
                  .filter(place -> place.offset() < snapshot.to(place.partition()))
                  .sorted()
                  .toList());
    }
  }

  @Test
  void opensWhereACommitWasMadeWhileMoreWasAdded(@TempDir Path elsewhere) throws Exception {
    List<Reading> all = new Entries(37).take(3_000);
    index.add(all.subList(0, 1_000));
    index.refresh();
    index.add(all.subList(1_000, 2_000));
    ((LuceneIndex) index).commit();
    long next = index.next(0);
    index.add(all.subList(2_000, 3_000));
    Path crashed = elsewhere.resolve("crashed");
    copy(home, crashed);
    try (LuceneIndex opened = open(crashed)) {
      assertThat(opened.next(0)).isEqualTo(next);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> paths = Files.walk(from)) {
      for (Path path : paths.toList()) {
        if (!path.endsWith("write.lock")) {
          Files.copy(path, to.resolve(from.relativize(path)));
        }
      }
    }
  }

  @Test
  void beginsAnewForAnotherJournalOrIncarnation() throws Exception {
    filled(32, 100);
    reopen(7, new JournalId(JOURNAL.id(), 2));

    assertThat(places()).isEmpty();
    assertThat(index.next(0)).isZero();
  }

  @Test
  void answersFromTheOlderDirectoryUntilTheNewOneHasCaughtUp() throws Exception {
    List<Reading> all = filled(33, 300);
    reopen(8, JOURNAL);
    assertThat(directories())
        .containsExactly("v" + LuceneIndex.LAYOUT + ".7", "v" + LuceneIndex.LAYOUT + ".8");
    assertThat(places()).hasSize(300);
    assertThat(index.next(0)).isZero();

    index.add(all.subList(0, 150));
    index.refresh();
    assertThat(places()).hasSize(300);

    index.add(all.subList(150, 300));
    index.refresh();
    assertThat(places()).isEqualTo(expected(all, Entries.all(), Order.OLDEST_FIRST));
    assertThat(directories()).containsExactly("v" + LuceneIndex.LAYOUT + ".8");
  }

  @Test
  void goesOnBuildingBesideTheOlderDirectoryAfterARestart() throws Exception {
    List<Reading> all = filled(34, 300);
    reopen(8, JOURNAL);
    index.add(all.subList(0, 150));
    reopen(8, JOURNAL);

    assertThat(index.next(0)).isPositive();
    assertThat(places()).hasSize(300);
  }

  @Test
  void dropsDirectoriesOfAnotherLayout() throws Exception {
    Files.createDirectories(home.resolve("v0.9"));
    Files.writeString(home.resolve("v0.9/segments_1"), "old");
    reopen(7, JOURNAL);
    assertThat(directories()).containsExactly("v" + LuceneIndex.LAYOUT + ".7");
  }

  @Test
  void beginsAnewWhenItsFilesCannotBeRead() throws Exception {
    filled(35, 100);
    index.close();
    Path segments;
    try (Stream<Path> paths = Files.list(home.resolve("v" + LuceneIndex.LAYOUT + ".7"))) {
      segments =
          paths.filter(p -> p.getFileName().toString().startsWith("segments_")).findFirst().get();
    }
    Files.writeString(segments, "damaged");
    index = open(home);
    assertThat(places()).isEmpty();
  }

  /** At the latest when it is checked; what opening notices is thrown away at once. */
  @ParameterizedTest
  @ValueSource(strings = {"doc", "dvd", "tim", "tip", "tmd", "si", "fnm"})
  void noticesAFlippedBitInASegment(String extension) throws Exception {
    filled(36, 300);
    index.close();
    try (Stream<Path> paths = Files.list(home.resolve("v" + LuceneIndex.LAYOUT + ".7"))) {
      flip(paths.filter(p -> p.toString().endsWith("." + extension)).findFirst().get());
    }
    LuceneIndex damaged = open(home);
    index = damaged;
    if (damaged.next(0) > 0) {
      assertThatThrownBy(damaged::check).hasMessageContaining("checksum");
    }
  }

  static void flip(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      var one = ByteBuffer.allocate(1);
      long middle = channel.size() / 2;
      channel.read(one, middle);
      one.put(0, (byte) (one.get(0) ^ 1)).flip();
      channel.write(one, middle);
    }
  }

  @Test
  void noticesThatAFileIsGone() throws Exception {
    filled(37, 300);
    LuceneIndex lucene = (LuceneIndex) index;
    assertThat(lucene.isSound()).isTrue();
    try (Stream<Path> paths = Files.list(home.resolve("v" + LuceneIndex.LAYOUT + ".7"))) {
      Files.delete(paths.filter(p -> p.toString().endsWith(".doc")).findFirst().get());
    }
    assertThat(lucene.isSound()).isFalse();
    lucene.rebuild();
    assertThat(lucene.isSound()).isTrue();
    assertThat(index.next(0)).isZero();
  }

  @Test
  void aSnapshotOutlivesARebuild() throws Exception {
    List<Reading> all = filled(38, 300);
    try (Snapshot snapshot = index.snapshot()) {
      ((LuceneIndex) index).rebuild();
      assertThat(snapshot.candidates(Entries.all(), Order.OLDEST_FIRST, 300, new Cancel()).places())
          .isEqualTo(expected(all, Entries.all(), Order.OLDEST_FIRST));
    }
    assertThat(places()).isEmpty();
  }

  @Test
  void stopsWhenNobodyWaits() throws Exception {
    var entries = new Entries(39);
    for (int i = 0; i < 10; i++) {
      index.add(entries.take(1000));
    }
    index.refresh();
    var cancel = new Cancel();
    cancel.raise();
    try (Snapshot snapshot = index.snapshot()) {
      assertThatThrownBy(
              () -> snapshot.candidates(Entries.all(), Order.OLDEST_FIRST, 9_999, cancel))
          .isInstanceOf(CancellationException.class);
    }
  }
}
