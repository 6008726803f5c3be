package belfry.peer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import belfry.cli.wire.Reply;
import belfry.cli.wire.Request;
import belfry.format.json.Json;
import belfry.format.json.JsonValue;
import belfry.testing.HubProcess;
import belfry.testing.Proves;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real glusterd with its bricks, and beside or in the place of its daemon for events, hubs. */
@Timeout(600)
class GlusterdTest {
  private static final Duration SOON = Duration.ofSeconds(120);
  private static final int PORT = 55_555;
  private static final String WEBHOOK = "http://127.0.0.1:8990/1.0/events/gluster";

  /** Sends each line of its input as a datagram, slowly enough for the real daemon. */
  private static final String SENDER =
      """
      import socket, sys, time
      s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
      for line in sys.stdin:
          s.sendto(line.rstrip("\\n").encode(), ("127.0.0.1", 55555))
          time.sleep(0.01)
      """;

  @TempDir Path dir;
  private GlusterNode node;

  @BeforeEach
  void aNode() throws Exception {
    node = GlusterNode.start(dir);
  }

  @AfterEach
  void itsEnd() throws Exception {
    node.close();
  }

  /** One line of {@code gluster} for each of these types, or what follows from it. */
  private void operate() throws Exception {
    node.gluster("volume create gv1 node1:" + dir + "/b1 force");
    node.gluster("volume start gv1");
    node.gluster("volume set gv1 nfs.disable on");
    node.gluster("volume quota gv1 enable");
    node.gluster("volume quota gv1 limit-usage / 1GB");
    node.gluster("volume add-brick gv1 node1:" + dir + "/b2 force");
    node.gluster("volume bitrot gv1 enable");
    node.run("sh", "-c", "kill -9 $(cat /run/gluster/vols/gv1/*b2.pid)");
    node.gluster("volume quota gv1 disable");
    node.gluster("volume stop gv1");
    node.gluster("volume delete gv1");
  }

  private static final List<String> TYPES =
      List.of(
          "gluster.VOLUME_CREATE",
          "gluster.VOLUME_START",
          "gluster.BRICK_CONNECTED",
          "gluster.VOLUME_SET",
          "gluster.QUOTA_ENABLE",
          "gluster.QUOTA_SET_USAGE_LIMIT",
          "gluster.CLIENT_CONNECT",
          "gluster.CLIENT_DISCONNECT",
          "gluster.VOLUME_ADD_BRICK",
          "gluster.SVC_CONNECTED",
          "gluster.BITROT_ENABLE",
          "gluster.BRICK_DISCONNECTED",
          "gluster.QUOTA_DISABLE",
          "gluster.VOLUME_STOP",
          "gluster.VOLUME_DELETE");

  /** What a hub has of Gluster, in a dialect, the oldest first. */
  private static List<JsonValue> kept(HubProcess hub, String format) throws Exception {
    String target = "/1.0/journal/events?order=asc&limit=1000&format=" + format + "&filter=";
    Reply reply = hub.send(Request.get(target + URLEncoder.encode("system = gluster", UTF_8)));
    assertThat(reply.status()).isEqualTo(200);
    return Json.parse(reply.body()).at("metadata.events").orElseThrow().elements();
  }

  private static List<String> types(HubProcess hub) throws Exception {
    return kept(hub, "belfry").stream().map(event -> event.text("type")).toList();
  }

  private static List<String> datagrams(HubProcess hub) throws Exception {
    return kept(hub, "native").stream().map(JsonValue::text).toList();
  }

  private static List<String> bodies(HubProcess hub, String format) throws Exception {
    return kept(hub, format).stream().map(event -> event.raw().text()).toList();
  }

  /** Runs the real daemon; it listens on return. */
  private void startDaemon() throws IOException {
    node.start(
        dir.resolve("eventsd.out"), "/usr/sbin/glustereventsd", "-p", "/run/glustereventsd.pid");
    Awaitility.await().atMost(SOON).until(() -> node.listensOnUdp(PORT));
  }

  private long publishedByTheDaemon() throws IOException {
    try (var lines = Files.lines(dir.resolve("log/events.log"))) {
      return lines.filter(line -> line.contains(":log_event] - ")).count();
    }
  }

  @Test
  @Proves("gluster 1")
  @Proves("gluster 11")
  void aHubInThePlaceOfItsDaemonHearsEverythingAndMakesTheSameBodies() throws Exception {
    List<String> datagrams;
    List<String> bodies;
    var settings = Map.of("BELFRY_GLUSTER_NODE", "true", "BELFRY_GLUSTER_REQUIRED", "true");
    try (HubProcess receiver = receiver()) {
      try (HubProcess hub = node.hub("hub", settings)) {
        operate();
        Awaitility.await()
            .atMost(SOON)
            .untilAsserted(() -> assertThat(types(hub)).containsAll(TYPES));
        Awaitility.await()
            .atMost(SOON)
            .untilAsserted(
                () ->
                    assertThat(bodies(receiver, "native"))
                        .as("posted in order, byte for byte")
                        .isEqualTo(bodies(hub, "gluster")));
        datagrams = datagrams(hub);
        bodies = bodies(hub, "gluster");
        assertThat(bodies).hasSameSizeAs(datagrams);
      }
      startDaemon();
      node.feed(String.join("\n", datagrams), "/usr/bin/python3", "-c", SENDER);
      List<String> whole = bodies.stream().filter(body -> !body.contains("\"raw\":")).toList();
      Awaitility.await().atMost(SOON).until(() -> kept(receiver, "native").size() >= whole.size());

      List<String> received = bodies(receiver, "native");
      assertThat(received.subList(bodies.size(), received.size()))
          .as("what the real daemon posts for the same datagrams")
          .containsExactlyInAnyOrderElementsOf(whole);
      assertThat(bodies)
          .as("the daemon loses what has no attributes")
          .anyMatch(body -> body.contains("BITROT_ENABLE") && body.contains("\"(null)\""));
    }
  }

  private String token() throws IOException {
    return Files.readString(dir.resolve("receiver/admin.token")).strip();
  }

  /** A hub that is a webhook of the cluster, added and tested as the operator of one does it. */
  private HubProcess receiver() throws Exception {
    HubProcess receiver = node.hub("receiver", Map.of(), "--listen", "127.0.0.1:8990");
    node.run("gluster-eventsapi", "webhook-test", WEBHOOK, "-t", token());
    node.run("gluster-eventsapi", "webhook-add", WEBHOOK, "-t", token());
    return receiver;
  }

  @Test
  void aHubThatIsAWebhookKeepsAllThatTheRealDaemonPosts() throws Exception {
    try (HubProcess receiver = receiver()) {
      startDaemon();
      operate();
      Awaitility.await()
          .atMost(SOON)
          .untilAsserted(() -> assertThat(types(receiver)).contains("gluster.VOLUME_DELETE"));
      Awaitility.await()
          .atMost(SOON)
          .until(() -> kept(receiver, "native").size() == publishedByTheDaemon());

      assertThat(types(receiver)).contains("gluster.VOLUME_CREATE", "gluster.BRICK_DISCONNECTED");
      assertThat(bodies(receiver, "gluster")).isEqualTo(bodies(receiver, "native"));
    }
  }
}
