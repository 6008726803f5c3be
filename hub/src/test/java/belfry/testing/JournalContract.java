package belfry.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belfry.event.Entry;
import belfry.event.Event;
import belfry.event.Position;
import belfry.journal.Journal;
import belfry.journal.Reader;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every journal promises. A new journal is done when its subclass of this is green. */
public abstract class JournalContract {
  private static final Duration NOW = Duration.ZERO;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Set by a test to make time go, or go back. */
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-01-01T00:00:00.123456789Z"));

  private Journal journal;

  /** A new, empty journal. */
  protected abstract Journal open(InstantSource clock) throws Exception;

  /** A journal in which something was appended and then forgotten by retention; if it can. */
  protected abstract void expire(Journal journal, Position before) throws Exception;

  @BeforeEach
  void openJournal() throws Exception {
    journal = open(now::get);
  }

  @AfterEach
  void closeJournal() throws Exception {
    journal.close();
  }

  @Test
  void givesBackWhatWasAppendedInOrder() throws Exception {
    List<Event> events = sameSource(0, 300);
    List<Position> positions = journal.append(events);
    List<Entry> read = readAll(positions.getFirst().partition());
    assertThat(read).extracting(Entry::event).containsExactlyElementsOf(events);
    assertThat(read).extracting(Entry::position).containsExactlyElementsOf(positions);
    assertThat(read).allSatisfy(entry -> assertThat(entry.salt().size()).isEqualTo(16));
    assertThat(new HashSet<>(read.stream().map(Entry::salt).toList())).hasSize(300);
  }

  @Test
  void keepsEverythingAnEventMayHave() throws Exception {
    for (long seed = 0; seed < 100; seed++) {
      Event event = new Samples(seed).any();
      Position position = journal.append(List.of(event)).getFirst();
      assertThat(journal.read(List.of(position)))
          .as("seed " + seed)
          .extracting(Entry::event)
          .containsExactly(event);
    }
  }

  @Test
  void putsAnAppendIntoOnePartitionWithRisingOffsets() throws Exception {
    for (int i = 0; i < 20; i++) {
      List<Position> positions = journal.append(Samples.events(i * 10, 10));
      assertThat(positions).hasSize(10).isSorted().doesNotHaveDuplicates();
      assertThat(positions.stream().map(Position::partition).distinct()).hasSize(1);
    }
  }

  @Test
  void appendsNothingWhenThereIsNothing() throws Exception {
    assertThat(journal.append(List.of())).isEmpty();
    assertThat(journal.partitions()).allSatisfy(p -> assertThat(p.end()).isEqualTo(p.oldest()));
  }

  @Test
  void readsEntriesInTheOrderAskedForAndLeavesOutWhatIsNotThere() throws Exception {
    var positions = new ArrayList<>(journal.append(sameSource(0, 200)));
    Collections.shuffle(positions, new java.util.Random(7));
    var wanted = new ArrayList<>(positions.subList(0, 50));
    Position behind = new Position(positions.getFirst().partition(), 1_000_000);
    wanted.add(10, behind);
    List<Position> found = journal.read(wanted).stream().map(Entry::position).toList();
    wanted.remove(behind);
    assertThat(found).containsExactlyElementsOf(wanted);
  }

  @Test
  void opensAReaderInTheMiddle() throws Exception {
    List<Position> positions = journal.append(sameSource(0, 100));
    try (Reader reader = journal.open(positions.get(40))) {
      assertThat(reader.next()).isEqualTo(positions.get(40).offset());
      List<Entry> read = reader.poll(5, NOW);
      assertThat(read)
          .extracting(Entry::position)
          .containsExactlyElementsOf(positions.subList(40, 45));
      assertThat(reader.next()).isGreaterThan(positions.get(44).offset());
      assertThat(reader.next()).isLessThanOrEqualTo(positions.get(45).offset());
    }
  }

  @Test
  void readerWaitsForTheNextEntry() throws Exception {
    Position first = journal.append(sameSource(0, 1)).getFirst();
    try (Reader reader = journal.open(first.next());
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      assertThat(reader.poll(10, NOW)).isEmpty();
      Future<List<Entry>> polled = threads.submit(() -> reader.poll(10, PATIENCE));
      journal.append(sameSource(1, 1));
      assertThat(polled.get()).extracting(e -> e.event().id()).containsExactly("id-1");
    }
  }

  @Test
  void readerReturnsNothingWhenNothingComesInTime() throws Exception {
    int partition = journal.partitions().getFirst().number();
    try (Reader reader = journal.open(new Position(partition, 0))) {
      assertThat(reader.poll(10, Duration.ofMillis(5))).isEmpty();
    }
  }

  @Test
  void readersEndWhenTheJournalIsClosed() throws Exception {
    int partition = journal.partitions().getFirst().number();
    try (Reader reader = journal.open(new Position(partition, 0));
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<List<Entry>> polled = threads.submit(() -> reader.poll(10, PATIENCE));
      journal.close();
      assertThat(polled.get()).isEmpty();
      assertThat(reader.poll(10, PATIENCE)).isEmpty();
    }
    assertThatIOException().isThrownBy(() -> journal.append(sameSource(0, 1)));
  }

  @Test
  void aReaderCanBeClosedByAnotherThread() throws Exception {
    int partition = journal.partitions().getFirst().number();
    Reader reader = journal.open(new Position(partition, 0));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<List<Entry>> polled = threads.submit(() -> reader.poll(10, PATIENCE));
      reader.close();
      assertThat(polled.get()).isEmpty();
    }
  }

  @Test
  void recordedTimeHasMicrosecondsAndNeverGoesBack() throws Exception {
    Position first = journal.append(sameSource(0, 1)).getFirst();
    Instant early = now.get();
    now.set(early.minusSeconds(3600));
    Position second = journal.append(sameSource(1, 1)).getFirst();
    now.set(early.plusSeconds(1));
    Position third = journal.append(sameSource(2, 1)).getFirst();
    assertThat(journal.read(List.of(first, second, third)))
        .extracting(Entry::recordedTime)
        .containsExactly(
            Instant.parse("2026-01-01T00:00:00.123456Z"),
            Instant.parse("2026-01-01T00:00:00.123456Z"),
            Instant.parse("2026-01-01T00:00:01.123456Z"));
  }

  @Test
  void findsThePositionOfATime() throws Exception {
    Instant start = now.get();
    var positions = new ArrayList<Position>();
    for (int i = 0; i < 50; i++) {
      now.set(start.plusSeconds(i));
      positions.addAll(journal.append(sameSource(i * 3, 3)));
    }
    int partition = positions.getFirst().partition();
    assertThat(journal.find(partition, Instant.EPOCH)).isEqualTo(positions.getFirst());
    Instant twenty = start.plusSeconds(20).truncatedTo(java.time.temporal.ChronoUnit.MICROS);
    assertThat(journal.find(partition, twenty)).isEqualTo(positions.get(60));
    assertThat(journal.find(partition, twenty.plusNanos(1))).isEqualTo(positions.get(63));
    assertThat(journal.find(partition, twenty.minusNanos(1))).isEqualTo(positions.get(60));
    assertThat(journal.find(partition, Instant.MIN)).isEqualTo(positions.getFirst());
    long end = journal.partitions().get(partition).end();
    assertThat(journal.find(partition, Instant.MAX)).isEqualTo(new Position(partition, end));
  }

  @Test
  void saysWhatIsGoneByRetention() throws Exception {
    List<Position> positions = journal.append(sameSource(0, 10));
    Position left = positions.getLast().next();
    expire(journal, left);
    int partition = left.partition();
    assertThat(journal.partitions().get(partition).oldest()).isEqualTo(left.offset());
    assertThatThrownBy(() -> journal.open(positions.getFirst()))
        .isInstanceOf(belfry.journal.Expired.class)
        .hasMessageContaining(left.toString());
    assertThat(journal.read(positions)).isEmpty();
    Position next = journal.append(sameSource(10, 1)).getFirst();
    assertThat(readAll(partition)).extracting(Entry::position).containsExactly(next);
  }

  @Test
  void tellsAReaderThatRetentionOvertookIt() throws Exception {
    List<Position> positions = journal.append(sameSource(0, 10));
    try (Reader reader = journal.open(positions.getFirst())) {
      assertThat(reader.poll(3, NOW)).hasSize(3);
      expire(journal, positions.getLast().next());
      assertThatThrownBy(() -> reader.poll(3, NOW)).isInstanceOf(belfry.journal.Expired.class);
    }
  }

  @Test
  void refusesAPartitionThatDoesNotExist() {
    int wrong = journal.partitions().size();
    assertThatThrownBy(() -> journal.open(new Position(wrong, 0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("partition: " + wrong);
  }

  @Test
  void manyWritersAtOnceLoseNothingAndKeepTheirOrder() throws Exception {
    int writers = 16;
    int each = 40;
    var acknowledged = ConcurrentHashMap.<Position>newKeySet();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var done = new ArrayList<Future<?>>();
      for (int w = 0; w < writers; w++) {
        int from = w * 1000;
        done.add(
            threads.submit(
                () -> {
                  for (int i = 0; i < each; i++) {
                    acknowledged.addAll(journal.append(sameSource(from + i, 1)));
                  }
                  return null;
                }));
      }
      for (Future<?> one : done) {
        one.get();
      }
    }
    List<Entry> read = readAll(acknowledged.iterator().next().partition());
    assertThat(read).hasSize(writers * each);
    assertThat(read).extracting(Entry::position).isSorted().doesNotHaveDuplicates();
    assertThat(new HashSet<>(read.stream().map(Entry::position).toList())).isEqualTo(acknowledged);
    for (int w = 0; w < writers; w++) {
      int writer = w;
      assertThat(read.stream().map(e -> number(e.event())).filter(n -> n / 1000 == writer))
          .isSorted()
          .hasSize(each);
    }
  }

  @Test
  void anInterruptWhileAppendingLosesNothing() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Boolean> appended =
          threads.submit(
              () -> {
                Thread.currentThread().interrupt();
                journal.append(sameSource(0, 1));
                return Thread.currentThread().isInterrupted();
              });
      assertThat(appended.get()).as("the flag is kept").isTrue();
    }
    Position second = journal.append(sameSource(1, 1)).getFirst();
    assertThat(readAll(second.partition())).hasSize(2);
  }

  private List<Entry> readAll(int partition) throws Exception {
    var all = new ArrayList<Entry>();
    long oldest = journal.partitions().get(partition).oldest();
    try (Reader reader = journal.open(new Position(partition, oldest))) {
      List<Entry> some = reader.poll(64, NOW);
      while (!some.isEmpty()) {
        all.addAll(some);
        some = reader.poll(64, NOW);
      }
    }
    return all;
  }

  private static int number(Event event) {
    return Integer.parseInt(event.id().substring(3));
  }

  private static List<Event> sameSource(int from, int count) {
    return Samples.events(from, count).stream()
        .map(event -> event.toBuilder().source("/test").build())
        .toList();
  }
}
