package belfry;

import static org.assertj.core.api.Assertions.assertThat;

import belfry.testing.Captures;
import belfry.testing.Proves;
import belfry.testing.Wire;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What LXD's clients see before they listen, held against the recorded answers of LXD 5.0.2. */
class LxdServerTest {
  private static final String SYNC =
      "{\"type\":\"sync\",\"status\":\"Success\",\"status_code\":200,\"operation\":\"\","
          + "\"error_code\":0,\"error\":\"\",\"metadata\":";

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

  @Test
  @Proves("lxd 1")
  @Proves("lxd 3")
  void theRootListsTheApiInTheEnvelope() throws Exception {
    try (Wire unix = hub.unix();
        Wire tcp = hub.tcp()) {
      assertThat(unix.get("/").text()).isEqualTo(SYNC + "[\"/1.0\"]}\n");
      assertThat(tcp.get("/").text()).isEqualTo(SYNC + "[\"/1.0\"]}\n");
    }
  }

  @Test
  @Proves("lxd 2")
  void strangersSeeOnlyThePublicPart() throws Exception {
    try (Wire tcp = hub.tcp()) {
      JsonNode metadata = tcp.get("/1.0").json().get("metadata");
      assertThat(metadata.propertyNames())
          .containsExactlyInAnyOrder(
              "api_extensions", "api_status", "api_version", "auth", "public", "auth_methods");
      assertThat(metadata.get("auth").asString()).isEqualTo("untrusted");
      JsonNode trusted = tcp.get("/1.0", hub.admin()).json().get("metadata");
      assertThat(trusted.get("auth").asString()).isEqualTo("trusted");
    }
  }

  @Test
  @Proves("lxd 2")
  void theSocketSeesTheEnvironment() throws Exception {
    try (Wire unix = hub.unix()) {
      JsonNode metadata = unix.get("/1.0").json().get("metadata");
      assertThat(metadata.get("auth").asString()).isEqualTo("trusted");
      assertThat(metadata.get("environment").propertyNames())
          .contains(
              "server",
              "server_name",
              "server_version",
              "certificate",
              "certificate_fingerprint",
              "server_clustered",
              "server_event_mode");
      assertThat(metadata.get("config").get("journal.segment_bytes").asString()).isEqualTo("4 MiB");
    }
  }

  @Test
  @Proves("lxd 10")
  void projectsAreUrlsOrObjects() throws Exception {
    try (Wire unix = hub.unix()) {
      assertThat(unix.get("/1.0/projects").json().get("metadata").get(0).asString())
          .isEqualTo("/1.0/projects/default");
      JsonNode objects = unix.get("/1.0/projects?recursion=1").json().get("metadata");
      assertThat(objects.get(0).get("name").asString()).isEqualTo("default");
      assertThat(unix.get("/1.0/projects/nope").status()).isEqualTo(404);
    }
  }

  /** The statuses are those of the newest LXD where it differs from 5.0.2. */
  @Test
  @Proves("lxd 3")
  @Proves("lxd 11-13")
  void answersEveryOddRequestAsLxdDoes() throws Exception {
    Map<String, Integer> newest =
        Map.of(
            "plain GET bad type", 400,
            "ws one good one bad type", 400,
            "ws trailing comma", 400,
            "ws upper-case type", 400,
            "ws project and all-projects", 400);
    var wrong = new ArrayList<String>();
    int checked = 0;
    for (JsonNode row : Captures.records("lxd-5.0.2-http-replies.jsonl")) {
      String name = row.get("case").asString();
      String[] request = row.get("request").asString().split(" ");
      boolean ours =
          name.startsWith("POST")
              || name.contains("newer types")
              || name.contains("foreign Origin")
              || name.startsWith("untrusted")
              || !request[1].matches("/1\\.0/(events|operations).*|.*nope");
      if (ours) {
        continue;
      }
      int expected = newest.getOrDefault(name, row.get("status").asInt());
      if (expected == 500) {
        expected = name.contains("project") && name.contains("unknown") ? 404 : 400;
      }
      Wire.Answer answer = replay(request, row);
      checked++;
      if (answer.status() != expected) {
        wrong.add(name + ": " + answer.status() + " (expected: " + expected + ")");
      }
      shape(name, answer, wrong);
    }
    assertThat(wrong).isEmpty();
    assertThat(checked).isGreaterThan(12);
  }

  private static Wire.Answer replay(String[] request, JsonNode row) throws Exception {
    var headers = new ArrayList<String>();
    for (JsonNode header : row.get("request_headers")) {
      headers.add(header.asString());
    }
    try (Wire unix = hub.unix()) {
      return unix.call(request[0], request[1], new byte[0], headers.toArray(String[]::new));
    }
  }

  /** Errors are the envelope with its seven keys in order and two line feeds, or gorilla's text. */
  private static void shape(String name, Wire.Answer answer, List<String> wrong) {
    boolean text = answer.header("content-type").orElse("").startsWith("text/plain");
    if (text) {
      if (!answer.text().equals("Bad Request\n")
          || !answer.header("sec-websocket-version").orElse("").equals("13")) {
        wrong.add(name + ": " + answer.headers());
      }
    } else if (answer.status() >= 400 && answer.body().length > 0) {
      var keys = List.copyOf(answer.json().propertyNames());
      if (!keys.equals(
              List.of(
                  "type", "status", "status_code", "operation", "error_code", "error", "metadata"))
          || !answer.text().endsWith("}\n\n")
          || answer.json().get("error_code").asInt() != answer.status()) {
        wrong.add(name + ": " + answer.text());
      }
    }
  }

  @Test
  @Proves("lxd 4")
  void oneRequestPerConnectionWillDo() throws Exception {
    hub.unix().close();
    try (Wire unix = hub.unix()) {
      assertThat(unix.get("/1.0", "Connection: close").status()).isEqualTo(200);
      assertThat(unix.ended()).isTrue();
    }
  }

  @Test
  @Proves("lxd 4")
  void theRecordedRequestsOfStockClientsAreAnswered() throws Exception {
    for (JsonNode row : Captures.records("lxd-client-requests.jsonl")) {
      if (!row.get("transport").asString().equals("unix")) {
        continue;
      }
      var headers = new TreeMap<String, String>();
      if (row.get("step").asInt() == 2) {
        headers.put("Connection", "Upgrade");
        headers.put("Upgrade", "websocket");
        headers.put("Sec-WebSocket-Version", "13");
      }
      row.get("headers")
          .properties()
          .forEach(e -> headers.put(e.getKey(), e.getValue().asString()));
      headers.replace("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
      headers.putIfAbsent("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
      String target = row.get("request").asString().split(" ")[1];
      try (Wire unix = hub.unix()) {
        String[] lines =
            headers.entrySet().stream()
                .map(e -> e.getKey() + ": " + e.getValue())
                .toArray(String[]::new);
        int expected = target.equals("/1.0/events") ? 101 : 200;
        assertThat(unix.get(target, lines).status()).as(row.toString()).isEqualTo(expected);
      }
    }
  }

  @Test
  @Proves("lxd 5")
  void theSocketIsForItsOwnerAndGroup() throws Exception {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(hub.socket())))
        .isEqualTo("rw-rw----");
    try (Wire unix = hub.unix()) {
      JsonNode metadata = unix.get("/1.0").json().get("metadata");
      assertThat(metadata.get("auth_user_method").asString()).isEqualTo("unix");
      assertThat(metadata.get("auth_user_name").asString())
          .isEqualTo(System.getProperty("user.name"));
    }
  }

  @Test
  void healthAndErrorPagesNeedNoToken() throws Exception {
    try (Wire tcp = hub.tcp()) {
      assertThat(tcp.get("/health/live").status()).isEqualTo(200);
      assertThat(tcp.get("/health/ready").status()).isEqualTo(200);
      assertThat(tcp.get("/health/started").status()).isEqualTo(200);
      assertThat(tcp.get("/errors/BELFRY-1104").text()).contains("HTTP 400");
    }
  }
}
