package belfry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import belfry.testing.FakePeer;
import belfry.testing.Proves;
import belfry.testing.Wire;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A hub in the place of Gluster's daemon: from its file and its datagrams to its webhooks. */
class GlusterWebhooksTest {
  private static final String NODE = "effeca22-dd38-4dce-80b3-27c9107833af";
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String METADATA = "http://169.254.169.254/latest";

  @TempDir Path dir;
  private FakePeer peer;
  private HubInTest hub;
  private int port;

  @BeforeEach
  void aNode() throws Exception {
    Files.createDirectories(events());
    Files.createDirectories(dir.resolve("var/log/glusterfs"));
    Files.writeString(events().resolveSibling("glusterd.info"), "UUID=" + NODE + "\n");
    try (var free = new DatagramSocket()) {
      port = free.getLocalPort();
    }
    peer = FakePeer.start();
    hub = start();
  }

  private HubInTest start() throws IOException {
    return HubInTest.start(
        dir.resolve("hub"),
        Map.of(
            "gluster.node",
            "true",
            "gluster.root",
            dir.toString(),
            "gluster.port",
            String.valueOf(port)));
  }

  @AfterEach
  void stop() {
    hub.close();
    peer.close();
  }

  private Path events() {
    return dir.resolve("var/lib/glusterd/events");
  }

  private void webhooks(String content) throws IOException {
    Files.writeString(events().resolve("webhooks.json"), content);
  }

  private String file() throws IOException {
    return Files.readString(events().resolve("webhooks.json"));
  }

  private void send(String name) throws IOException {
    byte[] bytes = ("1795167319 3 name=" + name).getBytes(UTF_8);
    try (var socket = new DatagramSocket()) {
      var to = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
      socket.send(new DatagramPacket(bytes, bytes.length, to));
    }
  }

  private static String body(String name) {
    return ("{\"event\": \"VOLUME_START\", \"message\": {\"name\": \"%s\"}, \"nodeid\": \"%s\","
            + " \"ts\": 1795167319}")
        .formatted(name, NODE);
  }

  private JsonNode call(String method, String target, String body) throws Exception {
    try (Wire unix = hub.unix()) {
      Wire.Answer answer = unix.call(method, target, body.getBytes(UTF_8));
      assertThat(answer.status()).as(answer.text()).isBetween(200, 201);
      return answer.json().get("metadata");
    }
  }

  private String reload() throws Exception {
    return call("POST", "/1.0/gluster/reload", "").toString();
  }

  private void arrives(String name, String authorization) throws Exception {
    FakePeer.Received request = peer.take();
    assertThat(request.body()).isEqualTo(body(name));
    assertThat(request.header("authorization")).contains(authorization);
  }

  @Test
  @Proves("gluster 15")
  void nothingIsLostOrComesTwiceByAChangedTokenAReloadOrARestart() throws Exception {
    webhooks("{\"" + peer.url("/listen") + "\": {\"token\": \"T\", \"secret\": \"\"}}");
    assertThat(reload()).contains("\"ok\":true");
    send("v1");
    arrives("v1", "Bearer T");
    for (int i = 0; i < 5; i++) {
      send("w" + i);
      reload();
    }
    for (int i = 0; i < 5; i++) {
      arrives("w" + i, "Bearer T");
    }
    webhooks("{\"" + peer.url("/listen") + "\": {\"token\": \"T2\", \"secret\": \"\"}}");
    reload();
    send("v2");
    arrives("v2", "Bearer T2");
    hub.close();
    hub = start();
    send("v3");
    arrives("v3", "Bearer T2");
    webhooks("{\"" + peer.url("/listen") + "\": {\"token\": \"\", \"secret\": \"S\"}}");
    reload();
    send("v4");
    FakePeer.Received jwt = peer.take();
    assertThat(jwt.header("authorization").orElseThrow()).startsWith("Bearer eyJ");
    assertThat(peer.received()).isEmpty();
  }

  @Test
  void itsOwnAddressIsAllowedAndSaidSoButNotThatOfTheCloud() throws Exception {
    webhooks("{\"" + peer.url("/listen") + "\": \"T\", \"" + METADATA + "\": \"\"}");
    assertThat(reload())
        .contains("\"ok\":false")
        .contains(METADATA)
        .contains("where clouds give out credentials");
    assertThat(call("GET", "/1.0/gluster", "").get("webhooks").toString())
        .isEqualTo("[\"" + peer.url("/listen") + "\"]");
    String name = GlusterWebhooks.name(peer.url("/listen"));
    JsonNode subscription = call("GET", "/1.0/subscriptions/" + name, "");
    assertThat(subscription.get("allow_address").asBoolean()).isTrue();
    assertThat(subscription.get("allowed_addresses").toString()).contains("127.0.0.1");
    assertThat(file()).contains(METADATA);
  }

  @Test
  void aSubscriptionThatIsChangedOrDeletedChangesTheFile() throws Exception {
    webhooks("{\"" + peer.url("/listen") + "\": \"T\"}");
    reload();
    String path = "/1.0/subscriptions/" + GlusterWebhooks.name(peer.url("/listen"));
    call(
        "PATCH",
        path,
        "{\"settings\": {\"auth\": {\"token\": \"T9\"}}, \"description\": \"mine\"}");
    await().atMost(SOON).until(() -> file().contains("\"token\": \"T9\""));
    assertThat(call("GET", path, "").get("description").asString()).isEqualTo("mine");
    call("DELETE", path, "");
    await().atMost(SOON).until(() -> file().equals("{}"));
  }

  @Test
  void namesAreMadeOfTheUrlAndTellApartWhatLooksTheSame() {
    assertThat(GlusterWebhooks.name("http://Host:9000/a/b?c"))
        .matches("gluster-host-9000-a-b-c-[0-9a-f]{8}");
    assertThat(GlusterWebhooks.name("http://h/a-b"))
        .isNotEqualTo(GlusterWebhooks.name("http://h/a/b"));
    assertThat(GlusterWebhooks.name("x".repeat(500))).hasSizeLessThanOrEqualTo(63);
    assertThat(GlusterWebhooks.name("\u00e9")).matches("gluster-[0-9a-f]{8}");
  }
}
