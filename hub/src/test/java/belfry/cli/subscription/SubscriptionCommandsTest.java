package belfry.cli.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import belfry.cli.FakeHub;
import belfry.cli.Session;
import belfry.cli.shell.Exit;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubscriptionCommandsTest {
  private static final String OPS =
      "{\"name\":\"ops\",\"filter\":\"event_level >= WARN\",\"sink\":\"webhook\","
          + "\"settings\":{\"url\":\"https://ops.example.com/belfry\",\"signing\":"
          + "{\"type\":\"standard\",\"secrets\":[\"***\"]}},\"format\":\"cloudevents\","
          + "\"per_second\":1000000,\"paused\":false,\"status\":{\"state\":\"running\","
          + "\"lag\":1200,\"deferred\":3,\"dead_letters\":1}}";
  private static final String LOG =
      "{\"name\":\"keep\",\"filter\":\"\",\"sink\":\"file\",\"settings\":{\"path\":\"all.ndjson\"},"
          + "\"status\":{\"state\":\"paused\",\"lag\":0,\"deferred\":0,\"dead_letters\":0}}";
  private static final String ALL = "[" + OPS + "," + LOG + "]";

  @TempDir Path dir;
  private FakeHub hub;
  private Session session = new Session();

  @BeforeEach
  void start() throws IOException {
    hub = new FakeHub(dir.resolve("unix.socket"), SubscriptionCommandsTest::answer);
    session = new Session().env("BELFRY_HUB", hub.address());
  }

  @AfterEach
  void stop() throws IOException {
    hub.close();
  }

  private static boolean answer(FakeHub.Asked asked, OutputStream out) throws IOException {
    return switch (asked.method() + " " + asked.path()) {
      case "GET /1.0/subscriptions" -> FakeHub.json(out, 200, FakeHub.sync(ALL));
      case "GET /1.0/subscriptions/ops" -> {
        String body = FakeHub.sync(OPS);
        FakeHub.write(
            out, "HTTP/1.1 200 OK\r\nETag: \"7\"\r\nContent-Length: " + body.length() + "\r\n\r\n");
        FakeHub.write(out, body);
        yield true;
      }
      case "POST /1.0/subscriptions" -> FakeHub.json(out, 201, FakeHub.sync("{}"));
      case "PUT /1.0/subscriptions/ops" ->
          asked.body().contains("WRONG")
              ? FakeHub.json(out, 400, FakeHub.error(400, "filter: WRONG (expected: a filter)"))
              : FakeHub.json(out, 200, FakeHub.sync("{}"));
      case "PUT /1.0/subscriptions/ops/state", "DELETE /1.0/subscriptions/ops" ->
          FakeHub.json(out, 200, FakeHub.sync("{}"));
      default -> FakeHub.json(out, 404, FakeHub.error(404, "no such subscription"));
    };
  }

  private FakeHub.Asked last() {
    return hub.asked.getLast();
  }

  @Test
  void listsThemAsATableOrOneObjectPerLine() {
    assertThat(session.run("subscription", "list")).as(session.err()).isEqualTo(Exit.DONE);
    assertThat(session.out())
        .isEqualTo(
            """
            NAME  STATE    BEHIND  DEFERRED  DEAD  SINK     TO
            ops   running  1,200   3         1     webhook  https://ops.example.com/belfry
            keep  paused   0       0         0     file     all.ndjson
            """);
    session.run("subscription", "list", "--format", "json");
    assertThat(session.out()).isEqualTo(OPS + "\n" + LOG + "\n");
    session.run("webhook", "list");
    assertThat(session.out()).contains("ops").doesNotContain("keep");
    session.terminal(100).run("subscription", "list");
    assertThat(session.out()).contains("\u001b[32mrunning\u001b[0m");
  }

  @Test
  void showsADocumentAsYamlThatReadsBackTheSame() throws Exception {
    assertThat(session.run("subscription", "show", "ops")).isEqualTo(Exit.DONE);
    assertThat(session.out())
        .startsWith("name: ops\nfilter: event_level >= WARN\n")
        .contains("per_second: 1000000\n")
        .contains("status:\n  state: running\n");
    assertThat(DocumentText.parse("text", session.out())).hasToString(OPS);

    session.run("subscription", "show", "ops", "--format", "json");
    assertThat(session.out()).isEqualTo(OPS + "\n");
  }

  @Test
  void makesADocumentOfOptions() {
    int exit =
        session.run(
            "subscription",
            "add",
            "ops",
            "--sink",
            "webhook",
            "--set",
            "url=https://ops.example.com/",
            "--set",
            "auth.type=bearer",
            "--set",
            "batchMax=10",
            "--filter",
            "event_level >= WARN",
            "--start",
            "1h",
            "--order",
            "subject",
            "--format",
            "native",
            "--per-second",
            "50",
            "--paused");

    assertThat(exit).as(session.err()).isEqualTo(Exit.DONE);
    assertThat(session.out()).isEqualTo("added ops\n");
    assertThat(last().body())
        .isEqualTo(
            "{\"name\":\"ops\",\"sink\":\"webhook\",\"format\":\"belfry\","
                + "\"filter\":\"event_level >= WARN\",\"start\":\"2026-11-20T11:00:00Z\","
                + "\"order\":\"subject\",\"per_second\":50,\"paused\":true,"
                + "\"settings\":{\"url\":\"https://ops.example.com/\","
                + "\"auth\":{\"type\":\"bearer\"},\"batchMax\":10}}");
  }

  @Test
  void addsWhatAFileSaysUnderAnotherName() throws IOException {
    Path file = dir.resolve("ops.yaml");
    Files.writeString(file, "name: ops\nsink: noop\nretry:\n  jitter: 0.5\nstatus: {lag: 1}\n");
    session.run("subscription", "add", "two", "--from", file.toString(), "--filter", "a = 1");
    assertThat(last().body())
        .isEqualTo(
            "{\"name\":\"two\",\"sink\":\"noop\",\"retry\":{\"jitter\":0.5},\"filter\":\"a = 1\"}");

    session.input("sink: noop\n\tx").run("subscription", "add", "two", "--from", "-");
    assertThat(session.err()).startsWith("belfry: standard input: not YAML:");
    session.input("- 1\n").run("subscription", "add", "two", "--from", "-");
    assertThat(session.err()).contains("no object (expected: members");
    assertThat(hub.asked).hasSize(1);
  }

  @Test
  void passesStartsThatAreNoTimesOn() {
    for (String start : new String[] {"now", "beginning", "AQ0c-cursor"}) {
      session.run("subscription", "add", "x", "--sink", "noop", "--start", start);
      assertThat(last().body()).contains("\"start\":\"" + start + "\"");
    }
  }

  @Test
  void editsInTheEditorOfWhoeverSitsThere() {
    session.terminal(80).env("EDITOR", "sed -i s/WARN/ERROR/");
    assertThat(session.run("subscription", "edit", "ops")).as(session.err()).isEqualTo(Exit.DONE);
    assertThat(last().headers()).containsEntry("if-match", "\"7\"");
    assertThat(last().body())
        .contains("\"filter\":\"event_level >= ERROR\"", "\"secrets\":[\"***\"]")
        .doesNotContain("status");

    session.env("EDITOR", "true");
    session.run("subscription", "edit", "ops");
    assertThat(session.err()).isEqualTo("nothing changed\n");
    session.env("EDITOR", "false");
    assertThat(session.run("subscription", "edit", "ops")).isEqualTo(Exit.FAILED);
    assertThat(session.err()).isEqualTo("belfry: false: ended with 1; nothing was changed\n");
  }

  @Test
  void keepsWhatWasEditedWhenTheHubRefusesIt() throws IOException {
    session.terminal(80).env("VISUAL", "sed -i s/WARN/WRONG/");
    assertThat(session.run("subscription", "edit", "ops")).isEqualTo(Exit.USAGE);
    assertThat(session.err())
        .contains("filter: WRONG (expected: a filter)")
        .contains("what you wrote is kept: belfry subscription edit ops --from /");
    Path kept = Path.of(session.err().replaceFirst("(?s).*--from ", "").strip());
    assertThat(kept).content().contains("event_level >= WRONG");
    Files.delete(kept);
  }

  @Test
  void readsTheNewDocumentFromAPipe() {
    session.input("name: ops\nsink: noop\n").run("subscription", "edit", "ops");
    assertThat(session.out()).isEqualTo("changed ops\n");
    assertThat(last().body()).isEqualTo("{\"name\":\"ops\",\"sink\":\"noop\"}");
  }

  @Test
  void pausesResumesAndMoves() {
    session.run("subscription", "pause", "ops");
    assertThat(session.out()).isEqualTo("paused ops\n");
    assertThat(last().target()).isEqualTo("/1.0/subscriptions/ops/state");
    assertThat(last().body()).isEqualTo("{\"action\":\"pause\"}");
    session.run("subscription", "resume", "ops");
    assertThat(session.out()).isEqualTo("resumed ops\n");
    assertThat(last().body()).isEqualTo("{\"action\":\"resume\"}");
    session.run("subscription", "move", "ops", "--to", "2026-11-20");
    assertThat(last().body()).isEqualTo("{\"action\":\"move\",\"to\":\"2026-11-20T00:00:00Z\"}");
  }

  @Test
  void asksBeforeItRemovesWhereSomebodyIsThereToAnswer() {
    session.terminal(80).input("n\n");
    assertThat(session.run("subscription", "remove", "ops")).isEqualTo(Exit.FAILED);
    assertThat(session.err())
        .isEqualTo("Remove ops (with 3 deferred, 1 dead letter)? [y/N] kept ops\n");
    assertThat(hub.asked).noneMatch(asked -> asked.method().equals("DELETE"));

    assertThat(session.input("y\n").run("subscription", "remove", "ops")).isEqualTo(Exit.DONE);
    assertThat(session.out()).isEqualTo("removed ops\n");
    assertThat(session.input("").run("subscription", "remove", "ops", "--yes"))
        .isEqualTo(Exit.DONE);

    var pipe = new Session().env("BELFRY_HUB", hub.address());
    assertThat(pipe.run("webhook", "remove", "https://ops.example.com/belfry"))
        .isEqualTo(Exit.DONE);
    assertThat(last().method()).isEqualTo("DELETE");
  }

  @Test
  void namesTheNearestOneThereIs() {
    assertThat(session.run("subscription", "show", "opps")).isEqualTo(Exit.FAILED);
    assertThat(session.err())
        .isEqualTo("belfry: BELFRY-1301 no such subscription\n        did you mean ops?\n");
    session.run("webhook", "remove", "https://ops.example.com/belfri");
    assertThat(session.err())
        .startsWith("belfry: no webhook has the URL https://ops.example.com/belfri\n")
        .contains("did you mean https://ops.example.com/belfry?");
  }

  @Test
  void addsAWebhookInShort() throws IOException {
    Path secrets = dir.resolve("secret");
    Files.writeString(secrets, "whsec_new\n\nwhsec_old\n");
    int exit =
        session.run(
            "webhook",
            "add",
            "https://u@ops.example.com:8443/belfry/in?x=1",
            "--secret-file",
            secrets.toString(),
            "--header",
            "X-Team: ops",
            "--format",
            "cloudevents-binary",
            "--allow-address");

    assertThat(exit).as(session.err()).isEqualTo(Exit.DONE);
    assertThat(session.out()).isEqualTo("added ops.example.com-8443-belfry-in\n");
    assertThat(last().body())
        .isEqualTo(
            "{\"name\":\"ops.example.com-8443-belfry-in\",\"sink\":\"webhook\",\"settings\":"
                + "{\"url\":\"https://u@ops.example.com:8443/belfry/in?x=1\","
                + "\"body\":\"cloudevents-binary\",\"headers\":{\"X-Team\":\"ops\"},"
                + "\"signing\":{\"type\":\"standard\",\"secrets\":[\"whsec_new\",\"whsec_old\"]}},"
                + "\"allow_address\":true}");
  }

  @Test
  void refusesOptionsThatSayNothing() {
    for (String[] wrong :
        new String[][] {
          {"webhook", "add", "http://x/", "--header", "nocolon"},
          {"webhook", "add", "http://x/", "--signature", "github"},
          {"subscription", "add", "x", "--set", "novalue"},
          {"subscription", "add", "x", "--order", "nothing"},
          {"subscription", "move", "x"},
          {"subscription", "remove"}
        }) {
      assertThat(session.run(wrong)).as(String.join(" ", wrong)).isEqualTo(Exit.USAGE);
      assertThat(session.err()).containsAnyOf("expected", "Missing");
    }
    assertThat(hub.asked).isEmpty();
  }
}
