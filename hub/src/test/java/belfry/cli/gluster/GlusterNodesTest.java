package belfry.cli.gluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belfry.gluster.ask.Answer;
import belfry.gluster.ask.Question;
import belfry.gluster.files.Folders;
import belfry.gluster.files.GlusterProgram;
import belfry.gluster.files.Refusal;
import belfry.testing.Proves;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GlusterNodesTest {
  @TempDir Path dir;

  @Test
  @Proves("gluster 20")
  void everyNodeOfThePoolHasARowAndThoseThatDoNotAnswerAreDown() throws Exception {
    var gluster =
        new FakeGluster(dir)
            .withNode2()
            .asking(
                "echo 'belfry: building'; echo '{\"ok\": false, \"nodeid\": \""
                    + FakeGluster.NODE_1
                    + "\", \"error\": \"500\"}'");
    var nodes = new GlusterNodes(gluster.program());
    assertThat(nodes.ask(new Question.WebhookTest("http://x y/", "", "S")))
        .containsExactly(Nodes.Row.down("node2"), Nodes.Row.up("localhost", Answer.error("500")));
    assertThat(gluster.calls())
        .isEqualTo(
            "system:: execute eventsapi.py node-webhook-test http://x y/ . S\n"
                + "--mode=script pool list --xml\n");
  }

  @Test
  void aChangeGoesToAllNodesWithTheSettingsOnceThereAreAny() throws Exception {
    var gluster = new FakeGluster(dir).asking("true");
    var program = new Program(dir).among(new GlusterNodes(gluster.program()));
    assertThat(program.run("webhook-add", "u")).isEqualTo(Refusal.NO_NODE);
    program.run("config-set", "log-level", "DEBUG");
    assertThat(gluster.calls().lines().filter(call -> call.contains("copy")))
        .containsExactly(
            "system:: copy file /events/webhooks.json",
            "system:: copy file /events/webhooks.json",
            "system:: copy file /events/config.json");
  }

  @Test
  void whatGlusterSaysWhenItFailsIsTheReason() throws Exception {
    var gluster = new FakeGluster(dir).asking("echo no use; exit 7");
    assertThatThrownBy(() -> new GlusterNodes(gluster.program()).ask(new Question.Reload()))
        .isInstanceOf(GlusterProgram.Failed.class)
        .hasMessage("no use\n");
    var program = new Program(dir).among(new GlusterNodes(gluster.program()));
    assertThat(program.run("sync", "--json")).isEqualTo(Refusal.FAILED);
    assertThat(program.out()).isEqualTo("{\"output\": \"\", \"error\": \"no use\"}\n");
  }

  @Test
  void theWorkingDirectoryIsTheOneThatGlusterNames() throws Exception {
    var gluster = new FakeGluster(dir);
    Optional<GlusterProgram> found =
        GlusterProgram.find(Map.of("PATH", "/nonexistent:" + gluster.folder));
    GlusterProgram program = gluster.program();
    assertThat(found).contains(program);
    Path work = dir.resolve("var/lib/glusterd");
    assertThat(Folders.of("", "", "", program::workFolder).work()).isEqualTo(work);
    assertThat(Folders.of("/r", "", "", program::workFolder).pidFile())
        .isEqualTo(Path.of("/r/var/run/glustereventsd.pid"));
    assertThat(Folders.of("/r", "/w", "/p", program::workFolder))
        .isEqualTo(
            new Folders(
                Path.of("/w"),
                Path.of("/r/etc/glusterfs"),
                Path.of("/p"),
                Path.of("/r/var/log/glusterfs/events.log")));
    assertThat(Folders.of("", "", "", Optional::empty).events())
        .isEqualTo(Path.of("/var/lib/glusterd/events"));
    assertThat(GlusterProgram.find(Map.of("PATH", "/nonexistent"))).isEmpty();
    assertThat(Folders.under(dir).nodeId()).contains(FakeGluster.NODE_1);
  }
}
