package belfry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import belfry.settings.InvalidSettings;
import belfry.testing.Wire;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A hub that stands in for the daemon of a node of Gluster. */
class GlusterNodeTest {
  private static final String NODE = "effeca22-dd38-4dce-80b3-27c9107833af";
  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir Path dir;
  private int port;

  @BeforeEach
  void aNode() throws IOException {
    Files.writeString(dir.resolve("glusterd.info"), "UUID=" + NODE + "\n");
    try (var free = new DatagramSocket()) {
      port = free.getLocalPort();
    }
  }

  private HubInTest hub(Map<String, String> more) throws IOException {
    var flags = new TreeMap<>(more);
    flags.put("gluster.node", "true");
    flags.put("gluster.port", String.valueOf(port));
    flags.put("gluster.workdir", dir.toString());
    return HubInTest.start(dir.resolve("hub"), flags);
  }

  private void send(String datagram) throws IOException {
    byte[] bytes = datagram.getBytes(UTF_8);
    try (var socket = new DatagramSocket()) {
      var to = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
      socket.send(new DatagramPacket(bytes, bytes.length, to));
    }
  }

  private static List<String> found(HubInTest hub, String filter) throws IOException {
    try (Wire wire = hub.unix()) {
      String target = "/1.0/journal/events?order=asc&format=gluster&filter=" + filter;
      JsonNode metadata = wire.get(target).json().get("metadata");
      return metadata.get("events").valueStream().map(JsonNode::toString).toList();
    }
  }

  private static JsonNode source(HubInTest hub) throws IOException {
    try (Wire wire = hub.unix()) {
      return wire.get("/1.0/sources/gluster").json().get("metadata");
    }
  }

  private static JsonNode ready(HubInTest hub) throws IOException {
    try (Wire wire = hub.unix()) {
      Wire.Answer answer = wire.get("/health/ready");
      assertThat(answer.status()).isEqualTo(200);
      return answer.json();
    }
  }

  @Test
  void datagramsAreEventsOfTheNodeInTheProjectThatWasSet() throws Exception {
    try (HubInTest hub = hub(Map.of("gluster.project", "fixed:storage"))) {
      send("1795167319 2 name=gv1;bricks= vm:/b");
      String filter = "project+%3D+storage+AND+system+%3D+gluster";
      await().atMost(SOON).until(() -> !found(hub, filter).isEmpty());

      assertThat(found(hub, filter))
          .containsExactly(
              "{\"event\":\"VOLUME_CREATE\",\"message\":{\"bricks\":\" vm:/b\",\"name\":\"gv1\"},"
                  + "\"nodeid\":\""
                  + NODE
                  + "\",\"ts\":1795167319}");
      assertThat(ready(hub).get("status").asString()).isEqualTo("pass");
      JsonNode source = source(hub);
      assertThat(source.get("state").asString()).isEqualTo("running");
      assertThat(source.get("lag").asLong()).isZero();
      assertThat(source.get("gaps").size()).isZero();
      assertThat(source.get("refused").size()).isZero();
    }
  }

  @Test
  void whatCameBeforeTheHubStoppedIsThereWhenItIsBack() throws Exception {
    try (HubInTest hub = hub(Map.of())) {
      for (int i = 0; i < 500; i++) {
        send("1795167319 2 name=v" + i);
      }
      await().atMost(SOON).until(() -> found(hub, "subject+%3D+v499").size() == 1);
      send("1795167319 3 name=last");
    }
    try (HubInTest hub = hub(Map.of())) {
      assertThat(found(hub, "system+%3D+gluster+AND+subject+%3D+last")).hasSize(1);
    }
  }

  @Test
  void aTakenPortIsSaidAndTriedAgainUntilItIsFree() throws Exception {
    try (var daemon = new DatagramSocket(port);
        HubInTest hub = hub(Map.of())) {
      await().atMost(SOON).until(() -> source(hub).get("failures").asLong() > 0);
      await().atMost(SOON).until(() -> ready(hub).get("status").asString().equals("warn"));
      assertThat(ready(hub).get("output").asString())
          .startsWith("source gluster is down until ")
          .contains("udp port " + port, "is glustereventsd running here?");
      assertThat(source(hub).get("last_failure").asString()).contains("udp port " + port);

      daemon.close();
      await().atMost(SOON).until(() -> ready(hub).get("status").asString().equals("pass"));
      send("1795167319 3 name=after");
      await().atMost(SOON).until(() -> found(hub, "subject+%3D+after").size() == 1);
    }
  }

  @Test
  void aHubThatRequiresItDoesNotStartWithoutIt() throws Exception {
    try (var daemon = new DatagramSocket(port)) {
      assertThat(daemon.getLocalPort()).isEqualTo(port);
      assertThatThrownBy(() -> hub(Map.of("gluster.required", "true")))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("udp port " + port);
    }
    try (HubInTest hub = hub(Map.of("gluster.required", "true"))) {
      assertThat(source(hub).get("state").asString()).isEqualTo("running");
    }
  }

  @Test
  void aNetworkThatIsNoneIsAWrongSetting() {
    assertThatThrownBy(() -> hub(Map.of("gluster.senders", "10.0.0.0/8, office")))
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
