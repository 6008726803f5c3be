package belfry.source.lxd;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import belfry.event.Event;
import belfry.event.Payload;
import belfry.format.Raw;
import belfry.format.lxd.LxdDialect;
import belfry.intake.Projects;
import belfry.metrics.Metrics;
import belfry.source.lxd.LxdSettings.Limits;
import belfry.testing.Captures;
import belfry.testing.Proves;
import belfry.testing.RecordingIntake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LxdSourceTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String OPERATIONS = "/1.0/operations?recursion=1&all-projects=true";
  private static final String INSTANCES = "/1.0/instances?recursion=1&all-projects=true";
  private static final JsonMapper MAPPER = new JsonMapper();

  @TempDir Path dir;
  private final RecordingIntake intake = new RecordingIntake();
  private final List<Run> runs = new ArrayList<>();
  private FakeLxd lxd;

  /** A source on a thread, run again at once as the supervisor would. */
  private record Run(LxdSource source, Thread thread, ConcurrentLinkedQueue<String> ends)
      implements AutoCloseable {
    @Override
    public void close() throws InterruptedException {
      thread.interrupt();
      thread.join();
      source.close();
    }
  }

  @BeforeEach
  void start() throws IOException {
    lxd = FakeLxd.start(dir.resolve("s"));
    lxd.answer(OPERATIONS, "{}");
    lxd.answer(INSTANCES, "[]");
  }

  @AfterEach
  void stop() throws Exception {
    for (Run run : runs) {
      run.close();
    }
    lxd.close();
  }

  private LxdSettings settings(String name) {
    return LxdSettings.parse(
            name + "=unix:" + dir.resolve("s"),
            dir,
            new Projects.Fixed("default"),
            dir.resolve("heard"))
        .withLimits(new Limits(1 << 20, Duration.ofMillis(50), SOON));
  }

  private Run run(LxdSettings settings) {
    var source = new LxdSource(settings, InstantSource.system(), new Random(1), new Metrics());
    var ends = new ConcurrentLinkedQueue<String>();
    var run = new Run(source, Thread.startVirtualThread(() -> again(source, ends)), ends);
    runs.add(run);
    return run;
  }

  private void again(LxdSource source, ConcurrentLinkedQueue<String> ends) {
    while (ends.size() < 10_000) {
      try {
        source.run(intake);
      } catch (InterruptedException e) {
        return;
      } catch (Exception e) {
        ends.add(String.valueOf(e.getMessage()));
      }
    }
  }

  private static String event(int second) {
    return """
        {"type":"logging","timestamp":"2026-11-20T10:00:%02dZ",\
        "metadata":{"message":"m","level":"info","context":{}},"location":"n1"}
        """
        .formatted(second);
  }

  private void await(int count) {
    Awaitility.await().atMost(SOON).until(() -> intake.texts().size() >= count);
  }

  private List<Raw> raws() {
    return intake.calls().stream().flatMap(List::stream).toList();
  }

  private List<JsonNode> own(String type) {
    return raws().stream()
        .filter(raw -> raw.origin().connector().equals("belfry"))
        .map(raw -> MAPPER.readTree(raw.bytes().toBytes()))
        .filter(event -> event.get("type").asString().equals(type))
        .toList();
  }

  private void awaitGaps(int count) {
    Awaitility.await().atMost(SOON).until(() -> own("belfry.gap").size() == count);
  }

  @Test
  void everyRecordedFrameComesAsItWasSent() throws Exception {
    var frames = new ArrayList<String>();
    for (String file : List.of("lxd-lifecycle.jsonl", "lxd-operation.jsonl", "lxd-logging.jsonl")) {
      Captures.lines(file).forEach(line -> frames.add(line + "\n"));
    }
    run(settings("prod/n1"));
    for (String frame : frames) {
      lxd.send(frame);
    }
    await(frames.size());
    assertThat(intake.texts()).containsExactlyInAnyOrderElementsOf(frames);
    assertThat(raws())
        .allSatisfy(
            raw -> {
              assertThat(raw.origin().connector()).isEqualTo("lxd/prod/n1");
              assertThat(raw.origin().attribute("cluster")).contains("prod");
              assertThat(raw.origin().address()).contains("@");
            });
  }

  @Test
  @Proves("lxd 32")
  void twinsOnOneConnectionAreTwoAndTheSameFrameFromTwoMembersIsOne() throws Exception {
    run(settings("prod/n1"));
    lxd.send(event(1));
    lxd.send(event(1));
    await(2);
    lxd.drop();
    runs.getFirst().close();
    run(settings("prod/n2"));
    lxd.send(event(1));
    lxd.send(event(1));
    lxd.send(event(1));
    Awaitility.await().atMost(SOON).until(() -> frames().size() == 5);

    List<String> ids = new ArrayList<>();
    for (Raw raw : frames()) {
      Event event = new LxdDialect().decoder().decode(raw);
      ids.add(event.id());
      assertThat(event.source()).isEqualTo("/lxd/prod/n1");
    }
    assertThat(ids.subList(2, 4)).isEqualTo(ids.subList(0, 2));
    assertThat(ids).satisfies(all -> assertThat(all.stream().distinct()).hasSize(3));
  }

  private List<Raw> frames() {
    return raws().stream().filter(raw -> !raw.origin().connector().equals("belfry")).toList();
  }

  @Test
  @Proves("lxd 31")
  void disorderIsPutRightAndMarked() throws Exception {
    run(settings("prod").withLimits(new Limits(1 << 20, Duration.ofSeconds(1), SOON)));
    for (int second : List.of(1, 3, 2)) {
      lxd.send(event(second));
    }
    await(3);
    assertThat(intake.texts()).containsExactly(event(1), event(2), event(3));
    assertThat(raws().stream().map(raw -> raw.origin().attribute("order").orElse("")))
        .containsExactly("", "restored", "");
    lxd.send(event(0));
    await(4);
    assertThat(raws().getLast().origin().attribute("order")).contains("late");
  }

  @Test
  @Proves("lxd 31")
  void aLostConnectionIsAGapAndWhatCanBeLearnedIsAdded() throws Exception {
    Run run = run(settings("prod"));
    lxd.send(event(1));
    await(1);
    Instant before = InstantSource.system().instant();
    lxd.answer(
        OPERATIONS,
        "{\"running\":[{\"id\":\"u1\",\"location\":\"n1\",\"status\":\"Running\"}],"
            + "\"success\":[{\"id\":\"u2\",\"status\":\"Success\"}]}");
    lxd.answer(
        INSTANCES,
        "[{\"name\":\"old\",\"created_at\":\"2020-01-01T00:00:00Z\"},"
            + "{\"name\":\"c1\",\"project\":\"p1\",\"created_at\":\""
            + before
            + "\"}]");
    lxd.drop();
    lxd.send(event(2));
    awaitGaps(1);
    Awaitility.await().atMost(SOON).until(() -> own("belfry.reconciled").size() == 3);
    Awaitility.await().atMost(SOON).until(() -> frames().size() == 2);

    assertThat(run.ends().peek()).contains("the server ended the stream without a Close");
    JsonNode gap = own("belfry.gap").getFirst();
    assertThat(gap.get("subject").asString()).isEqualTo("lxd.prod");
    assertThat(gap.get("source").asString()).isEqualTo("/belfry/source/lxd");
    assertThat(gap.has("count")).as("nobody knows how many").isFalse();
    assertThat(Instant.parse(gap.get("since").asString()))
        .isBefore(Instant.parse(gap.get("until").asString()));
    assertThat(own("belfry.reconciled"))
        .extracting(
            event -> event.get("subject").asString(), event -> event.get("query").asString())
        .containsExactly(
            tuple("/1.0/operations/u1", "GET " + OPERATIONS),
            tuple("/1.0/operations/u2", "GET " + OPERATIONS),
            tuple("/1.0/instances/c1", "GET " + INSTANCES));
    assertThat(own("belfry.reconciled").getLast().get("project").asString()).isEqualTo("p1");
  }

  @Test
  void aQueryThatFailsIsToldAndTheStreamGoesOn() throws Exception {
    run(settings("prod"));
    lxd.send(event(1));
    await(1);
    lxd.answerWhole(OPERATIONS, FakeLxd.refusal(500, "database is locked"));
    lxd.drop();
    lxd.send(event(2));
    Awaitility.await().atMost(SOON).until(() -> frames().size() == 2);
    assertThat(own("belfry.reconciled"))
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.get("severity").asString()).isEqualTo("warn");
              assertThat(event.get("reason").asString()).contains("500 database is locked");
            });
  }

  @Test
  void ofOneQueryNoMoreObjectsAreToldThanTheLimit() throws Exception {
    run(settings("prod"));
    lxd.send(event(1));
    await(1);
    var operations = new StringBuilder("{\"running\":[{\"id\":\"0\"}");
    for (int i = 1; i <= Reconciling.OBJECTS_MAX; i++) {
      operations.append(",{\"id\":\"").append(i).append("\"}");
    }
    lxd.answer(OPERATIONS, operations.append("]}").toString());
    lxd.drop();
    int told = Reconciling.OBJECTS_MAX + 1;
    Awaitility.await().atMost(SOON).until(() -> own("belfry.reconciled").size() == told);
    assertThat(own("belfry.reconciled").getLast().get("reason").asString())
        .isEqualTo("10001 objects (expected: at most 10000)");
  }

  @Test
  @Proves("lxd 31")
  void theTimeWhenTheHubWasDownIsAGap() throws Exception {
    run(settings("prod"));
    lxd.send(event(1));
    await(1);
    runs.getFirst().close();
    assertThat(own("belfry.gap")).isEmpty();

    run(settings("prod"));
    awaitGaps(1);
    run(settings("other"));
    lxd.send(event(2));
    Awaitility.await().atMost(SOON).until(() -> frames().size() == 2);
    assertThat(own("belfry.gap")).as("a server that was never heard has none").hasSize(1);
  }

  @Test
  void aMemoryThatCannotBeReadIsToldOf() throws Exception {
    Files.createDirectories(dir.resolve("heard"));
    Files.writeString(dir.resolve("heard/lxd.prod"), "yesterday");
    var source =
        new LxdSource(settings("prod"), InstantSource.system(), new Random(1), new Metrics());
    assertThatThrownBy(() -> source.run(intake))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("heard/lxd.prod: no time (expected: ");
  }

  @Test
  void whatFindsNoRoomIsAGapWithItsNumber() throws Exception {
    Run run = run(settings("prod").withLimits(new Limits(1_000, Duration.ofMillis(50), SOON)));
    for (int i = 0; i < 10; i++) {
      intake.failBusy(Duration.ZERO);
    }
    intake.during(raws -> pauseUntilLost(run));
    for (int i = 0; i < 20; i++) {
      lxd.send(event(i));
    }
    Awaitility.await()
        .atMost(SOON)
        .until(() -> frames().size() + counted("belfry.gap") == 20 && counted("belfry.gap") > 0);
    assertThat(own("belfry.gap").getFirst().get("reason").asString())
        .isEqualTo("the buffer of the source was full");
    assertThat(run.source().measures().lost()).containsOnlyKeys("buffer");
  }

  /** Intake takes so long that the buffer runs over. */
  private static void pauseUntilLost(Run run) {
    Awaitility.await().atMost(SOON).until(() -> !run.source().measures().lost().isEmpty());
  }

  private int counted(String type) {
    return own(type).stream().mapToInt(event -> event.path("count").asInt(0)).sum();
  }

  @Test
  void whatIsTooLargeIsAGapWithItsNumber() throws Exception {
    Run run = run(settings("prod").withLimits(new Limits(1 << 22, Duration.ofMillis(50), SOON)));
    lxd.sendFrame(FakeLxd.TEXT, new byte[WebSocket.MESSAGE_BYTES_MAX + 1]);
    lxd.send(event(1));
    Awaitility.await().atMost(SOON).until(() -> counted("belfry.gap") == 1 && frames().size() == 1);
    assertThat(run.source().measures().lost()).isEqualTo(Map.of("size", 1L));
  }

  @Test
  void aServerThatIsNotThereIsNamed() throws Exception {
    Path nobody = dir.resolve("nobody");
    LxdSettings settings =
        LxdSettings.parse(
            "prod=unix:" + nobody, dir, new Projects.Fixed("default"), dir.resolve("heard"));
    var source = new LxdSource(settings, InstantSource.system(), new Random(1), new Metrics());
    assertThatThrownBy(() -> source.run(intake))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("unix:" + nobody + ": ");
  }

  @Test
  void twoEventsThatAreNoJsonKeepTheirOrder() throws Exception {
    run(settings("prod"));
    lxd.send("no JSON");
    lxd.send("{\"type\":\"logging\"}");
    await(2);
    assertThat(intake.texts()).containsExactly("no JSON", "{\"type\":\"logging\"}");
    assertThat(raws().getFirst().bytes()).isEqualTo(Payload.owning("no JSON".getBytes(UTF_8)));
  }
}
