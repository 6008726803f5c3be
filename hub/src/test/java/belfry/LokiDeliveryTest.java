package belfry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import belfry.settings.Settings;
import belfry.testing.Certificates;
import belfry.testing.LokiStandIn;
import belfry.testing.Proves;
import belfry.testing.Wire;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A hub whose settings name a Loki. */
class LokiDeliveryTest {
  private static final String PATH = "/1.0/subscriptions/loki.api";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path data;
  private LokiStandIn loki;
  private Optional<HubInTest> hub = Optional.empty();

  @BeforeEach
  void prepare() throws Exception {
    loki = LokiStandIn.prepared("Basic aHViOnMzY3JldA==");
  }

  @AfterEach
  void stop() {
    hub.ifPresent(HubInTest::close);
    loki.close();
    assertThat(loki.violations()).isEmpty();
  }

  private Map<String, String> flags(String... more) {
    var flags = new TreeMap<String, String>();
    flags.put("loki.api.url", loki.url());
    flags.put("loki.auth.username", "hub");
    flags.put("loki.auth.password", "s3cret");
    flags.put("loki.instance", "hub-1");
    for (int i = 0; i < more.length; i += 2) {
      flags.put(more[i], more[i + 1]);
    }
    return flags;
  }

  private void start(String... more) throws Exception {
    hub.ifPresent(HubInTest::close);
    hub = Optional.of(HubInTest.start(data, flags(more)));
  }

  private JsonNode done(String method, String target, String body) throws Exception {
    try (Wire unix = hub.orElseThrow().unix()) {
      Wire.Answer answer = unix.call(method, target, body.getBytes(UTF_8));
      assertThat(answer.status()).as(answer.text()).isBetween(200, 201);
      return answer.json().get("metadata");
    }
  }

  private void post(String body) throws Exception {
    done("POST", "/1.0/events/lxd", body);
  }

  private void post(int from, int to) throws Exception {
    for (int i = from; i < to; i++) {
      post(HubInTest.lifecycle("test-" + i).replace("28.706664125", "%02d".formatted(i % 60)));
    }
  }

  /** Quick to try again, as an operator may make it; the settings leave that alone. */
  private void hurry() throws Exception {
    done(
        "PATCH",
        PATH,
        """
        {"retry": {"delays": ["20ms"], "attempts": 1000, "total": "1d"}}""");
  }

  private TreeSet<String> actions() {
    var actions = new TreeSet<String>();
    for (LokiStandIn.Taken entry : loki.taken()) {
      String line = entry.line();
      String last = line.substring(line.lastIndexOf(' ') + 1);
      if (last.startsWith("test-")) {
        actions.add(last);
      }
    }
    return actions;
  }

  private static List<String> names(int count) {
    return IntStream.range(0, count).mapToObj(i -> "test-" + i).sorted().toList();
  }

  private void awaitAll(int count) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(actions()).containsExactlyElementsOf(names(count)));
  }

  @Test
  @Proves("lxd 30")
  void aHubStartsWithoutItsLokiAndLosesNothingUntilItIsThere() throws Exception {
    start();
    hurry();
    post(0, 20);
    start();
    post(20, 30);
    loki.start();
    awaitAll(30);
    LokiStandIn.Taken first = loki.taken().getFirst();
    assertThat(first.labels()).containsEntry("app", "lxd").containsEntry("instance", "hub-1");
  }

  @Test
  @Proves("lxd 30")
  void everyEventArrivesThrough429And500AndSilenceAndKilledServers() throws Exception {
    loki.start();
    start();
    hurry();
    JsonNode settings = done("GET", PATH, "").get("settings");
    assertThat(settings.get("password").asString()).isEqualTo("***");
    done("PATCH", PATH, "{\"settings\": {\"timeout\": \"300ms\", \"batchMax\": 7}}");
    loki.refuse(500, Map.of());
    loki.refuse(429, Map.of("Retry-After", "1"));
    loki.drop();
    loki.hang();
    loki.refuse(503, Map.of());
    post(0, 60);
    loki.stop();
    post(60, 80);
    loki.start();
    post(80, 100);
    awaitAll(100);
    assertThat(loki.answers()).contains(500, 429, 503, 204);
  }

  @Test
  void whatIsTooOldForLokiIsParkedWithItsWordsAndTheOthersArrive() throws Exception {
    loki.refuseOld(entry -> entry.line().endsWith("test-3"));
    loki.start();
    start();
    done("PUT", PATH + "/state", "{\"action\": \"pause\"}");
    post(0, 10);
    done("PUT", PATH + "/state", "{\"action\": \"resume\"}");
    await()
        .atMost(PATIENCE)
        .until(() -> done("GET", PATH + "/dead-letters", "").get("dead_letters").size() == 1);
    JsonNode letter = done("GET", PATH + "/dead-letters", "").at("/dead_letters/0");
    assertThat(letter.get("reason").asString()).contains("400", "entry too far behind");
    assertThat(letter.at("/event/type").asString()).isEqualTo("lxd.lifecycle.test-3");
    await().untilAsserted(() -> assertThat(actions()).hasSize(9).doesNotContain("test-3"));
  }

  private static String log(String level) {
    return "{\"type\":\"logging\",\"timestamp\":\"2026-11-20T09:35:28Z\",\"metadata\":{"
        + "\"message\":\"log-"
        + level
        + "\",\"level\":\""
        + level
        + "\",\"context\":{}},\"location\":\"n1\"}";
  }

  @Test
  @Proves("lxd 30")
  void typesAndLevelSelectAndLabelsAreThoseOfTheSettings() throws Exception {
    loki.start();
    start(
        "loki.types", "lifecycle,logging,security",
        "loki.loglevel", "warning",
        "loki.labels", "action");
    for (String level : List.of("debug", "info", "warning", "error")) {
      post(log(level));
    }
    post(log("warning").replace("logging", "ovn"));
    post(
        "{\"type\":\"operation\",\"timestamp\":\"2026-11-20T09:35:28Z\",\"metadata\":"
            + "{\"id\":\"x\",\"status_code\":103,\"description\":\"log-operation\"}}");
    done(
        "POST",
        "/1.0/events/cloudevents",
        "{\"specversion\":\"1.0\",\"id\":\"a\",\"source\":\"/test\",\"type\":\"foreign\"}");
    post(0, 1);
    await().atMost(PATIENCE).until(() -> actions().contains("test-0"));
    List<String> lines = loki.taken().stream().map(LokiStandIn.Taken::line).toList();
    assertThat(lines)
        .contains("level=\"warning\" log-warning", "level=\"error\" log-error")
        .anyMatch(line -> line.endsWith("foreign"))
        .anyMatch(line -> line.contains("\"event\":\"sys_startup\"") && line.startsWith("{"))
        .noneMatch(line -> line.endsWith("log-info") || line.endsWith("log-debug"))
        .noneMatch(line -> line.endsWith("log-operation"));
    assertThat(loki.taken().stream().map(entry -> entry.labels().get("type")))
        .containsOnly("lifecycle", "logging", "security");
    assertThat(loki.taken().stream().map(entry -> entry.labels().get("action")))
        .contains("test-0", "foreign");
  }

  private Settings settings(Map<String, String> flags) throws Exception {
    return Settings.load(data, new Settings.Sources(Optional.empty(), Map.of(), flags));
  }

  @Test
  void theSubscriptionFollowsTheSettings() throws Exception {
    start();
    long version = version();
    assertThat(done("GET", "/1.0", "").at("/config").toString())
        .contains("\"loki.auth.password\":\"***\"");
    start();
    assertThat(version()).as("the same settings").isEqualTo(version);
    assertThatThrownBy(
            () -> hub.orElseThrow().hub().reload(settings(flags("loki.types", "operation"))))
        .hasMessageContaining("loki.types: operation (expected: some of");
    assertThatThrownBy(() -> hub.orElseThrow().hub().reload(settings(flags("loki.api.url", "x"))))
        .hasMessageContaining("url");
    assertThat(version()).as("refused settings").isEqualTo(version);
    hub.orElseThrow().hub().reload(settings(flags("loki.types", "security")));
    assertThat(done("GET", PATH, "").get("filter").asString())
        .isEqualTo("type =~ \"^lxd\\.security\\.\"");
    String ca = Certificates.make(data.resolve("state"), "ca", "ip:127.0.0.1").pem();
    hub.orElseThrow().hub().reload(settings(flags("loki.api.ca_cert", ca)));
    assertThat(done("GET", PATH, "").at("/settings/tls/ca").asString()).isEqualTo(ca);
    hub.orElseThrow().hub().reload(settings(Map.of()));
    try (Wire unix = hub.orElseThrow().unix()) {
      assertThat(unix.get(PATH).status()).isEqualTo(404);
    }
  }

  private long version() throws Exception {
    try (Wire unix = hub.orElseThrow().unix()) {
      String tag = unix.get(PATH).header("etag").orElseThrow();
      return Long.parseLong(tag.replaceAll("\\D", ""));
    }
  }
}
