package belfry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import belfry.testing.FakePeer;
import belfry.testing.Wire;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What a hub shows of deliveries, and what it tells of subscriptions. */
class SubscriptionDeliveryTest {
  private static final String OPS = "/1.0/subscriptions/ops";

  @TempDir Path data;
  private FakePeer peer;
  private HubInTest hub;

  @BeforeEach
  void start() throws Exception {
    peer = FakePeer.start();
    hub = HubInTest.start(data, Map.of("delivery.allow_addresses", "127.0.0.0/8"));
  }

  @AfterEach
  void stop() {
    hub.close();
    peer.close();
  }

  private Wire.Answer call(String method, String target, String body) throws Exception {
    try (Wire unix = hub.unix()) {
      return unix.call(method, target, body.getBytes(UTF_8));
    }
  }

  private JsonNode done(String method, String target, String body) throws Exception {
    Wire.Answer answer = call(method, target, body);
    assertThat(answer.status()).as(answer.text()).isBetween(200, 201);
    return answer.json().get("metadata");
  }

  private void subscribe(String filter) throws Exception {
    done(
        "POST",
        "/1.0/subscriptions",
        """
        {"name": "ops", "filter": "%s", "sink": "webhook", "settings": {"url": "%s"},
         "retry": {"attempts": 1}}"""
            .formatted(filter.replace("\"", "\\\""), peer.url("/hook")));
  }

  private void post(String... ids) throws Exception {
    for (String id : ids) {
      done(
          "POST",
          "/1.0/events/cloudevents",
          "{\"specversion\":\"1.0\",\"id\":\"%s\",\"source\":\"/test\",\"type\":\"t\"}"
              .formatted(id));
    }
  }

  private void awaitLetters(int count) {
    await().until(() -> done("GET", OPS + "/dead-letters", "").get("dead_letters").size() == count);
  }

  @Test
  void attemptsAndDeadLettersAreShownWithTheirReasons() throws Exception {
    subscribe("source = \"/test\"");
    peer.then(FakePeer.status(500), FakePeer.status(404));
    post("a", "b", "c");
    awaitLetters(2);
    await().until(() -> done("GET", OPS + "/attempts", "").size() == 3);
    JsonNode attempts = done("GET", OPS + "/attempts?limit=3", "");
    assertThat(attempts.at("/0/result").asString()).isEqualTo("delivered");
    assertThat(attempts.at("/1/reason").asString()).contains("404");
    assertThat(attempts.at("/2/reason").asString()).contains("500");
    assertThat(attempts.at("/2/request_head").asString()).startsWith("POST /*** HTTP/1.1");
    assertThat(attempts.at("/2/response_head").asString()).startsWith("HTTP/1.1 500");
    JsonNode page = done("GET", OPS + "/dead-letters?limit=1", "");
    assertThat(page.at("/dead_letters/0/event/id").asString()).isEqualTo("a");
    JsonNode next = done("GET", OPS + "/dead-letters?cursor=" + page.get("next").asString(), "");
    assertThat(next.at("/dead_letters/0/event/id").asString()).isEqualTo("b");
    assertThat(next.get("next").asString()).isEmpty();
    JsonNode found = done("GET", OPS + "/dead-letters?filter=id%3D%22b%22", "");
    assertThat(found.get("dead_letters").size()).isEqualTo(1);
  }

  @Test
  void deadLettersAreRedeliveredByIdByFilterAndSinceATime() throws Exception {
    subscribe("source = \"/test\"");
    peer.then(FakePeer.status(500), FakePeer.status(500), FakePeer.status(500));
    post("a", "b", "c");
    awaitLetters(3);
    JsonNode letters = done("GET", OPS + "/dead-letters", "").get("dead_letters");
    String id = letters.at("/1/id").asString();
    JsonNode one = done("POST", OPS + "/redeliver", "{\"ids\": [\"" + id + "\"]}");
    assertThat(one.toString()).isEqualTo("{\"delivered\":1,\"failed\":0}");
    String filter = "{\"filter\": \"id = \\\"a\\\"\", \"dry_run\": true}";
    assertThat(done("POST", OPS + "/redeliver", filter).get("count").asInt()).isEqualTo(1);
    peer.then(FakePeer.status(503));
    JsonNode failed = done("POST", OPS + "/redeliver", filter.replace("true", "false"));
    assertThat(failed.get("failed").asInt()).isEqualTo(1);
    JsonNode rest = done("POST", OPS + "/redeliver", "{\"since\": \"1h\"}");
    assertThat(rest.get("delivered").asInt()).isEqualTo(2);
    assertThat(call("POST", OPS + "/redeliver", "{}").status()).isEqualTo(400);
  }

  @Test
  void pagesAndIdsHaveLimits() throws Exception {
    subscribe("source = \"/test\"");
    assertThat(call("GET", OPS + "/dead-letters?limit=1000", "").status()).isEqualTo(200);
    assertThat(call("GET", OPS + "/dead-letters?limit=1001", "").status()).isEqualTo(400);
    String most = Collections.nCopies(1000, "\"0/1\"").toString();
    String more = Collections.nCopies(1001, "\"0/1\"").toString();
    assertThat(call("POST", OPS + "/redeliver", "{\"ids\": " + most + "}").status()).isEqualTo(200);
    assertThat(call("POST", OPS + "/redeliver", "{\"ids\": " + more + "}").status()).isEqualTo(400);
  }

  @Test
  void aTestSaysWhatTheDestinationSays() throws Exception {
    subscribe("source = \"/test\"");
    peer.then(FakePeer.status(200), FakePeer.status(503));
    assertThat(done("POST", OPS + "/test", "").get("result").asString()).isEqualTo("delivered");
    JsonNode second = done("POST", OPS + "/test", "");
    assertThat(second.get("result").asString()).isEqualTo("retry");
    assertThat(second.get("reason").asString()).contains("503");
    assertThat(peer.take().body()).contains("belfry.test", OPS);
  }

  @Test
  void aRangeIsReplayed() throws Exception {
    post("a", "b");
    subscribe("source = \"/test\"");
    JsonNode count = done("POST", OPS + "/replay", "{\"dry_run\": true}");
    assertThat(count.get("count").asInt()).isEqualTo(2);
    String id = done("POST", OPS + "/replay", "{}").get("id").asString();
    assertThat(peer.take().body()).contains("\"id\":\"a\"");
    assertThat(peer.take().body()).contains("\"id\":\"b\"");
    await()
        .until(
            () -> done("GET", OPS + "/replays/" + id, "").get("state").asString().equals("done"));
    await().until(() -> done("GET", OPS + "/replays", "").at("/0/delivered").asInt() == 2);
    assertThat(call("DELETE", OPS + "/replays/" + id, "").status()).isEqualTo(404);
  }

  private List<String> told() throws Exception {
    JsonNode events =
        done(
            "GET",
            "/1.0/journal/events?order=asc&limit=1000&filter="
                + "type%20%3D~%20%22lxd.lifecycle.subscription-.*%22",
            "");
    var types = new ArrayList<String>();
    for (JsonNode event : events.get("events")) {
      types.add(event.get("type").asString().replace("lxd.lifecycle.subscription-", ""));
    }
    return types;
  }

  @Test
  void eachChangeIsToldOnceAlsoOverARestart() throws Exception {
    subscribe("source = \"/test\"");
    done("PATCH", OPS, "{\"description\": \"x\"}");
    await().until(() -> told().size() == 2);
    java.nio.file.Files.delete(data.resolve("state/told"));
    hub.close();
    hub = HubInTest.start(data, Map.of("delivery.allow_addresses", "127.0.0.0/8"));
    done("DELETE", OPS, "");
    await().until(() -> told().contains("deleted"));
    assertThat(told()).containsExactly("created", "updated", "deleted");
    JsonNode event =
        done(
                "GET",
                "/1.0/journal/events?filter=type%3D%22lxd.lifecycle.subscription-created%22",
                "")
            .at("/events/0/data/metadata");
    assertThat(event.get("source").asString()).isEqualTo(OPS);
    assertThat(event.at("/requestor/protocol").asString()).isEqualTo("unix");
  }

  @Test
  void aDeadLetterIsToldUnlessItIsOneOfTheHubsOwnEvents() throws Exception {
    subscribe("source = \"/test\"");
    peer.then(FakePeer.status(400));
    post("a");
    await().until(() -> told().contains("parked"));
    done("PATCH", OPS, "{\"filter\": \"source = \\\"/belfry\\\"\"}");
    peer.then(FakePeer.status(400), FakePeer.status(400), FakePeer.status(400));
    done("PATCH", OPS, "{\"description\": \"x\"}");
    awaitLetters(2);
    assertThat(told().stream().filter("parked"::equals)).hasSize(1);
  }

  @Test
  void aDestinationThatIsGoneDisablesUntilResumed() throws Exception {
    subscribe("source = \"/test\"");
    peer.then(FakePeer.status(410));
    post("a");
    await().until(() -> told().contains("disabled"));
    JsonNode status = done("GET", OPS, "").get("status");
    assertThat(status.get("state").asString()).isEqualTo("disabled");
    assertThat(status.get("reason").asString()).contains("410");
    Wire.Answer health = call("GET", "/health/ready", "");
    assertThat(health.status()).isEqualTo(200);
    assertThat(health.text()).contains("warn", "subscription ops is disabled");
    done("PUT", OPS + "/state", "{\"action\": \"resume\"}");
    peer.take();
    assertThat(peer.take().body()).contains("\"id\":\"a\"");
  }
}
