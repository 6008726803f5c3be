package belfry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import belfry.testing.Captures;
import belfry.testing.Proves;
import belfry.testing.Wire;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Events come in over HTTP, and what becomes of bad ones. */
class IngestTest {
  private static final String JSON = "application/json";
  private static final String NDJSON = "application/x-ndjson";

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

  private static JsonNode metadata(Wire.Answer answer) {
    return answer.json().get("metadata");
  }

  private static byte[] gzip(byte[] plain) throws Exception {
    var out = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(out)) {
      gzip.write(plain);
    }
    return out.toByteArray();
  }

  @Test
  void capturedEventsComeBackByteForByte() throws Exception {
    List<String> lines = Captures.lines("lxd-lifecycle.jsonl");
    try (Wire unix = hub.unix()) {
      Wire.Answer answer =
          unix.post("/1.0/events/lxd?project=bytes", NDJSON, String.join("\n", lines));
      assertThat(answer.status()).isEqualTo(200);
      assertThat(metadata(answer).get("accepted").asInt()).isEqualTo(lines.size());
      Wire.Answer found =
          unix.get(
              "/1.0/journal/events?project=bytes&format=lxd&order=asc&limit=1000",
              "Accept: application/x-ndjson");
      assertThat(found.text().lines().toList()).isEqualTo(lines);
    }
  }

  @Test
  void aRepeatedBatchIsAllDuplicates() throws Exception {
    String body = String.join("\n", Captures.lines("lxd-cluster-on-n1.jsonl"));
    try (Wire unix = hub.unix()) {
      int accepted = metadata(unix.post("/1.0/events/lxd", NDJSON, body)).get("accepted").asInt();
      JsonNode second = metadata(unix.post("/1.0/events/lxd", NDJSON, body));
      assertThat(second.get("accepted").asInt()).isZero();
      assertThat(second.get("duplicates").asInt()).isEqualTo(accepted);
    }
  }

  @Test
  @Proves("audit 49")
  void oneBadEventDoesNotTakeTheOthersWithIt() throws Exception {
    String good = HubInTest.lifecycle("one-bad-a");
    String body = good + "\n{\"type\":\n" + HubInTest.lifecycle("one-bad-b");
    try (Wire unix = hub.unix()) {
      Wire.Answer answer = unix.post("/1.0/events/lxd", NDJSON, body);
      assertThat(answer.status()).isEqualTo(207);
      assertThat(metadata(answer).get("accepted").asInt()).isEqualTo(2);
      JsonNode item = metadata(answer).get("items").get(0);
      assertThat(item.get("index").asInt()).isEqualTo(1);
      assertThat(item.get("code").asString()).isEqualTo("BELFRY-1201");
      assertThat(item.get("column").asInt()).isEqualTo(9);
    }
  }

  @Test
  @Proves("audit 49")
  void anAtomicBatchWithOneBadEventStoresNone() throws Exception {
    String body = HubInTest.lifecycle("atomic-a") + "\n{\"type\":";
    try (Wire unix = hub.unix()) {
      Wire.Answer answer = unix.post("/1.0/events/lxd?atomic=1", NDJSON, body);
      assertThat(answer.status()).isEqualTo(400);
      assertThat(metadata(answer).get("accepted").asInt()).isZero();
      assertThat(metadata(answer).get("items").get(0).get("code").asString())
          .isEqualTo("BELFRY-1207");
      Wire.Answer found =
          unix.get("/1.0/journal/events?filter=type+%3D+%22lxd.lifecycle.atomic-a%22");
      assertThat(metadata(found).get("events").size()).isZero();
    }
  }

  @Test
  @Proves("audit 41")
  @Proves("audit 46")
  void badBytesOfASingleEventHaveAColumn() throws Exception {
    try (Wire unix = hub.unix()) {
      byte[] body = "{\"type\":\"\u00ff\"}".getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
      Wire.Answer answer =
          unix.call("POST", "/1.0/events/lxd", body, "Content-Type: application/json");
      assertThat(answer.status()).isEqualTo(400);
      assertThat(metadata(answer).get("code").asString()).isEqualTo("BELFRY-1201");
      assertThat(metadata(answer).get("column").asInt()).isEqualTo(10);
      for (String bad : List.of("{\"a\":1,}", "{\"a\":NaN}", "{\"a\":1}{\"b\":2}", "// no")) {
        assertThat(unix.post("/1.0/events/lxd", JSON, bad).status()).as(bad).isEqualTo(400);
      }
      assertThat(unix.get("/1.0").status()).as("the connection goes on").isEqualTo(200);
    }
  }

  @Test
  @Proves("audit 52")
  void wrongTypesAndEncodingsAre415() throws Exception {
    try (Wire unix = hub.unix()) {
      assertThat(unix.post("/1.0/events/lxd", "application/xml", "<a/>").status()).isEqualTo(415);
      assertThat(unix.post("/1.0/events/lxd", JSON, "{}", "Content-Encoding: br").status())
          .isEqualTo(415);
      assertThat(unix.post("/1.0/events", JSON, "{}").status()).isEqualTo(415);
    }
  }

  @Test
  @Proves("audit 52")
  void anEmptyArrayIsNothingAndFine() throws Exception {
    try (Wire unix = hub.unix()) {
      Wire.Answer answer = unix.post("/1.0/events/cloudru", JSON, "[]");
      assertThat(answer.status()).isEqualTo(200);
      assertThat(metadata(answer).get("accepted").asInt()).isZero();
    }
  }

  @Test
  void unknownFormatsAndTheHubsOwnAre404() throws Exception {
    try (Wire unix = hub.unix()) {
      assertThat(unix.post("/1.0/events/nope", JSON, "{}").status()).isEqualTo(404);
      assertThat(unix.post("/1.0/events/belfry", JSON, "{}").status()).isEqualTo(404);
      assertThat(unix.post("/1.0/events/native", JSON, "{}").status()).isEqualTo(404);
    }
  }

  @Test
  void aBodyOfTheLimitIsReadAndOneByteMoreIsNot() throws Exception {
    int max = 16 << 20;
    try (Wire unix = hub.unix()) {
      Wire.Answer answer = unix.post("/1.0/events/gluster", NDJSON, " ".repeat(max));
      assertThat(answer.status()).isEqualTo(200);
      unix.send(
          "POST /1.0/events/gluster HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
              + "Content-Length: "
              + (max + 1)
              + "\r\n\r\n");
      Wire.Answer larger = unix.answer();
      assertThat(larger.status()).isEqualTo(413);
      assertThat(larger.text()).contains("BELFRY-1108", Integer.toString(max + 1));
    }
  }

  @Test
  @Proves("audit 51")
  void aBombIsNotUnpacked() throws Exception {
    byte[] bomb = gzip(new byte[(16 << 20) + 1]);
    assertThat(bomb.length).isLessThan(100_000);
    try (Wire unix = hub.unix()) {
      Wire.Answer answer =
          unix.call(
              "POST",
              "/1.0/events/lxd",
              bomb,
              "Content-Type: application/json",
              "Content-Encoding: gzip");
      assertThat(answer.status()).isEqualTo(413);
      assertThat(metadata(answer).get("code").asString()).isEqualTo("BELFRY-1109");
      assertThat(unix.get("/1.0").status()).isEqualTo(200);
    }
  }

  @Test
  void gzipIsReadAndCutGzipIsRefused() throws Exception {
    byte[] packed = gzip(HubInTest.lifecycle("packed").getBytes(UTF_8));
    String[] headers = {"Content-Type: application/json", "Content-Encoding: gzip"};
    try (Wire unix = hub.unix()) {
      assertThat(unix.call("POST", "/1.0/events/lxd", packed, headers).status()).isEqualTo(200);
      byte[] cut = java.util.Arrays.copyOf(packed, packed.length - 9);
      Wire.Answer answer = unix.call("POST", "/1.0/events/lxd", cut, headers);
      assertThat(answer.status()).isEqualTo(400);
      assertThat(metadata(answer).get("code").asString()).isEqualTo("BELFRY-1111");
    }
  }

  @Test
  void chunkedBodiesAreRead() throws Exception {
    byte[] body = HubInTest.lifecycle("chunked").getBytes(UTF_8);
    try (Wire unix = hub.unix()) {
      unix.send(
          "POST /1.0/events/lxd HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
              + "Transfer-Encoding: chunked\r\n\r\n");
      for (byte b : body) {
        unix.send("1\r\n").send(new byte[] {b}).send("\r\n");
      }
      unix.send("0\r\n\r\n");
      assertThat(unix.answer().status()).isEqualTo(200);
    }
  }

  @Test
  void tooManyItemsAreRefusedAsAWhole() throws Exception {
    String item = HubInTest.lifecycle("many") + "\n";
    try (Wire unix = hub.unix()) {
      Wire.Answer answer = unix.post("/1.0/events/lxd", NDJSON, item.repeat(10_001));
      assertThat(answer.status()).isEqualTo(413);
      assertThat(metadata(answer).get("code").asString()).isEqualTo("BELFRY-1110");
    }
  }

  @Test
  void glustersTestOfAWebhookIsAnEmptyBody() throws Exception {
    try (Wire unix = hub.unix()) {
      Wire.Answer answer =
          unix.call("POST", "/1.0/events/gluster", new byte[0], "User-Agent: python-requests");
      assertThat(answer.status()).isEqualTo(200);
    }
  }

  @Test
  void theSameIdempotencyKeyTakesAnEventOnce() throws Exception {
    String body =
        "{\"event\":\"VOLUME_CREATE\",\"message\":{\"name\":\"v1\"},"
            + "\"nodeid\":\"95cd599c-5d87-43c1-8fba-b12821fd41b6\",\"ts\":1468303352}";
    try (Wire unix = hub.unix()) {
      String key = "Idempotency-Key: k-1";
      JsonNode first = metadata(unix.post("/1.0/events/gluster", JSON, body, key));
      JsonNode second = metadata(unix.post("/1.0/events/gluster", JSON, body, key));
      assertThat(first.get("accepted").asInt()).isEqualTo(1);
      assertThat(second.get("duplicates").asInt()).isEqualTo(1);
      assertThat(second.get("items").get(0).get("id"))
          .isEqualTo(first.get("items").get(0).get("id"));
      JsonNode third = metadata(unix.post("/1.0/events/gluster", JSON, body));
      assertThat(third.get("accepted").asInt()).as("twins are legal in Gluster").isEqualTo(1);
    }
  }

  @Test
  void theHandshakeOfCloudEventsGrantsTheOrigin() throws Exception {
    try (Wire unix = hub.unix()) {
      Wire.Answer answer =
          unix.call(
              "OPTIONS", "/1.0/events", new byte[0], "WebHook-Request-Origin: sender.example");
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.header("webhook-allowed-origin")).contains("sender.example");
      assertThat(answer.header("webhook-allowed-rate")).contains("*");
    }
  }
}
