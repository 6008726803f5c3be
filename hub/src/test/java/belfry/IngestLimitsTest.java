package belfry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import belfry.testing.Proves;
import belfry.testing.Wire;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The limits of ingest that are not those of every body. */
class IngestLimitsTest {
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

  @Test
  @Proves("audit 50")
  void cloudruBodiesAndItemsHaveLimits() throws Exception {
    int bytesMax = 5 << 20;
    try (Wire unix = hub.unix()) {
      String blank = " ".repeat(bytesMax - 2) + "[]";
      assertThat(unix.post("/1.0/events/cloudru", JSON, blank).status()).isEqualTo(200);
      unix.send(
          "POST /1.0/events/cloudru HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
              + "Content-Length: "
              + (bytesMax + 1)
              + "\r\n\r\n");
      assertThat(unix.answer().status()).isEqualTo(413);
    }
    try (Wire unix = hub.unix()) {
      String thousand = "[" + "{},".repeat(999) + "{}]";
      Wire.Answer all = unix.post("/1.0/events/cloudru", JSON, thousand);
      assertThat(all.json().get("metadata").get("refused").asInt()).isEqualTo(1000);
      Wire.Answer more = unix.post("/1.0/events/cloudru", JSON, "[{}," + thousand.substring(1));
      assertThat(more.status()).isEqualTo(413);
      assertThat(more.text()).contains("1001", "1000");
    }
  }

  @Test
  void theIdempotencyKeyHasALimit() throws Exception {
    try (Wire unix = hub.unix()) {
      String event = HubInTest.lifecycle("key-limit");
      String key = "Idempotency-Key: " + "k".repeat(256);
      assertThat(unix.post("/1.0/events/lxd", JSON, event, key).status()).isEqualTo(200);
      assertThat(unix.post("/1.0/events/lxd", JSON, event, key + "k").status()).isEqualTo(400);
    }
  }

  @Test
  void headersHaveALimit() throws Exception {
    try (Wire unix = hub.unix()) {
      assertThat(unix.get("/1.0", "X-Long: " + "x".repeat(15 << 10)).status()).isEqualTo(200);
      Wire.Answer answer = unix.get("/1.0", "X-Long: " + "x".repeat(17 << 10));
      assertThat(answer.status()).isEqualTo(431);
      assertThat(answer.text()).contains("BELFRY-1115");
    }
  }

  @Test
  void whatIsInFlightIsBounded() throws Exception {
    String begun =
        "POST /1.0/events/lxd HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
            + "Content-Length: "
            + (16 << 20)
            + "\r\n\r\n ";
    try (Wire one = hub.unix().send(begun);
        Wire two = hub.unix().send(begun);
        Wire three = hub.unix().send(begun);
        Wire four = hub.unix().send(begun);
        Wire five = hub.unix()) {
      await()
          .until(
              () -> five.get("/metrics").text(),
              text -> text.contains("belfry_http_bodies_bytes " + (64 << 20)));
      Wire.Answer answer = five.post("/1.0/events/lxd", JSON, HubInTest.lifecycle("in-flight"));
      assertThat(answer.status()).isEqualTo(429);
      assertThat(answer.header("retry-after")).contains("1");
      assertThat(answer.text()).contains("BELFRY-1113");
    }
    try (Wire unix = hub.unix()) {
      await().until(() -> unix.get("/metrics").text(), text -> text.contains("bodies_bytes 0\n"));
    }
  }
}
