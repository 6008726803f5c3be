package belfry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import belfry.testing.FakePeer;
import belfry.testing.Wire;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Subscriptions over the API of a whole hub, and what arrives at their destinations. */
class SubscriptionsTest {
  private static final String JSON = "application/json";
  private static final String PATH = "/1.0/subscriptions";
  private static final String KEY = Base64.getEncoder().encodeToString(new byte[32]);
  private static final Map<String, String> LOOPBACK =
      Map.of("delivery.allow_addresses", "127.0.0.0/8");

  @TempDir Path data;
  private FakePeer peer;
  private HubInTest hub;

  @BeforeEach
  void start() throws Exception {
    peer = FakePeer.start();
    hub = HubInTest.start(data, LOOPBACK);
  }

  @AfterEach
  void stop() {
    hub.close();
    peer.close();
  }

  private void restart() throws Exception {
    hub.close();
    hub = HubInTest.start(data, LOOPBACK);
  }

  private Wire.Answer call(String method, String target, String body, String... headers)
      throws Exception {
    try (Wire unix = hub.unix()) {
      return unix.call(method, target, body.getBytes(UTF_8), headers);
    }
  }

  private JsonNode done(String method, String target, String body) throws Exception {
    Wire.Answer answer = call(method, target, body);
    assertThat(answer.status()).as(answer.text()).isBetween(200, 201);
    return answer.json().get("metadata");
  }

  private String webhook(String name) {
    return """
        {"name": "%s", "filter": "source = \\"/test\\"", "sink": "webhook",
         "settings": {"url": "%s", "signing": {"type": "standard", "secrets": ["whsec_%s"]}}}"""
        .formatted(name, peer.url("/hook"), KEY);
  }

  private void post(int from, int to) throws Exception {
    for (int i = from; i < to; i++) {
      done(
          "POST",
          "/1.0/events/cloudevents",
          "{\"specversion\":\"1.0\",\"id\":\"%d\",\"source\":\"/test\",\"type\":\"t\"}"
              .formatted(i));
    }
  }

  /** The ids of what arrived, in order; each request is checked for its signature. */
  private List<String> arrived(int count) throws Exception {
    var ids = new ArrayList<String>();
    for (int i = 0; i < count; i++) {
      FakePeer.Received request = peer.take();
      assertThat(request.header("webhook-signature")).contains(signature(request));
      ids.add(request.body().replaceFirst(".*\"id\":\"(\\d+)\".*", "$1"));
    }
    return ids;
  }

  private static String signature(FakePeer.Received request) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(Base64.getDecoder().decode(KEY), "HmacSHA256"));
    String signed =
        request.header("webhook-id").orElseThrow()
            + "."
            + request.header("webhook-timestamp").orElseThrow()
            + "."
            + request.body();
    return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(UTF_8)));
  }

  private static List<String> numbers(int from, int to) {
    return IntStream.range(from, to).mapToObj(Integer::toString).toList();
  }

  @Test
  void eventsArriveSignedAndInOrderAndGoOnAfterARestart() throws Exception {
    done("POST", PATH, webhook("ops"));
    post(0, 5);
    assertThat(arrived(5)).isEqualTo(numbers(0, 5));
    restart();
    post(5, 8);
    assertThat(arrived(3)).isEqualTo(numbers(5, 8));
    done("PUT", PATH + "/ops/state", "{\"action\": \"pause\"}");
    post(8, 10);
    restart();
    assertThat(done("GET", PATH + "/ops", "").at("/status/state").asString()).isEqualTo("paused");
    done("PUT", PATH + "/ops/state", "{\"action\": \"resume\"}");
    assertThat(arrived(2)).isEqualTo(numbers(8, 10));
    done("PUT", PATH + "/ops/state", "{\"action\": \"move\", \"to\": \"beginning\"}");
    assertThat(arrived(10)).isEqualTo(numbers(0, 10));
    assertThat(peer.received()).isEmpty();
  }

  @Test
  void secretsAreNotShownAndNotOnDisk() throws Exception {
    JsonNode made = done("POST", PATH, webhook("ops"));
    assertThat(made.at("/settings/signing/secrets/0").asString()).isEqualTo("***");
    assertThat(made.at("/settings/url").asString()).isEqualTo(peer.url("/hook"));
    hub.close();
    try (var files = Files.walk(data)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1))
            .as(file.toString())
            .doesNotContain(KEY);
      }
    }
  }

  @Test
  void aDocumentThatWasShownCanBeGivenBackAndItsSecretsStay() throws Exception {
    done("POST", PATH, webhook("ops"));
    String shown = done("GET", PATH + "/ops", "").toString();
    done("PUT", PATH + "/ops", shown.replace("\"description\":\"\"", "\"description\":\"mine\""));
    done("PATCH", PATH + "/ops", "{\"order\": \"subject\"}");
    JsonNode after = done("GET", PATH + "/ops", "");
    assertThat(after.get("description").asString()).isEqualTo("mine");
    assertThat(after.get("order").asString()).isEqualTo("subject");
    post(0, 2);
    assertThat(arrived(2)).isEqualTo(numbers(0, 2));
  }

  @Test
  void whoeverIsSecondIsToldSo() throws Exception {
    Wire.Answer made = call("POST", PATH, webhook("ops"));
    assertThat(made.header("location")).contains(PATH + "/ops");
    String etag = made.header("etag").orElseThrow();
    assertThat(call("POST", PATH, webhook("ops")).status()).isEqualTo(409);
    String first = "{\"description\": \"first\"}";
    assertThat(call("PATCH", PATH + "/ops", first, "If-Match: " + etag).status()).isEqualTo(200);
    Wire.Answer second = call("PATCH", PATH + "/ops", "{}", "If-Match: " + etag);
    assertThat(second.status()).isEqualTo(412);
    assertThat(call("DELETE", PATH + "/ops", "", "If-Match: " + etag).status()).isEqualTo(412);
    assertThat(call("DELETE", PATH + "/ops", "").status()).isEqualTo(200);
    assertThat(call("DELETE", PATH + "/ops", "").status()).isEqualTo(404);
    assertThat(call("GET", PATH + "/ops", "").status()).isEqualTo(404);
    assertThat(call("PUT", PATH + "/ops", webhook("ops")).status()).isEqualTo(404);
  }

  @Test
  void listsHaveUrlsOrWholeDocuments() throws Exception {
    done("POST", PATH, webhook("b"));
    done("POST", PATH, "{\"name\": \"A\", \"sink\": \"noop\"}");
    assertThat(done("GET", PATH, "").toString())
        .isEqualTo("[\"%1$s/A\",\"%1$s/b\"]".formatted(PATH));
    JsonNode whole = done("GET", PATH + "?recursion=1", "");
    assertThat(whole.at("/0/name").asString()).isEqualTo("A");
    assertThat(whole.at("/1/status/state").asString()).isEqualTo("running");
  }

  @Test
  void whatIsWrongIsNamed() throws Exception {
    assertWrong(webhook("ops").replace("/hook", "/hook\",\"colour\":\"red"), "settings.colour");
    assertWrong(webhook("ops").replace("127.0.0.1", "10.0.0.1"), "settings.url");
    assertWrong(webhook("ops").replace("webhook\"", "carrier-pigeon\""), "sink");
    assertWrong(webhook("ops").replace("source = ", "source ~ "), "filter");
    assertWrong("{\"name\": \"ops\", \"sink\": \"noop\", \"start\": \"later\"}", "start");
    assertWrong("{\"name\": \"ops\", \"sink\": \"noop\", \"paused\": 1}", "paused");
    assertWrong(
        "{\"name\": \"ops\", \"sink\": \"noop\", \"retry\": {\"jitter\": 2}}", "retry.jitter");
    assertWrong("{\"name\": \"o/s\", \"sink\": \"noop\"}", "");
    assertWrong("[]", "body");
  }

  private void assertWrong(String document, String pointer) throws Exception {
    Wire.Answer answer = call("POST", PATH, document);
    assertThat(answer.status()).as(document + answer.text()).isEqualTo(400);
    assertThat(answer.json().at("/metadata/pointer").asString())
        .as(answer.text())
        .isEqualTo(pointer);
  }

  @Test
  void aWebhookMayHaveItsOwnAddressAllowed() throws Exception {
    hub.close();
    hub = HubInTest.start(data);
    assertThat(call("POST", PATH, webhook("ops")).status()).isEqualTo(400);
    String own = webhook("ops").replace("{\"name\"", "{\"allow_address\": true, \"name\"");
    JsonNode made = done("POST", PATH, own);
    assertThat(made.get("allowed_addresses").toString()).isEqualTo("[\"127.0.0.1\"]");
    post(0, 1);
    assertThat(arrived(1)).isEqualTo(numbers(0, 1));
    String metadata =
        own.replace("127.0.0.1:" + peer.port(), "169.254.169.254").replace("ops", "m");
    assertThat(call("POST", PATH, metadata).status()).isEqualTo(400);
  }

  @Test
  void oneThatCannotBeOpenedSaysWhyAndGoesOnWhereItStood() throws Exception {
    done("POST", PATH, webhook("ops"));
    done("POST", PATH, "{\"name\": \"other\", \"sink\": \"noop\"}");
    post(0, 1);
    assertThat(arrived(1)).isEqualTo(numbers(0, 1));
    hub.close();
    hub = HubInTest.start(data); // loopback is not allowed any more
    JsonNode status = done("GET", PATH + "/ops", "").get("status");
    assertThat(status.get("state").asString()).isEqualTo("disabled");
    assertThat(status.get("reason").asString()).contains("cannot be opened", "settings.url");
    post(1, 4);
    await().until(() -> done("GET", PATH + "/other", "").at("/status/lag").asInt() == 0);
    restart();
    assertThat(arrived(3)).isEqualTo(numbers(1, 4));
  }

  @Test
  void oneThatWasDeletedAndMadeAnewBeginsAnew() throws Exception {
    done("POST", PATH, webhook("ops"));
    done("PUT", PATH + "/ops/state", "{\"action\": \"pause\"}");
    post(0, 3);
    done("DELETE", PATH + "/ops", "");
    done("POST", PATH, webhook("ops"));
    post(3, 5);
    assertThat(arrived(2)).isEqualTo(numbers(3, 5));
  }
}
