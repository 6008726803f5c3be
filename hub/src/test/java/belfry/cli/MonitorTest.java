package belfry.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import belfry.cli.shell.Exit;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MonitorTest {
  private static final String CREATED =
      "{\"type\":\"lifecycle\",\"timestamp\":\"2026-11-20T09:35:29Z\",\"metadata\":"
          + "{\"action\":\"instance-created\",\"source\":\"/1.0/instances/c1\"},"
          + "\"project\":\"default\"}";
  private static final String LOGGED =
      "{\"type\":\"logging\",\"timestamp\":\"2026-11-20T09:35:30Z\",\"metadata\":"
          + "{\"message\":\"hello\",\"level\":\"warning\",\"context\":{}}}";

  @TempDir Path dir;
  private final CountDownLatch done = new CountDownLatch(1);

  private FakeHub streaming(FakeHub.Answering answering) throws IOException {
    return new FakeHub(dir.resolve("unix.socket"), answering);
  }

  private boolean twoEventsThenSilence(FakeHub.Asked asked, OutputStream out) throws IOException {
    FakeHub.beginStream(out);
    FakeHub.event(out, "c-1", CREATED);
    FakeHub.event(out, "c-2", LOGGED);
    try {
      assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
    return false;
  }

  /** Runs until the text was printed, then presses Ctrl-C. */
  private int until(Session session, String text, String... args) throws Exception {
    var exit = CompletableFuture.supplyAsync(() -> session.run(args));
    await().until(() -> session.out().contains(text));
    session.interrupt();
    done.countDown();
    return exit.get(20, TimeUnit.SECONDS);
  }

  @Test
  void printsYamlAsTheStockClientAndTheLastCursorOnExit() throws Exception {
    var session = new Session();
    try (var hub = streaming(this::twoEventsThenSilence)) {
      int exit = until(session, "hello", "monitor", "--hub", hub.address());

      assertThat(exit).isEqualTo(Exit.DONE);
      assertThat(session.out())
          .startsWith("metadata:\n  action: instance-created\n")
          .endsWith("timestamp: \"2026-11-20T09:35:30Z\"\ntype: logging\n\n\n");
      assertThat(session.err()).isEqualTo("cursor: c-2\n");
    }
  }

  @Test
  void choosesTypesItselfAndAsksTheHubForTheRest() throws Exception {
    var session = new Session();
    try (var hub = streaming(this::twoEventsThenSilence)) {
      until(
          session,
          "hello",
          "monitor",
          "--hub",
          hub.address(),
          "--type",
          "logging",
          "--pretty",
          "--project",
          "p 1",
          "--filter",
          "event_level >= WARN",
          "--since",
          "1h");

      assertThat(session.out())
          .isEqualTo("time=\"2026-11-20T09:35:30Z\" level=warning msg=hello\n");
      assertThat(hub.asked.getFirst().target())
          .isEqualTo(
              "/1.0/events?project=p%201&filter=event_level%20%3E%3D%20WARN&format=lxd"
                  + "&since=2026-11-20T11%3A00%3A00Z");
      assertThat(hub.asked.getFirst().headers()).containsEntry("accept", "text/event-stream");
    }
  }

  @Test
  void goesOnAtTheCursorWhenTheHubComesBack() throws Exception {
    var session = new Session();
    var connections = new AtomicInteger();
    try (var hub =
        streaming(
            (asked, out) -> {
              if (connections.incrementAndGet() == 1) {
                FakeHub.beginStream(out);
                FakeHub.event(out, "c-1", CREATED);
                return false;
              }
              return twoEventsThenSilence(asked, out);
            })) {
      until(session, "hello", "monitor", "--format", "json", "--hub", hub.address());

      assertThat(hub.asked.get(1).headers()).containsEntry("last-event-id", "c-1");
      assertThat(session.err())
          .startsWith("belfry: the hub ended the stream; going on where it was");
    }
  }

  @Test
  void saysWhyTheHubEndedAStream() throws Exception {
    var session = new Session();
    var connections = new AtomicInteger();
    try (var hub =
        streaming(
            (asked, out) -> {
              if (connections.incrementAndGet() == 1) {
                FakeHub.beginStream(out);
                FakeHub.chunk(out, "event: gap\nid: c-7\ndata: {\"reason\":\"retention\"}\n\n");
                FakeHub.write(out, "0\r\n\r\n");
                return false;
              }
              return twoEventsThenSilence(asked, out);
            })) {
      until(session, "hello", "monitor", "--format", "json", "--hub", hub.address());

      assertThat(session.err()).contains("belfry: gap of the stream: retention\n");
      assertThat(session.out()).doesNotContain("retention");
      assertThat(hub.asked.get(1).headers()).containsEntry("last-event-id", "c-7");
    }
  }

  @Test
  void printsOtherDialectsAsTheyComeOneLineEach() throws Exception {
    var session = new Session();
    try (var hub = streaming(this::twoEventsThenSilence)) {
      until(session, "hello", "monitor", "--dialect", "cloudru", "--hub", hub.address());

      assertThat(session.out()).isEqualTo(CREATED + "\n" + LOGGED + "\n");
      assertThat(hub.asked.getFirst().target()).isEqualTo("/1.0/events?format=cloudru");
    }
  }

  @Test
  void endsWithTheHubsOwnWordsWhenItRefuses() throws Exception {
    var session = new Session();
    try (var hub =
        streaming((asked, out) -> FakeHub.json(out, 400, FakeHub.error(400, "filter: no (x)")))) {
      assertThat(session.run("monitor", "--filter", "no", "--hub", hub.address()))
          .isEqualTo(Exit.USAGE);
      assertThat(session.err()).isEqualTo("belfry: BELFRY-1301 filter: no (x)\n");
    }
  }

  @Test
  void refusesOptionsThatDoNotGoTogether() {
    var session = new Session();
    assertThat(session.run("monitor", "--loglevel", "info")).isEqualTo(Exit.USAGE);
    assertThat(session.err())
        .contains("Log level filtering can only be used with pretty formatting");
    assertThat(session.run("monitor", "--format", "xml")).isEqualTo(Exit.USAGE);
    assertThat(session.run("monitor", "--pretty", "--dialect", "oslo")).isEqualTo(Exit.USAGE);
    assertThat(session.run("monitor", "--since", "1h", "--cursor", "x")).isEqualTo(Exit.USAGE);
    assertThat(session.run("monitor", "--since", "yesterday")).isEqualTo(Exit.USAGE);
    assertThat(session.err()).contains("yesterday (expected: a span such as");
  }
}
