package belfry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import belfry.testing.Certificates;
import belfry.testing.FakePeer;
import belfry.testing.Wire;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Ten destinations, eight of them broken in ways of their own: the others do not notice, each shows
 * why, and when it is mended it gets the rest as it was parked.
 */
class TenDestinationsTest {
  private static final int EVENTS = 4;
  private static final String PATH = "/1.0/subscriptions/";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path data;
  @TempDir Path keys;
  private final Map<String, FakePeer> peers = new LinkedHashMap<>();
  private HubInTest hub;

  @BeforeEach
  void start() throws Exception {
    hub = HubInTest.start(data);
  }

  @AfterEach
  void stop() {
    hub.close();
    peers.values().forEach(FakePeer::close);
  }

  private JsonNode done(String method, String target, String body) throws Exception {
    try (Wire unix = hub.unix()) {
      Wire.Answer answer = unix.call(method, target, body.getBytes(UTF_8));
      assertThat(answer.status()).as(answer.text()).isBetween(200, 201);
      return answer.json().get("metadata");
    }
  }

  /** A subscription that tries each event once, so that what fails is parked at once. */
  private FakePeer subscribe(String name, FakePeer peer) throws Exception {
    peers.put(name, peer);
    subscribe(name, peer.url("/hook"), true);
    return peer;
  }

  private void subscribe(String name, String url, boolean own) throws Exception {
    done(
        "POST",
        "/1.0/subscriptions",
        """
        {"name": "%s", "filter": "source = \\"/ten\\"", "sink": "webhook",
         "settings": {"url": "%s", "timeout": "300ms"}, "allow_address": %s,
         "retry": {"attempts": 1}}"""
            .formatted(name, url, own));
  }

  private void post() throws Exception {
    for (int i = 0; i < EVENTS; i++) {
      done(
          "POST",
          "/1.0/events/cloudevents",
          """
          {"specversion":"1.0","id":"%d","source":"/ten","type":"t","data":{"number":%d}}"""
              .formatted(i, i));
    }
  }

  private static FakePeer failing(FakePeer.Step step) throws Exception {
    FakePeer peer = FakePeer.start();
    IntStream.range(0, EVENTS).forEach(i -> peer.then(step));
    return peer;
  }

  private JsonNode status(String name) throws Exception {
    return done("GET", PATH + name, "").get("status");
  }

  /** What each of these ten shows when everything is parked, or waits. */
  private void assertShows(String name, String... why) throws Exception {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(status(name).at("/last_attempt/reason").asString())
                    .as(name)
                    .contains(why));
  }

  private void awaitParked(String name) {
    await().atMost(PATIENCE).until(() -> status(name).get("dead_letters").asInt() == EVENTS);
  }

  /** Bodies by webhook-id, in the order of their coming. */
  private static Map<String, String> bodies(List<FakePeer.Received> requests) {
    var bodies = new LinkedHashMap<String, String>();
    requests.forEach(one -> bodies.put(one.header("webhook-id").orElseThrow(), one.body()));
    return bodies;
  }

  private List<FakePeer.Received> received(String name, int skipped) {
    FakePeer peer = peers.get(name);
    List<FakePeer.Received> all = peer == null ? List.of() : peer.received();
    return all.subList(Math.min(skipped, all.size()), all.size());
  }

  @Test
  void theBrokenOnesHarmNobodyShowWhyAndGetTheRestWhenMended() throws Exception {
    Certificates certificates = Certificates.make(keys, "own", "ip:127.0.0.1");
    subscribe("good-1", FakePeer.start());
    FakePeer refusing = subscribe("refuses", FakePeer.start());
    refusing.close();
    subscribe("hangs", failing(FakePeer.hang()));
    subscribe("drips", failing(FakePeer.drip("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n", 100)));
    subscribe("redirects", failing(FakePeer.status(302, "Location: http://127.0.0.1:1/")));
    subscribe("waits", FakePeer.start().then(FakePeer.status(429, "Retry-After: 86400")));
    subscribe("fails", failing(FakePeer.status(500)));
    subscribe("untrusted", FakePeer.start(certificates.context(), false));
    FakePeer hidden = FakePeer.start();
    peers.put("private", hidden);
    subscribe("private", "http://localhost:" + hidden.port() + "/hook", false);
    subscribe("good-2", FakePeer.start());

    post();
    for (String good : List.of("good-1", "good-2")) {
      await().atMost(PATIENCE).until(() -> received(good, 0).size() == EVENTS);
    }
    Map<String, String> whole = bodies(received("good-1", 0));
    assertThat(whole.values())
        .extracting(body -> body.replaceFirst(".*\"id\":\"(\\d)\".*", "$1"))
        .containsExactly("0", "1", "2", "3");
    assertThat(bodies(received("good-2", 0))).isEqualTo(whole);

    assertShows("refuses", "refused");
    assertShows("hangs", "300");
    assertShows("drips", "300");
    assertShows("redirects", "302");
    assertShows("waits", "429");
    assertShows("fails", "500");
    assertShows("untrusted", "certificat");
    assertShows("private", "loopback");
    var parked = new ArrayList<>(List.of("refuses", "hangs", "drips", "redirects", "fails"));
    parked.addAll(List.of("untrusted", "private"));
    parked.forEach(this::awaitParked);
    assertThat(status("waits").get("dead_letters").asInt()).isEqualTo(1);

    var before = new TreeMap<String, Integer>();
    peers.forEach((name, peer) -> before.put(name, peer.received().size()));
    FakePeer mended = FakePeer.start();
    peers.put("refuses", mended);
    before.put("refuses", 0);
    done("PATCH", PATH + "refuses", "{\"settings\": {\"url\": \"" + mended.url("/hook") + "\"}}");
    String ca = certificates.pem().replace("\r", "").replace("\n", "\\n");
    done("PATCH", PATH + "untrusted", "{\"settings\": {\"tls\": {\"ca\": \"" + ca + "\"}}}");
    done("PATCH", PATH + "private", "{\"allow_address\": true}");
    done("PUT", PATH + "waits/state", "{\"action\": \"resume\"}");
    parked.add("waits");
    for (String name : parked) {
      String filter = "{\"filter\": \"source = \\\"/ten\\\"\", \"dry_run\": %s}";
      int count =
          done("POST", PATH + name + "/redeliver", filter.formatted(true)).get("count").asInt();
      JsonNode result = done("POST", PATH + name + "/redeliver", filter.formatted(false));
      assertThat(result.get("delivered").asInt()).as(name + result).isEqualTo(count);
      await().atMost(PATIENCE).until(() -> received(name, before.get(name)).size() == EVENTS);
      Map<String, String> late = bodies(received(name, before.get(name)));
      assertThat(late).as(name).isEqualTo(whole);
      assertThat(status(name).get("dead_letters").asInt()).as(name).isZero();
    }
    assertThat(received("good-1", EVENTS)).isEmpty();
  }
}
