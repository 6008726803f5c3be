package belfry.peer;

import static org.assertj.core.api.Assertions.assertThat;

import belfry.testing.Machine;
import belfry.testing.Proves;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hubs that are the nodes of one cluster, each on a machine of its own. */
class GlusterClusterTest {
  private static final String URL = "http://10.77.0.1:9000/listen";
  private static final String SECOND = "http://10.77.0.1:9000/second";

  @TempDir Path dir;
  private final List<GlusterNodeOnMachine> nodes = new ArrayList<>();

  @BeforeEach
  void threeMachines() throws IOException {
    for (int i = 1; i <= 3; i++) {
      nodes.add(new GlusterNodeOnMachine(machine(i), settings(i)));
    }
    Machine.connect(nodes.stream().map(node -> node.machine).toList());
  }

  private Machine machine(int number) throws IOException {
    Path home = dir.resolve("m" + number);
    Machine machine = Machine.start(home, "node" + number, "");
    Path work = Files.createDirectories(home.resolve("root/var/lib/glusterd"));
    Files.createDirectories(home.resolve("root/var/log/glusterfs"));
    Files.writeString(work.resolve("glusterd.info"), "UUID=" + number + "\n");
    return machine;
  }

  private Map<String, String> settings(int number) {
    String home = dir.resolve("m" + number).toString();
    return Map.of(
        "BELFRY_DIR",
        home + "/hub",
        "BELFRY_GLUSTER_NODE",
        "true",
        "BELFRY_GLUSTER_ROOT",
        home + "/root",
        "BELFRY_CORE_SERVER_NAME",
        "node" + number,
        "BELFRY_CORE_HTTP_ADDRESS",
        "10.77.0." + number + ":8990",
        "BELFRY_CORE_HTTP_PRIVATE",
        "true",
        "BELFRY_CLUSTER_MEMBERS",
        number == 1
            ? "node1=http://10.77.0.1:8990, node2=http://10.77.0.2:8990"
            : "node1=http://10.77.0.1:8990, node2=http://10.77.0.2:8990,"
                + " node3=http://10.77.0.3:8990");
  }

  @AfterEach
  void end() {
    nodes.forEach(GlusterNodeOnMachine::close);
  }

  @Test
  @Proves("gluster 19")
  void everyNodeTestsAndHoldsTheWebhooksAndSyncBringsThoseInStepThatWereNotThere()
      throws Exception {
    GlusterNodeOnMachine one = nodes.get(0);
    GlusterNodeOnMachine two = nodes.get(1);
    GlusterNodeOnMachine three = nodes.get(2);
    one.receive();
    one.start();
    two.start();
    giveTokens();

    says(one, 0, row("node2", "UP", "OK"), "webhook-test", URL, "-t", "T");
    assertThat(one.requests())
        .containsExactlyInAnyOrder("10.77.0.1 Bearer T ", "10.77.0.2 Bearer T ");
    says(one, 0, row("node2", "UP", "OK"), "webhook-add", URL, "-t", "T");
    says(one, 0, row("node2", "UP", "OK"), "config-set", "log-level", "WARNING");
    says(one, 0, row("node2", "UP", "OK"), "reload");
    says(one, 0, row("node2", "UP", "OK"), "status");
    assertThat(two.webhooks()).containsExactly(URL);

    two.stop();
    says(one, 4, row("node2", "DOWN", "NOT OK: N/A"), "status");
    says(one, 4, row("node2", "DOWN", "NOT OK: N/A"), "webhook-add", SECOND);

    two.start();
    says(one, 0, row("node2", "UP", "OK"), "status");
    assertThat(two.webhooks()).containsExactly(URL);
    says(one, 0, row("node2", "UP", "OK"), "sync");
    assertThat(two.webhooks()).containsExactly(URL, SECOND);

    three.start();
    giveTokens();
    assertThat(three.webhooks()).isEmpty();
    says(two, 0, row("node3", "UP", "OK"), "sync");
    assertThat(three.webhooks()).containsExactly(URL, SECOND);
    assertThat(three.ours("config-get", "--name", "log-level").text()).contains("WARNING");
  }

  @Test
  void aMemberThatDoesNotKnowUsSaysSo() throws Exception {
    GlusterNodeOnMachine one = nodes.get(0);
    one.start();
    nodes.get(1).start();
    Machine.Said said = one.ours("status");
    assertThat(said.exit()).isEqualTo(4);
    assertThat(said.text()).contains("|   node2   |          UP | NOT OK: Authorization: absent");
  }

  private static void says(GlusterNodeOnMachine node, int exit, String row, String... arguments)
      throws IOException {
    Machine.Said said = node.ours(arguments);
    assertThat(said.text()).as(List.of(arguments).toString()).containsPattern(row);
    assertThat(said.exit()).as(said.text()).isEqualTo(exit);
  }

  private static String row(String node, String state, String answer) {
    return "\\| +" + node + " +\\| +" + state + " \\| +" + answer + " \\|";
  }

  /** Every node gets the first token of every other one that ever ran. */
  private void giveTokens() throws IOException {
    for (GlusterNodeOnMachine from : nodes) {
      Path token = from.data().resolve("admin.token");
      for (GlusterNodeOnMachine to : nodes) {
        if (Files.exists(token)) {
          Path tokens = Files.createDirectories(to.data().resolve("cluster"));
          String name = "node" + (nodes.indexOf(from) + 1) + ".token";
          Files.copy(token, tokens.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
  }
}
