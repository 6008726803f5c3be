package belfry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import belfry.settings.InvalidSettings;
import belfry.testing.Wire;
import java.io.IOException;
import java.net.DatagramSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A hub that stands in for the daemon of a node of Gluster. */
class GlusterNodeTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir Path dir;
  private int port;

  @BeforeEach
  void aPort() throws IOException {
    port = NodeInTest.freePort();
  }

  private NodeInTest node(Map<String, String> settings) throws IOException {
    return NodeInTest.start(dir, port, settings);
  }

  private static String status(NodeInTest node) throws IOException {
    Wire.Answer answer = node.ready();
    assertThat(answer.status()).isEqualTo(200);
    return answer.json().get("status").asString();
  }

  @Test
  void datagramsAreEventsOfTheNodeInTheProjectThatWasSet() throws Exception {
    try (NodeInTest node = node(Map.of("gluster.project", "fixed:storage"))) {
      node.send("1795167319 2 name=gv1;bricks= vm:/b");
      String filter = "project = storage AND system = gluster";
      await().atMost(SOON).until(() -> !node.found(filter, "gluster").isEmpty());

      assertThat(node.found(filter, "gluster"))
          .extracting(JsonNode::toString)
          .containsExactly(
              "{\"event\":\"VOLUME_CREATE\",\"message\":{\"bricks\":\" vm:/b\",\"name\":\"gv1\"},"
                  + "\"nodeid\":\""
                  + NodeInTest.NODE
                  + "\",\"ts\":1795167319}");
      assertThat(status(node)).isEqualTo("pass");
      JsonNode source = node.source();
      assertThat(source.get("state").asString()).isEqualTo("running");
      assertThat(source.get("lag").asLong()).isZero();
      assertThat(source.get("gaps").size()).isZero();
      assertThat(source.get("refused").size()).isZero();
    }
  }

  @Test
  void whatCameUntilTheHubStoppedIsThereWhenItIsBack() throws Exception {
    int sent = 500;
    try (NodeInTest node = node(Map.of())) {
      for (int i = 0; i < sent; i++) {
        node.send("1795167319 2 name=v" + i);
      }
    }
    try (NodeInTest node = node(Map.of())) {
      assertThat(node.found("type = gluster.VOLUME_CREATE AND subject = v499", "gluster"))
          .hasSize(1);
    }
  }

  @Test
  void aTakenPortIsSaidAndTriedAgainUntilItIsFree() throws Exception {
    try (var daemon = new DatagramSocket(port);
        NodeInTest node = node(Map.of())) {
      await().atMost(SOON).until(() -> node.source().get("failures").asLong() > 0);
      await().atMost(SOON).until(() -> status(node).equals("warn"));
      assertThat(node.source().get("last_failure").asString())
          .contains("udp port " + port, "is glustereventsd running here?");
      assertThat(node.ready().text()).contains("source gluster is down until ");

      daemon.close();
      await().atMost(SOON).until(() -> status(node).equals("pass"));
      node.send("1795167319 3 name=after");
      await().atMost(SOON).until(() -> node.found("subject = after", "gluster").size() == 1);
    }
  }

  @Test
  void aHubThatRequiresItDoesNotStartWithoutIt() throws Exception {
    Map<String, String> required = Map.of("gluster.required", "true");
    try (var daemon = new DatagramSocket(port)) {
      assertThat(daemon.isBound()).isTrue();
      assertThatThrownBy(() -> node(required))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("udp port " + port);
    }
    try (NodeInTest node = node(required)) {
      assertThat(node.source().get("state").asString()).isEqualTo("running");
    }
  }

  @Test
  void aNetworkThatIsNoneIsAWrongSetting() {
    assertThatThrownBy(() -> node(Map.of("gluster.senders", "10.0.0.0/8, office")))
        .isInstanceOf(InvalidSettings.class)
        .hasMessageContaining("gluster.senders: network: \"office\"");
  }

  @Test
  void aHubListensForNoDatagramsUnlessToldTo() throws Exception {
    try (HubInTest hub = HubInTest.start(dir.resolve("plain"));
        Wire wire = hub.unix()) {
      assertThat(wire.get("/1.0/sources").json().get("metadata").size()).isZero();
      Wire.Answer none = wire.get("/1.0/sources/gluster");
      assertThat(none.status()).isEqualTo(404);
      assertThat(none.text()).contains("BELFRY-1320");
    }
  }
}
