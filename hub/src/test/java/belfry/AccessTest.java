package belfry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import belfry.testing.Proves;
import belfry.testing.Wire;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Who may do what over TCP. */
class AccessTest {
  private static final String JSON = "application/json";

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

  private static String token(String name, String role, String project) throws Exception {
    try (Wire unix = hub.unix()) {
      Wire.Answer answer =
          unix.post(
              "/1.0/tokens",
              JSON,
              "{\"name\":\"%s\",\"role\":\"%s\",\"project\":\"%s\"}"
                  .formatted(name, role, project));
      assertThat(answer.status()).as(answer.text()).isEqualTo(201);
      return "Authorization: Bearer " + answer.json().get("metadata").get("token").asString();
    }
  }

  @Test
  void theFirstTokenIsForItsOwnerAndNotKeptInTheClear() throws Exception {
    Path file = data.resolve("admin.token");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    String kept = Files.readString(data.resolve("state/tokens.json"));
    assertThat(kept).contains("\"hash\"").doesNotContain(Files.readString(file).strip());
  }

  @Test
  @Proves("audit 60")
  void withoutATokenOrWithAWrongOneNothingIsRead() throws Exception {
    try (Wire tcp = hub.tcp()) {
      Wire.Answer none = tcp.get("/1.0/journal/events");
      assertThat(none.status()).isEqualTo(401);
      assertThat(none.header("www-authenticate"))
          .hasValueSatisfying(v -> assertThat(v).startsWith("Bearer"));
      Wire.Answer wrong = tcp.get("/1.0", "Authorization: Bearer belfry_nonsense");
      assertThat(wrong.status()).isEqualTo(401);
      assertThat(wrong.text()).contains("BELFRY-1002");
    }
    awaitEvent("lxd.security.authn_login_fail");
  }

  @Test
  @Proves("audit 60")
  void aRoleDoesNotReachFurtherThanItsName() throws Exception {
    String ingest = token("writer", "ingest", "");
    String read = token("reader", "read", "");
    try (Wire tcp = hub.tcp()) {
      assertThat(tcp.get("/1.0/journal/events", ingest).status()).isEqualTo(403);
      String event = HubInTest.lifecycle("role");
      assertThat(tcp.post("/1.0/events/lxd", JSON, event, ingest).status()).isEqualTo(200);
      assertThat(tcp.post("/1.0/events/lxd", JSON, event, read).status()).isEqualTo(403);
      assertThat(tcp.get("/1.0/tokens", read).status()).isEqualTo(403);
      assertThat(tcp.get("/1.0/tokens", hub.admin()).status()).isEqualTo(200);
    }
    awaitEvent("lxd.security.authz_fail");
  }

  @Test
  @Proves("lxd 20")
  void aTokenOfAProjectSeesAndSendsOnlyThat() throws Exception {
    String ingest = token("p1-writer", "ingest", "p1");
    String read = token("p1-reader", "read", "p1");
    try (Wire tcp = hub.tcp()) {
      String event = HubInTest.lifecycle("of-p1");
      assertThat(tcp.post("/1.0/events/lxd", JSON, event, ingest).status()).isEqualTo(200);
      assertThat(tcp.post("/1.0/events/lxd?project=p2", JSON, event, ingest).status())
          .isEqualTo(403);
      assertThat(tcp.get("/1.0/journal/events?project=p2", read).status()).isEqualTo(403);
      JsonNode events =
          tcp.get("/1.0/journal/events?limit=1000", read).json().get("metadata").get("events");
      assertThat(events.size()).isEqualTo(1);
      assertThat(events.get(0).get("project").asString()).isEqualTo("p1");
      assertThat(tcp.upgrade("/1.0/events?type=security", read).status()).isEqualTo(403);
    }
  }

  @Test
  @Proves("lxd 20")
  void aRemovedTokenIsRefusedAtOnce() throws Exception {
    String token = token("gone", "read", "");
    try (Wire tcp = hub.tcp();
        Wire unix = hub.unix()) {
      assertThat(tcp.get("/1.0/journal/events", token).status()).isEqualTo(200);
      assertThat(unix.call("DELETE", "/1.0/tokens/gone", new byte[0]).status()).isEqualTo(200);
      assertThat(tcp.get("/1.0/journal/events", token).status()).isEqualTo(401);
    }
  }

  @Test
  void pagesOfOtherSitesAreRefused() throws Exception {
    String admin = hub.admin();
    try (Wire tcp = hub.tcp()) {
      for (String header :
          new String[] {
            "Origin: http://evil.example",
            "Origin: null",
            "Sec-Fetch-Site: cross-site",
            "Sec-Fetch-Site: same-site",
            "Host: evil.example"
          }) {
        Wire.Answer answer = tcp.get("/1.0/journal/events", admin, header);
        assertThat(answer.status()).as(header).isEqualTo(403);
        assertThat(answer.text()).contains("BELFRY-1005");
      }
      String own = "Origin: http://localhost";
      assertThat(tcp.get("/1.0/journal/events", admin, own).status()).isEqualTo(200);
      assertThat(tcp.get("/1.0/journal/events", admin, "Host: [::1]:80").status()).isEqualTo(200);
    }
  }

  @Test
  @Proves("audit 55")
  void theBulkPathTakesAnApiKey() throws Exception {
    String key = token("bulk", "ingest", "p5").replace("Bearer", "Api-Key");
    String record =
        "[{\"datetime\":1763631328000,\"service_name\":\"Customer\",\"service_version\":\"1\","
            + "\"name\":\"SyslogEvent\",\"session_id\":\"s1\",\"user_login\":\"u\","
            + "\"user_name\":\"U\",\"user_node\":\"10.0.0.1\",\"tags\":[\"t\"],"
            + "\"params\":[{\"name\":\"a\",\"value\":\"b\"}]}]";
    try (Wire tcp = hub.tcp()) {
      Wire.Answer answer = tcp.post("/bulk/p5/send", JSON, record, key);
      assertThat(answer.status()).as(answer.text()).isEqualTo(200);
      assertThat(answer.text()).isEqualTo("{}");
      Wire.Answer other = tcp.post("/bulk/p6/send", JSON, record, key);
      assertThat(other.status()).isEqualTo(403);
      assertThat(other.header("content-type")).contains("application/problem+json");
    }
  }

  @Test
  void plainHttpIsForLoopbackOnly(@TempDir Path other) {
    assertThatThrownBy(() -> HubInTest.start(other, Map.of("core.http_address", "0.0.0.0:0")))
        .hasMessageContaining("core.http_address: 0.0.0.0")
        .hasMessageContaining("loopback");
  }

  @Test
  void aSecondHubDoesNotTakeTheDirectory() {
    assertThatThrownBy(() -> HubInTest.start(data)).hasMessageContaining("journal");
  }

  @Test
  void theHubTellsOfItsStartAndOfTokens() throws Exception {
    token("told", "read", "");
    awaitEvent("lxd.security.sys_startup");
    awaitEvent("lxd.security.authn_token_created");
    awaitEvent("lxd.lifecycle.identity-created");
    awaitEvent("lxd.logging");
  }

  private static void awaitEvent(String type) {
    await()
        .untilAsserted(
            () -> {
              try (Wire unix = hub.unix()) {
                String target =
                    "/1.0/journal/events?limit=1&filter=type+%3D+%22"
                        + type
                        + "%22+AND+source+%3D+%22/belfry%22";
                JsonNode metadata = unix.get(target).json().get("metadata");
                assertThat(metadata.get("events").size()).as(type).isEqualTo(1);
              }
            });
  }
}
