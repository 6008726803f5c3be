package belfry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import belfry.testing.Captures;
import belfry.testing.Proves;
import belfry.testing.Wire;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The WebSocket of {@code /1.0/events}, frame by frame. */
class LxdStreamTest {
  private static final String NDJSON = "application/x-ndjson";
  private static final String OLD = "User-Agent: LXD 5.0.2 (Linux; x86_64)";

  @TempDir static Path data;
  private static HubInTest hub;

  @BeforeAll
  static void start() throws Exception {
    hub = HubInTest.start(data);
  }

  @AfterAll
  static void stop() {
    hub.close();
  }

  private static Wire listen(String target, String... headers) throws Exception {
    Wire wire = hub.unix();
    Wire.Answer answer = wire.upgrade(target, headers);
    assertThat(answer.status()).as(answer.text()).isEqualTo(101);
    return wire;
  }

  private static void post(String target, String body) throws Exception {
    try (Wire unix = hub.unix()) {
      assertThat(unix.post(target, NDJSON, body).status()).isEqualTo(200);
    }
  }

  @Test
  @Proves("lxd 11")
  void theHandshakeIsPlainAndWithoutExtensions() throws Exception {
    try (Wire wire = hub.unix()) {
      Wire.Answer answer =
          wire.upgrade("/1.0/events", "Sec-WebSocket-Extensions: permessage-deflate");
      assertThat(answer.header("sec-websocket-accept")).contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
      assertThat(answer.header("sec-websocket-extensions")).isEmpty();
      assertThat(answer.header("upgrade")).contains("websocket");
    }
  }

  @Test
  @Proves("lxd 14")
  @Proves("lxd 18-19")
  void eventsArriveUnchangedInOrderEachWithALineFeed() throws Exception {
    List<String> sent = Captures.lines("lxd-lifecycle.jsonl");
    try (Wire unix = hub.unix()) {
      Wire.Answer unknown = unix.upgrade("/1.0/events?project=order");
      assertThat(unknown.status()).as("nobody sent for it yet").isEqualTo(404);
    }
    post("/1.0/events/lxd?project=order", sent.getFirst());
    try (Wire one = listen("/1.0/events?type=lifecycle&project=order");
        Wire other = listen("/1.0/events?type=lifecycle&project=order")) {
      post("/1.0/events/lxd?project=order", String.join("\n", sent.subList(1, sent.size())));
      var first = new ArrayList<String>();
      var second = new ArrayList<String>();
      for (int i = 1; i < sent.size(); i++) {
        first.add(one.event());
        second.add(other.event());
      }
      assertThat(first).isEqualTo(second);
      assertThat(first.stream().map(event -> event.substring(0, event.length() - 1)).toList())
          .isEqualTo(sent.subList(1, sent.size()));
      assertThat(first).allMatch(event -> event.endsWith("}\n"));
    }
  }

  @Test
  @Proves("lxd 16")
  void theFirstPingComesAtOnceAndPingsOfTheClientAreAnswered() throws Exception {
    try (Wire wire = listen("/1.0/events?type=ovn")) {
      Wire.Frame ping = wire.frame();
      assertThat(ping.opcode()).isEqualTo(Wire.Frame.PING);
      assertThat(ping.text()).isEqualTo("keepalive");
      wire.frame(Wire.Frame.PING, "abc".getBytes(UTF_8));
      Wire.Frame pong = wire.frame();
      assertThat(pong.opcode()).isEqualTo(Wire.Frame.PONG);
      assertThat(pong.text()).isEqualTo("abc");
    }
  }

  @Test
  @Proves("lxd 16")
  void dataFromTheClientEndsTheStreamWithoutAClose() throws Exception {
    try (Wire wire = listen("/1.0/events?type=ovn")) {
      assertThat(wire.frame().opcode()).isEqualTo(Wire.Frame.PING);
      wire.frame(Wire.Frame.TEXT, "{}".getBytes(UTF_8));
      assertThat(wire.ended()).isTrue();
    }
  }

  @Test
  @Proves("lxd 16")
  void aCloseIsEchoed() throws Exception {
    try (Wire wire = listen("/1.0/events?type=ovn")) {
      assertThat(wire.frame().opcode()).isEqualTo(Wire.Frame.PING);
      wire.frame(Wire.Frame.CLOSE, new byte[] {3, (byte) 0xe8});
      Wire.Frame close = wire.frame();
      assertThat(close.opcode()).isEqualTo(Wire.Frame.CLOSE);
      assertThat(close.closeCode()).isEqualTo(1000);
      assertThat(wire.ended()).isTrue();
    }
  }

  @Test
  @Proves("lxd 12")
  @Proves("lxd 22")
  void parametersAreReadAsLxdReadsThem() throws Exception {
    for (String fine :
        List.of(
            "?type=",
            "?type=lifecycle,lifecycle",
            "?type=lifecycle&type=bogus",
            "?all-projects=YES",
            "?all-projects=0&project=default",
            "?target=n1&recursion=1&nonsense")) {
      listen("/1.0/events" + fine).close();
    }
    for (String bad : List.of("?type=bogus", "?type=lifecycle,", "?type=LIFECYCLE")) {
      try (Wire unix = hub.unix()) {
        Wire.Answer answer = unix.upgrade("/1.0/events" + bad);
        assertThat(answer.status()).as(bad).isEqualTo(400);
        assertThat(answer.text()).contains("is not a supported event type");
      }
    }
  }

  @Test
  @Proves("lxd 21")
  void oldClientsAreSparedTheTypesTheyDieOf() throws Exception {
    String security =
        "{\"type\":\"security\",\"timestamp\":\"2026-05-08T14:32:15.5Z\",\"metadata\":{\"name\":"
            + "\"authn_login_fail:tls\",\"level\":\"warning\",\"description\":\"old\"},"
            + "\"location\":\"n1\"}";
    try (Wire old = listen("/1.0/events", OLD);
        Wire asked = listen("/1.0/events?type=security", OLD);
        Wire fresh = listen("/1.0/events?type=security,lifecycle")) {
      post("/1.0/events/lxd", security + "\n" + HubInTest.lifecycle("after-security"));
      assertThat(old.event()).contains("after-security");
      assertThat(asked.event()).contains("\"old\"");
      assertThat(fresh.event()).contains("\"old\"");
    }
  }

  @Test
  void otherSystemsAreSeenAsLifecycleEvents() throws Exception {
    try (Wire wire = listen("/1.0/events?type=lifecycle&filter=system+%3D+%22gluster%22")) {
      post(
          "/1.0/events/gluster",
          "{\"event\":\"VOLUME_STOP\",\"message\":{\"name\":\"v7\"},"
              + "\"nodeid\":\"95cd599c-5d87-43c1-8fba-b12821fd41b6\",\"ts\":1468303352}");
      assertThat(wire.event())
          .startsWith("{\"type\":\"lifecycle\"")
          .contains("\"action\":\"VOLUME_STOP\"");
    }
  }

  @Test
  void aCursorResumesWithoutASeam() throws Exception {
    String cursor;
    try (Wire unix = hub.unix()) {
      Wire.Answer answer = unix.post("/1.0/events/lxd", NDJSON, HubInTest.lifecycle("seam-0"));
      cursor = answer.json().get("metadata").get("cursor").asString();
    }
    post("/1.0/events/lxd", HubInTest.lifecycle("seam-1") + "\n" + HubInTest.lifecycle("seam-2"));
    String filter = "&filter=type+%3A+%22seam%22";
    try (Wire wire = listen("/1.0/events?cursor=" + cursor + filter)) {
      assertThat(wire.event()).contains("seam-1");
      post("/1.0/events/lxd", HubInTest.lifecycle("seam-3"));
      assertThat(wire.event()).contains("seam-2");
      assertThat(wire.event()).contains("seam-3");
    }
  }

  @Test
  void aCrowdMayConnectAtOnce() throws Exception {
    var crowd = new ArrayList<Wire>();
    try {
      for (int i = 0; i < 300; i++) {
        crowd.add(hub.unix());
      }
      for (Wire one : crowd) {
        assertThat(one.upgrade("/1.0/events?type=ovn").status()).isEqualTo(101);
      }
    } finally {
      for (Wire one : crowd) {
        one.close();
      }
    }
  }

  @Test
  @Proves("lxd 33")
  void aStoppingHubSaysGoodbye(@TempDir Path other) throws Exception {
    Wire wire;
    try (HubInTest stopping = HubInTest.start(other)) {
      wire = stopping.unix();
      assertThat(wire.upgrade("/1.0/events?type=ovn").status()).isEqualTo(101);
    }
    try (wire) {
      Wire.Frame last = wire.frame();
      while (last.opcode() != Wire.Frame.CLOSE) {
        last = wire.frame();
      }
      assertThat(last.closeCode()).isEqualTo(1001);
      assertThat(last.closeReason()).startsWith("the hub stops; resume with cursor=");
      assertThat(wire.ended()).isTrue();
    }
  }
}
