package belfry.cli.source;

import static org.assertj.core.api.Assertions.assertThat;

import belfry.cli.FakeHub;
import belfry.cli.Session;
import belfry.cli.shell.Exit;
import belfry.testing.RunningHub;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceCommandsTest {
  private static final String NODE =
      "{\"name\":\"gluster\",\"state\":\"waiting\",\"reason\":\"port 55555 is taken\","
          + "\"until\":\"2026-11-20T12:00:05Z\",\"runs\":3,\"failures\":2,\"last_failure\":\"\","
          + "\"lag\":1200,\"gaps\":{\"kernel\":7,\"queue\":1},\"refused\":{\"sender\":2}}";

  @TempDir Path dir;

  @Test
  void listsThemWithWhatWasLostAndWhyTheyDoNotRun() throws Exception {
    var session = new Session();
    try (var hub = new FakeHub(dir.resolve("s"), FakeHub.metadata("[" + NODE + "]"))) {
      assertThat(session.run("source", "list", "--hub", hub.address())).isEqualTo(Exit.DONE);
      assertThat(session.out())
          .isEqualTo(
              """
              NAME     STATE    LAG    GAPS  REFUSED  FAILURES  REASON
              gluster  waiting  1,200  8     2        2         port 55555 is taken
              """);
      assertThat(hub.asked.getLast().target()).isEqualTo("/1.0/sources?recursion=1");
      session.run("source", "list", "--format", "json", "--hub", hub.address());
      assertThat(session.out()).isEqualTo(NODE + "\n");
    }
  }

  @Test
  void showsAllThatIsKnownOfOne() throws Exception {
    var session = new Session();
    try (var hub = new FakeHub(dir.resolve("s"), FakeHub.metadata(NODE))) {
      session.run("source", "show", "gluster", "--hub", hub.address());
      assertThat(session.out())
          .startsWith("name: gluster\nstate: waiting\n")
          .contains("gaps:\n  kernel: 7\n  queue: 1\n");
      assertThat(hub.asked.getLast().target()).isEqualTo("/1.0/sources/gluster");
    }
  }

  @Test
  void aHubThatHasNoneSaysSo() throws Exception {
    try (var hub = RunningHub.start(dir.resolve("hub"), Map.of())) {
      var session = new Session().env("BELFRY_HUB", "unix:" + hub.socket());
      assertThat(session.run("source", "list", "--format", "json")).isEqualTo(Exit.DONE);
      assertThat(session.out()).isEmpty();
      assertThat(session.run("source", "show", "gluster")).isEqualTo(Exit.FAILED);
      assertThat(session.err()).contains("BELFRY-1320");
    }
  }
}
