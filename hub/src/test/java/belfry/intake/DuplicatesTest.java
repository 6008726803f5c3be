package belfry.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belfry.event.Entry;
import belfry.event.Event;
import belfry.event.JournalId;
import belfry.event.Position;
import belfry.intake.Receipt.Accepted;
import belfry.intake.Receipt.Duplicate;
import belfry.journal.Busy;
import belfry.journal.Expired;
import belfry.journal.Journal;
import belfry.journal.Reader;
import belfry.metrics.Metrics;
import belfry.testing.MemoryJournal;
import belfry.testing.PlainDialect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a second copy when the first is slow, fails, or was before a restart. */
class DuplicatesTest {
  @TempDir Path home;
  private final MemoryJournal memory = new MemoryJournal(InstantSource.system());

  private JournalIntake open(Journal journal) throws IOException {
    var settings = new IntakeSettings("hub", Quotas.NONE, Optional.of(home.resolve("duplicates")));
    return JournalIntake.open(
        journal, PlainDialect.DIALECTS, settings, new Random(3), new Metrics());
  }

  private static Receipt.Item accept(JournalIntake intake, String json) throws Exception {
    return intake.accept(IntakeContract.HTTP, IntakeContract.raws(json)).items().getFirst();
  }

  /** A journal whose next append waits for a sign and then does as told. */
  private static final class Gate implements Journal {
    private final Journal journal;
    private final CountDownLatch arrived = new CountDownLatch(1);
    private final CountDownLatch go = new CountDownLatch(1);
    private final boolean fail;
    private boolean first = true;

    Gate(Journal journal, boolean fail) {
      this.journal = journal;
      this.fail = fail;
    }

    @Override
    public List<Position> append(List<Event> events) throws IOException, Busy {
      boolean held;
      synchronized (this) {
        held = first;
        first = false;
      }
      if (held) {
        arrived.countDown();
        try {
          go.await();
        } catch (InterruptedException e) {
          throw new IOException(e);
        }
        if (fail) {
          throw new IOException("told to fail");
        }
      }
      return journal.append(events);
    }

    @Override
    public Reader open(Position from) throws IOException, Expired {
      return journal.open(from);
    }

    @Override
    public List<Entry> read(List<Position> positions) throws IOException {
      return journal.read(positions);
    }

    @Override
    public Position find(int partition, Instant recordedTime) throws IOException {
      return journal.find(partition, recordedTime);
    }

    @Override
    public List<Segment> segments(int partition) {
      return journal.segments(partition);
    }

    @Override
    public List<Partition> partitions() {
      return journal.partitions();
    }

    @Override
    public JournalId id() {
      return journal.id();
    }

    @Override
    public void close() throws IOException {
      journal.close();
    }
  }

  private static Thread start(JournalIntake intake, AtomicReference<Object> outcome) {
    return Thread.startVirtualThread(
        () -> {
          try {
            outcome.set(accept(intake, "{\"id\":\"a\"}"));
          } catch (Exception e) {
            outcome.set(e);
          }
        });
  }

  @Test
  void theSecondCopyIsAnsweredWhenTheFirstIsOnDisk() throws Exception {
    var gate = new Gate(memory, false);
    var intake = open(gate);
    var first = new AtomicReference<Object>();
    var second = new AtomicReference<Object>();
    Thread one = start(intake, first);
    gate.arrived.await();
    Thread two = start(intake, second);

    assertThat(two.join(Duration.ofMillis(50))).isFalse();
    gate.go.countDown();
    one.join();
    two.join();
    var position = ((Accepted) first.get()).position();
    assertThat(second.get()).isEqualTo(new Duplicate("a", position));
  }

  @Test
  void theSecondCopyIsWrittenIfTheFirstCouldNotBe() throws Exception {
    var gate = new Gate(memory, true);
    var intake = open(gate);
    var first = new AtomicReference<Object>();
    var second = new AtomicReference<Object>();
    Thread one = start(intake, first);
    gate.arrived.await();
    Thread two = start(intake, second);

    gate.go.countDown();
    one.join();
    two.join();
    assertThat(first.get()).isInstanceOf(IOException.class);
    assertThat(second.get()).isInstanceOf(Accepted.class);
  }

  @Test
  void whatABusyJournalDidNotTakeIsNoDuplicateLater() throws Exception {
    var intake = open(memory);
    memory.busy(true);
    assertThatThrownBy(() -> accept(intake, "{\"id\":\"a\"}")).isInstanceOf(Busy.class);
    memory.busy(false);
    assertThat(accept(intake, "{\"id\":\"a\"}")).isInstanceOf(Accepted.class);
  }

  @Test
  void aCrashAfterTheLastSaveForgetsNothing() throws Exception {
    var before = open(memory);
    var a = (Accepted) accept(before, "{\"id\":\"a\"}");
    before.save();
    var b = (Accepted) accept(before, "{\"id\":\"b\",\"source\":\"/other\"}");

    var after = open(memory);
    assertThat(accept(after, "{\"id\":\"a\"}")).isEqualTo(new Duplicate("a", a.position()));
    assertThat(accept(after, "{\"id\":\"b\",\"source\":\"/other\"}"))
        .isEqualTo(new Duplicate("b", b.position()));
  }

  @Test
  void aMissingDamagedOrForeignFileIsReplacedFromTheJournal() throws Exception {
    var before = open(memory);
    var a = (Accepted) accept(before, "{\"id\":\"a\"}");
    before.close();
    Path file = home.resolve("duplicates");
    byte[] good = Files.readAllBytes(file);
    for (int damaged = 0; damaged < good.length; damaged += 5) {
      byte[] bad = good.clone();
      bad[damaged] ^= 1;
      Files.write(file, bad);
      assertThat(accept(open(memory), "{\"id\":\"a\"}"))
          .as("byte %d", damaged)
          .isEqualTo(new Duplicate("a", a.position()));
    }
    Files.write(file, new byte[3]);
    assertThat(accept(open(memory), "{\"id\":\"a\"}")).isInstanceOf(Duplicate.class);
    Files.delete(file);
    assertThat(accept(open(memory), "{\"id\":\"a\"}")).isInstanceOf(Duplicate.class);

    Files.write(file, good);
    var other = new MemoryJournal(InstantSource.system(), 1, 99);
    assertThat(accept(open(other), "{\"id\":\"a\"}")).isInstanceOf(Accepted.class);
  }

  @Test
  void aFileSavedWhileABatchIsInFlightSaysSo() throws Exception {
    var gate = new Gate(memory, false);
    var intake = open(gate);
    var outcome = new AtomicReference<Object>();
    Thread slow = start(intake, outcome);
    gate.arrived.await();
    accept(intake, "{\"id\":\"b\"}");
    intake.save();
    gate.go.countDown();
    slow.join();

    var position = ((Accepted) outcome.get()).position();
    assertThat(accept(open(memory), "{\"id\":\"a\"}")).isEqualTo(new Duplicate("a", position));
  }

  @Test
  void aSavedWindowOfManyComesBackWhole() throws Exception {
    var window = new Window();
    var random = new Random(5);
    for (int i = 0; i < 10_000; i++) {
      window.add(random.nextLong(), random.nextLong(), new Position(i % 3, i));
    }
    Path file = home.resolve("many");
    var keys = new WindowFile.Keys(1, 2);
    WindowFile.write(file, WindowFile.Content.of(memory.id(), keys, new long[] {7, 8, 9}, window));
    var content = WindowFile.read(file).orElseThrow();
    var again = new Window();
    content.addTo(again);

    assertThat(content.complete).containsExactly(7, 8, 9);
    assertThat(content.keys).isEqualTo(keys);
    assertThat(again.size()).isEqualTo(10_000);
    window.forEach(
        (key, value, position) ->
            assertThat(again.find(key, value)).contains(new Window.Known.Same(position)));
  }

  @Test
  void anIdempotencyKeyGivesTheSameIdsAgainAndOthersToOthers() {
    var key = new IdempotencyKey("token/ci", "k");
    assertThat(key.id(0)).isEqualTo(new IdempotencyKey("token/ci", "k").id(0));
    assertThat(
            List.of(
                key.id(0),
                key.id(1),
                new IdempotencyKey("token/c", "ik").id(0),
                new IdempotencyKey("token/cd", "k").id(0)))
        .doesNotHaveDuplicates();
  }
}
