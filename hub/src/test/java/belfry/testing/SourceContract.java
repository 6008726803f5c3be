package belfry.testing;

import static org.assertj.core.api.Assertions.assertThat;

import belfry.event.Malformed;
import belfry.format.Raw;
import belfry.journal.Busy;
import belfry.source.Source;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every source promises. A new source is done when its subclass of this is green. */
public abstract class SourceContract {
  private static final Duration SOON = Duration.ofSeconds(20);

  private final RecordingIntake intake = new RecordingIntake();
  private final AtomicInteger runs = new AtomicInteger();
  private final AtomicReference<String> mistake = new AtomicReference<>("");
  private Upstream upstream;
  private Optional<Thread> running = Optional.empty();

  /** The other side. */
  protected interface Upstream {
    /** A source that is connected to it, or will be. */
    Source source();

    /** Sends events that the source has not seen yet; the source may be running or not. */
    void send(List<String> events) throws Exception;

    /** Whether it keeps what was not acknowledged, and sends it again. */
    default boolean acknowledges() {
      return true;
    }

    /** What it was told that we have. */
    default List<String> acknowledged() {
      return List.of();
    }

    void close() throws Exception;
  }

  /** A new other side to which nothing was sent. */
  protected abstract Upstream open() throws Exception;

  @BeforeEach
  void start() throws Exception {
    upstream = open();
  }

  @AfterEach
  void stop() throws Exception {
    if (running.isPresent()) {
      running.get().interrupt();
      running.get().join();
    }
    upstream.close();
    assertThat(mistake.get()).isEmpty();
  }

  /** As the supervisor does, but at once. */
  private void run() {
    running = Optional.of(Thread.startVirtualThread(this::runAgainAndAgain));
  }

  private void runAgainAndAgain() {
    while (runs.incrementAndGet() < 100) {
      try {
        upstream.source().run(intake);
      } catch (IOException | Malformed | Busy e) {
        continue;
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException | AssertionError e) {
        mistake.set(e.toString());
        return;
      }
    }
  }

  private static List<String> events(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> "1700000000 2 name=event-" + i).toList();
  }

  private void awaitAll(List<String> sent) {
    Awaitility.await().atMost(SOON).until(() -> intake.texts().containsAll(sent));
  }

  @Test
  void handsOverWhatTheOtherSideSendsInItsOrder() throws Exception {
    run();
    upstream.send(events(0, 100));
    upstream.send(events(100, 200));

    awaitAll(events(0, 200));
    assertThat(intake.texts()).containsExactlyElementsOf(events(0, 200));
  }

  @Test
  void acknowledgesOnlyWhatIntakeHasTaken() throws Exception {
    var early = new ArrayList<String>();
    intake.during(
        raws -> {
          List<String> done = upstream.acknowledged();
          raws.stream().map(raw -> raw.bytes().text()).filter(done::contains).forEach(early::add);
        });
    intake.failWriting();
    intake.failBusy(Duration.ofMillis(1));
    run();
    upstream.send(events(0, 50));

    awaitAll(events(0, 50));
    List<String> told = upstream.acknowledges() ? events(0, 50) : List.of();
    Awaitility.await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(upstream.acknowledged()).containsExactlyElementsOf(told));
    assertThat(early).isEmpty();
    assertThat(intake.texts()).containsAll(events(0, 50));
  }

  @Test
  void losesNothingWhenIntakeIsBusyOrFails() throws Exception {
    intake.failBusy(Duration.ofMillis(1));
    intake.failWriting();
    intake.failWriting();
    run();
    upstream.send(events(0, 30));
    awaitAll(events(0, 30));
    intake.failBusy(Duration.ofMillis(1));
    upstream.send(events(30, 60));

    awaitAll(events(0, 60));
    assertThat(new LinkedHashSet<>(intake.texts())).containsExactlyElementsOf(events(0, 60));
    assertThat(runs.get()).isGreaterThanOrEqualTo(5);
  }

  @Test
  void takesWhatIsThereInCallsOfBoundedSize() throws Exception {
    intake.failBusy(Duration.ofMillis(1));
    run();
    upstream.send(events(0, 2_500));

    awaitAll(events(0, 2_500));
    for (List<Raw> call : intake.calls()) {
      assertThat(call).hasSizeBetween(1, Source.BATCH_ITEMS_MAX);
    }
    assertThat(intake.calls()).hasSizeLessThan(2_000);
  }

  @Test
  void endsWhenItIsInterrupted() throws Exception {
    run();
    upstream.send(events(0, 10));
    awaitAll(events(0, 10));

    running.get().interrupt();
    assertThat(running.get().join(SOON)).isTrue();
    assertThat(runs.get()).isEqualTo(1);
  }
}
