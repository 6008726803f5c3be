package belfry.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belfry.event.Entry;
import belfry.event.Event;
import belfry.event.Kind;
import belfry.event.Origin;
import belfry.event.Payload;
import belfry.event.Position;
import belfry.format.Raw;
import belfry.intake.Receipt.Accepted;
import belfry.intake.Receipt.Duplicate;
import belfry.intake.Receipt.Refused;
import belfry.intake.Receipt.Why;
import belfry.journal.Busy;
import belfry.journal.Journal;
import belfry.journal.Reader;
import belfry.metrics.Metrics;
import belfry.testing.PlainDialect;
import belfry.testing.Proves;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What intake promises over any journal. */
abstract class IntakeContract {
  static final Terms HTTP = Terms.http("unix/root", PlainDialect.NAME, new Projects.SameName());
  static final Terms SOURCE =
      Terms.source("source/plain", PlainDialect.NAME, new Projects.Fixed("lab"));

  @TempDir Path home;
  final Metrics metrics = new Metrics();
  Journal journal;
  JournalIntake intake;

  abstract Journal openJournal(Path home) throws IOException;

  @BeforeEach
  void open() throws IOException {
    journal = openJournal(home);
    intake = openIntake(Quotas.NONE);
  }

  JournalIntake openIntake(Quotas quotas) throws IOException {
    var settings = new IntakeSettings("hub-1", quotas, Optional.of(home.resolve("duplicates")));
    return JournalIntake.open(journal, PlainDialect.DIALECTS, settings, new Random(7), metrics);
  }

  @AfterEach
  void close() throws IOException {
    intake.close();
    journal.close();
  }

  static Raw raw(String json) {
    return new Raw(
        Payload.of(json), Origin.of("test"), Instant.parse("2026-11-20T10:00:00Z"), "fresh", 0);
  }

  static List<Raw> raws(String... json) {
    return Arrays.stream(json).map(IntakeContract::raw).toList();
  }

  List<Entry> journaled() throws Exception {
    var entries = new ArrayList<Entry>();
    for (Journal.Partition partition : journal.partitions()) {
      try (Reader reader = journal.open(new Position(partition.number(), partition.oldest()))) {
        List<Entry> some = reader.poll(1000, Duration.ZERO);
        while (!some.isEmpty()) {
          entries.addAll(some);
          some = reader.poll(1000, Duration.ZERO);
        }
      }
    }
    return entries;
  }

  List<Event> events() throws Exception {
    return journaled().stream().map(Entry::event).toList();
  }

  private long count(String name) {
    return metrics
        .prometheusText()
        .lines()
        .filter(line -> line.startsWith(name))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  @Test
  void whatIsAcceptedIsInTheJournalAtThePositionOfTheAnswer() throws Exception {
    Receipt receipt = intake.accept(HTTP, raws("{\"id\":\"a\"}", "{\"id\":\"b\"}"));

    List<Entry> entries = journaled();
    assertThat(receipt.items())
        .containsExactly(
            new Accepted("a", entries.get(0).position(), false),
            new Accepted("b", entries.get(1).position(), false));
    assertThat(entries).extracting(entry -> entry.event().id()).containsExactly("a", "b");
  }

  @Proves("audit 15")
  @Test
  void aRepetitionIsADuplicateAtThePositionOfTheFirst() throws Exception {
    var first = intake.accept(HTTP, raws("{\"id\":\"a\"}"));
    var second = intake.accept(HTTP, raws("{\"id\":\"a\"}", "{\"id\":\"a\"}"));

    var position = ((Accepted) first.items().getFirst()).position();
    assertThat(second.items())
        .containsExactly(new Duplicate("a", position), new Duplicate("a", position));
    assertThat(journaled()).hasSize(1);
  }

  @Test
  void aRepetitionWithinOneBatchIsADuplicateOfTheFirst() throws Exception {
    var receipt = intake.accept(HTTP, raws("{\"id\":\"a\"}", "{\"id\":\"b\"}", "{\"id\":\"a\"}"));

    var position = ((Accepted) receipt.items().getFirst()).position();
    assertThat(receipt.items().getLast()).isEqualTo(new Duplicate("a", position));
    assertThat(journaled()).hasSize(2);
  }

  @Proves("audit 15")
  @Test
  void theSameIdentityWithOtherContentIsAConflictForWhoCanBeTold() throws Exception {
    intake.accept(HTTP, raws("{\"id\":\"a\",\"n\":1}"));
    var second = intake.accept(HTTP, raws("{\"id\":\"a\",\"n\":2}"));

    assertThat(second.items().getFirst())
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.why()).isEqualTo(Why.CONFLICT));
    assertThat(journaled()).hasSize(1);
  }

  @Test
  void theSameIdentityWithOtherContentIsKeptAndMarkedForASource() throws Exception {
    intake.accept(SOURCE, raws("{\"id\":\"a\",\"n\":1}"));
    var second = intake.accept(SOURCE, raws("{\"id\":\"a\",\"n\":2}", "{\"id\":\"a\",\"n\":2}"));
    var third = intake.accept(SOURCE, raws("{\"id\":\"a\",\"n\":1}"));

    var kept = (Accepted) second.items().getFirst();
    assertThat(kept.conflict()).isTrue();
    assertThat(second.items().getLast()).isEqualTo(new Duplicate("a", kept.position()));
    assertThat(third.duplicates()).isOne();
    assertThat(events()).extracting(event -> event.marks().conflict()).containsExactly(false, true);
  }

  @Test
  void theSameIdInAnotherProjectOrOfAnotherSourceIsAnotherEvent() throws Exception {
    var receipt =
        intake.accept(
            HTTP,
            raws(
                "{\"id\":\"a\"}",
                "{\"id\":\"a\",\"project\":\"p\"}",
                "{\"id\":\"a\",\"source\":\"/s\"}"));

    assertThat(receipt.accepted()).isEqualTo(3);
  }

  @Proves("audit 49")
  @Test
  void oneBadItemDoesNotHarmTheOthersAndOrderIsKept() throws Exception {
    var receipt = intake.accept(HTTP, raws("{\"id\":\"a\"}", "{\"id\":}", "{\"id\":\"b\"}"));

    assertThat(receipt.items().get(1))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> {
              assertThat(refused.why()).isEqualTo(Why.MALFORMED);
              assertThat(refused.column()).isEqualTo(7);
            });
    assertThat(events()).extracting(Event::id).containsExactly("a", "b");
  }

  @Proves("audit 49")
  @Test
  void oneBadItemOfAnAtomicBatchAbandonsAll() throws Exception {
    intake.accept(HTTP, raws("{\"id\":\"x\",\"n\":1}"));
    var atomic =
        new Terms(
            "unix/root",
            PlainDialect.NAME,
            new Projects.SameName(),
            Optional.empty(),
            Set.of(),
            Terms.Malformed.REFUSE,
            Terms.Conflict.REFUSE,
            true);

    var malformed = intake.accept(atomic, raws("{\"id\":\"a\"}", "{"));
    var conflict = intake.accept(atomic, raws("{\"id\":\"a\"}", "{\"id\":\"x\",\"n\":2}"));
    assertThat(whys(malformed)).containsExactly(Why.ABANDONED, Why.MALFORMED);
    assertThat(whys(conflict)).containsExactly(Why.ABANDONED, Why.CONFLICT);
    assertThat(journaled()).hasSize(1);
    assertThat(intake.accept(atomic, raws("{\"id\":\"a\"}", "{\"id\":\"b\"}")).accepted())
        .isEqualTo(2);
  }

  private static List<Why> whys(Receipt receipt) {
    return receipt.items().stream().map(item -> ((Refused) item).why()).toList();
  }

  @Proves("audit 37")
  @Test
  void aWriterBoundToAProjectMayNotEmitForAnother() throws Exception {
    var bound =
        new Terms(
            "token/ci",
            PlainDialect.NAME,
            new Projects.SameName(),
            Optional.of(Set.of("a")),
            Set.of("/lxd/lab"),
            Terms.Malformed.REFUSE,
            Terms.Conflict.REFUSE,
            false);

    var receipt =
        intake.accept(
            bound,
            raws(
                "{\"project\":\"a\",\"source\":\"/lxd/lab/n1\",\"id\":\"1\"}",
                "{\"project\":\"b\",\"source\":\"/lxd/lab/n1\",\"id\":\"2\"}",
                "{\"project\":\"a\",\"source\":\"/lxd/laboratory\",\"id\":\"3\"}"));
    assertThat(receipt.accepted()).isOne();
    assertThat(receipt.items().subList(1, 3))
        .allSatisfy(item -> assertThat(((Refused) item).why()).isEqualTo(Why.FORBIDDEN));
  }

  @Test
  void theSendersProjectIsNeverTrusted() throws Exception {
    intake.accept(SOURCE, raws("{\"id\":\"a\",\"project\":\"prod\"}"));

    assertThat(events().getFirst().project()).isEqualTo("lab");
    assertThat(events().getFirst().nativeProject()).contains("prod");
  }

  @Test
  void bytesThatASourceCannotExplainAreKeptRaw() throws Exception {
    var receipt = intake.accept(SOURCE, raws("not json"));

    assertThat(receipt.accepted()).isOne();
    Event kept = events().getFirst();
    assertThat(kept.kind()).isEqualTo(Kind.MALFORMED);
    assertThat(kept.type()).isEqualTo("belfry.malformed");
    assertThat(kept.format()).isEqualTo("native");
    assertThat(kept.data()).isEqualTo(Payload.of("not json"));
  }

  @Test
  void rawBytesOfABoundSourceAreKeptAlthoughTheyNameNoSource() throws Exception {
    var bound =
        new Terms(
            "source/plain",
            PlainDialect.NAME,
            new Projects.Fixed("lab"),
            Optional.of(Set.of("lab")),
            Set.of("/lxd/lab"),
            Terms.Malformed.KEEP,
            Terms.Conflict.KEEP,
            false);

    assertThat(intake.accept(bound, raws("not json")).accepted()).isOne();
  }

  @Test
  void secretsNeverReachTheJournal() throws Exception {
    intake.accept(HTTP, raws("{\"id\":\"a\",\"m\":{\"password\":\"hunter2\"}}"));

    Event event = events().getFirst();
    assertThat(event.data().text()).isEqualTo("{\"id\":\"a\",\"m\":{\"password\":\"***\"}}");
    assertThat(event.marks().masked()).containsExactly("/m/password");
  }

  @Test
  void whatTheHubSentItselfIsRefusedAsALoop() throws Exception {
    var own = Origin.of("http").with(Map.of(IntakeSettings.HUB_ATTRIBUTE, "hub-1"));
    var other = Origin.of("http").with(Map.of(IntakeSettings.HUB_ATTRIBUTE, "hub-2"));
    var bytes = Payload.of("{\"id\":\"a\"}");

    assertThat(intake.accept(HTTP, List.of(new Raw(bytes, own, Instant.EPOCH, "f", 0))).items())
        .allSatisfy(item -> assertThat(((Refused) item).why()).isEqualTo(Why.LOOP));
    assertThat(
            intake.accept(HTTP, List.of(new Raw(bytes, other, Instant.EPOCH, "f", 0))).accepted())
        .isOne();
  }

  @Test
  void dataOfOneMebibyteIsTakenAndOneByteMoreIsNot() throws Exception {
    String most = padded(Event.DATA_BYTES_MAX);
    var receipt = intake.accept(HTTP, raws(most, padded(Event.DATA_BYTES_MAX + 1)));

    assertThat(receipt.items().getFirst()).isInstanceOf(Accepted.class);
    assertThat(((Refused) receipt.items().getLast()).why()).isEqualTo(Why.TOO_LARGE);
    assertThat(events().getFirst().data().size()).isEqualTo(Event.DATA_BYTES_MAX);
  }

  private static String padded(int size) {
    String head = "{\"id\":\"a\",\"x\":\"";
    return head + "x".repeat(size - head.length() - 2) + "\"}";
  }

  @Test
  void aQuotaThatIsUsedUpIsBusyAndTakesNothing() throws Exception {
    intake.close();
    var one = new Quotas.Rate(2, 0);
    intake = openIntake(new Quotas(one, Quotas.Rate.UNLIMITED, Map.of(), Map.of()));

    intake.accept(HTTP, raws("{\"id\":\"a\"}", "{\"id\":\"b\"}"));
    assertThatThrownBy(() -> intake.accept(HTTP, raws("{\"id\":\"c\"}")))
        .isInstanceOfSatisfying(
            Busy.class,
            busy ->
                assertThat(busy.after()).isBetween(Duration.ofMillis(1), Duration.ofSeconds(1)));
    assertThat(journaled()).hasSize(2);
    assertThat(intake.accept(SOURCE, raws("{\"id\":\"c\"}")).accepted()).isOne();
  }

  @Test
  void duplicatesAreKnownAfterARestart() throws Exception {
    var first = intake.accept(HTTP, raws("{\"id\":\"a\"}"));
    restart();
    var again = intake.accept(HTTP, raws("{\"id\":\"a\"}", "{\"id\":\"b\"}"));

    assertThat(again.items().getFirst())
        .isEqualTo(new Duplicate("a", ((Accepted) first.items().getFirst()).position()));
    assertThat(again.accepted()).isOne();
  }

  void restart() throws IOException {
    intake.close();
    intake = openIntake(Quotas.NONE);
  }

  @Test
  void theSumsHold() throws Exception {
    intake.accept(HTTP, raws("{\"id\":\"a\"}", "{\"id\":\"a\"}", "[", "{\"id\":\"b\"}"));
    intake.accept(HTTP, raws("{\"id\":\"b\",\"n\":2}"));
    intake.accept(SOURCE, raws("[", "{\"id\":\"c\"}"));

    assertThat(count("belfry_intake_received_total")).isEqualTo(7);
    assertThat(
            count("belfry_intake_accepted_total")
                + count("belfry_intake_duplicates_total")
                + count("belfry_intake_refused_total")
                + count("belfry_intake_turned_away_total"))
        .isEqualTo(7);
    assertThat(count("belfry_intake_accepted_total")).isEqualTo(journaled().size());
  }

  @Test
  void typesThatNobodyToldUsOfAreKeptAndCounted() throws Exception {
    intake.accept(
        HTTP, raws("{\"type\":\"lxd.logging\",\"id\":\"1\"}", "{\"type\":\"new\",\"id\":\"2\"}"));

    assertThat(count("belfry_intake_unknown_types_total")).isOne();
    assertThat(journaled()).hasSize(2);
  }

  @Test
  void anUnknownDialectIsTheCallersMistake() {
    var terms = Terms.http("unix/root", "klingon", new Projects.SameName());
    assertThatThrownBy(() -> intake.accept(terms, raws("{}")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("format: klingon (expected: one of [plain])");
  }

  @Test
  void manyCallersWithTheSameEventsJournalEachOnce() throws Exception {
    int callers = 8;
    int events = 200;
    var threads = new ArrayList<Thread>();
    var receipts = new ArrayList<Receipt>();
    for (int caller = 0; caller < callers; caller++) {
      var random = new Random(caller);
      threads.add(
          Thread.startVirtualThread(
              () -> {
                for (int i = 0; i < events; ) {
                  int count = Math.min(events - i, 1 + random.nextInt(7));
                  var batch =
                      IntStream.range(i, i + count)
                          .mapToObj(n -> raw("{\"id\":\"" + n + "\"}"))
                          .toList();
                  i += count;
                  try {
                    Receipt receipt = intake.accept(HTTP, batch);
                    synchronized (receipts) {
                      receipts.add(receipt);
                    }
                  } catch (Busy | IOException e) {
                    throw new IllegalStateException(e);
                  }
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(receipts.stream().mapToLong(Receipt::accepted).sum()).isEqualTo(events);
    assertThat(receipts.stream().mapToLong(Receipt::duplicates).sum())
        .isEqualTo((long) events * (callers - 1));
    assertThat(events()).extracting(Event::id).doesNotHaveDuplicates().hasSize(events);
  }
}
