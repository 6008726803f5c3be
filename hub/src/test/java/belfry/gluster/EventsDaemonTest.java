package belfry.gluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belfry.event.Event;
import belfry.event.Origin;
import belfry.event.Payload;
import belfry.feed.Feed;
import belfry.format.Dialects;
import belfry.format.gluster.GlusterDialect;
import belfry.gluster.ask.Answer;
import belfry.gluster.ask.Question;
import belfry.gluster.files.Config;
import belfry.gluster.files.Folders;
import belfry.gluster.files.Webhooks;
import belfry.metrics.Metrics;
import belfry.os.Posix;
import belfry.tail.Tails;
import belfry.testing.DecodedEntry;
import belfry.testing.MemoryJournal;
import belfry.testing.Proves;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventsDaemonTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String NODE = "4784915c-50ca-43d7-b3f2-76c877a5782d";
  private static final GlusterDialect GLUSTER = new GlusterDialect();

  @TempDir Path dir;
  private Folders folders = Folders.under(Path.of(""));
  private final MemoryDeliveries deliveries = new MemoryDeliveries();
  private final MemoryJournal journal = new MemoryJournal(InstantSource.system());
  private final Feed feed = Feed.open(journal, new Dialects(List.of(GLUSTER)), new Metrics());
  private final Tails tails = new Tails(journal, feed, new Metrics());

  @BeforeEach
  void aNode() throws IOException {
    folders = Folders.under(dir);
    Files.createDirectories(folders.events());
    Files.createDirectories(folders.log().getParent());
    Files.writeString(folders.work().resolve("glusterd.info"), "UUID=" + NODE + "\n");
  }

  @AfterEach
  void close() {
    tails.close();
    feed.close();
    journal.close();
  }

  private EventsDaemon daemon() throws IOException {
    return EventsDaemon.start(
        folders,
        new EventsDaemon.Hub(
            deliveries,
            tails,
            journal.id(),
            dir.resolve("events-log.position"),
            InstantSource.system(),
            "belfry/test"));
  }

  @Test
  @Proves("gluster 21")
  void aSignalOrAChangedFileIsReadAndNothingIsLeftBehind() throws Exception {
    try (var daemon = daemon()) {
      assertThat(folders.pidFile()).hasContent(ProcessHandle.current().pid() + "\n");
      webhooks("{\"http://a/\": \"T\"}");
      Posix.kill((int) ProcessHandle.current().pid(), Posix.SIGUSR2);
      await("deliver http://a/ T");
      webhooks("{\"http://a/\": \"T2\"}");
      await("deliver http://a/ T2");
      assertThat(daemon.urls()).containsExactly("http://a/");
    }
    assertThat(folders.pidFile()).doesNotExist();
    daemon().close();
  }

  @Test
  @Proves("gluster 21")
  void aSecondDaemonDoesNotStartAndTheFirstGoesOn() throws Exception {
    try (var daemon = daemon()) {
      assertThatThrownBy(this::daemon).hasMessageContaining("expected: no other daemon");
      webhooks("{\"http://a/\": \"T\"}");
      assertThat(daemon.answer(new Question.Reload())).isEqualTo(Answer.DONE);
      assertThat(deliveries.calls()).contains("deliver http://a/ T");
    }
  }

  @Test
  void answersOtherNodesAndTakesTheirFiles() throws Exception {
    try (var daemon = daemon()) {
      assertThat(daemon.answer(new Question.Status())).isEqualTo(Answer.output("UP"));
      assertThat(daemon.nodeId()).contains(NODE);
      daemon.put(
          Webhooks.FILE, Payload.of("{\"http://b/\": {\"token\": \"T\", \"secret\": \"\"}}"));
      assertThat(deliveries.calls()).containsExactly("deliver http://b/ T");
      assertThat(folders.events().resolve(Webhooks.FILE))
          .hasContent("{\"http://b/\": {\"token\": \"T\", \"secret\": \"\"}}");
      assertThatThrownBy(() -> daemon.put(Webhooks.FILE, Payload.of("[]")))
          .hasMessageContaining("expected: one JSON object");
      webhooks("{");
      assertThat(daemon.answer(new Question.Reload()).text()).startsWith("webhooks.json: ");
      assertThat(daemon.answer(new Question.WebhookTest("x", "", "")).ok()).isFalse();
    }
  }

  @Test
  @Proves("gluster 10")
  void eventsAreLoggedAsTheSettingsSayAndNoneIsLeftOutByARestart() throws Exception {
    try (var daemon = daemon()) {
      append("1700000100 2 name=first");
      awaitLog("'message': {'name': 'first'}}\n");
      assertThat(folders.log())
          .content()
          .matches(
              "\\[\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d,\\d{3}] INFO \\[utils - 67:log_event]"
                  + " - \\{'nodeid': '"
                  + NODE
                  + "', 'ts': 1700000100, .*\n");
      config("{\"disable-events-log\": true}", daemon);
      append("1700000100 2 name=quiet");
      config("{\"disable-events-log\": true, \"log-level\": \"DEBUG\"}", daemon);
      append("1700000100 2 name=debug");
      awaitLog("EVENT: {\"event\": \"VOLUME_CREATE\", \"message\": {\"name\": \"debug\"}");
      config("{}", daemon);
    }
    append("1700000100 2 name=meanwhile");
    try (var daemon = daemon()) {
      awaitLog("'meanwhile'");
    }
    assertThat(Files.readString(folders.log()))
        .containsOnlyOnce("'name': 'first'")
        .doesNotContain("'name': 'debug'}");
  }

  @Test
  void whatCannotBeLoggedNowIsLoggedLater() throws Exception {
    Files.delete(folders.log().getParent());
    try (var daemon = daemon()) {
      append("1700000100 2 name=first");
      Awaitility.await().pollDelay(Duration.ofMillis(300)).until(() -> true);
      Files.createDirectories(folders.log().getParent());
      awaitLog("'name': 'first'");
    }
  }

  private void append(String datagram) throws Exception {
    Origin origin = Origin.of(GlusterDialect.DATAGRAMS).with(Map.of("nodeid", NODE));
    Event event = DecodedEntry.of(GLUSTER, DecodedEntry.raw(datagram, origin)).event();
    journal.append(List.of(event));
  }

  private void config(String content, EventsDaemon daemon) throws Exception {
    Awaitility.await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(Files.readString(dir.resolve("events-log.position")).strip())
                    .isEqualTo(end()));
    daemon.put(Config.FILE, Payload.of(content));
  }

  private String end() {
    return new belfry.event.Cursor(journal.id(), feed.ends()).encoded();
  }

  private void webhooks(String content) throws IOException {
    Files.writeString(folders.events().resolve(Webhooks.FILE), content);
  }

  private void await(String call) {
    Awaitility.await(call).atMost(SOON).until(() -> deliveries.calls().contains(call));
  }

  private void awaitLog(String text) {
    Awaitility.await(text)
        .atMost(SOON)
        .until(() -> Files.exists(folders.log()) && Files.readString(folders.log()).contains(text));
  }
}
