package belfry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import belfry.testing.Wire;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code /1.0/events} as server-sent events. */
class SseTest {
  private static final String ACCEPT = "Accept: text/event-stream";

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

  private static void post(String action) throws Exception {
    try (Wire unix = hub.unix()) {
      String body = HubInTest.lifecycle(action);
      assertThat(unix.post("/1.0/events/lxd", "application/json", body).status()).isEqualTo(200);
    }
  }

  /** Reads chunks until one holds the text, and gives all that was read. */
  private static String until(Wire wire, String text) throws Exception {
    var all = new StringBuilder();
    while (all.indexOf(text) < 0) {
      all.append(new String(wire.chunk(), UTF_8));
    }
    return all.toString();
  }

  @Test
  void theStreamBeginsWithHowToComeBack() throws Exception {
    try (Wire wire = hub.unix()) {
      Wire.Answer answer = wire.get("/1.0/events", ACCEPT);
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.header("content-type")).contains("text/event-stream");
      assertThat(answer.header("cache-control")).contains("no-store");
      assertThat(until(wire, "id: ")).startsWith("retry: 2000\n:\nid: ");
    }
  }

  @Test
  void theLastEventIdResumesWithoutASeam() throws Exception {
    String filter = "/1.0/events?filter=type+%3A+%22sse-%22";
    String id;
    try (Wire wire = hub.unix()) {
      wire.get(filter, ACCEPT);
      until(wire, "id: ");
      post("sse-1");
      String block = until(wire, "sse-1");
      id = block.substring(block.lastIndexOf("id: ") + 4, block.indexOf("\ndata: "));
    }
    post("sse-2");
    try (Wire wire = hub.unix()) {
      wire.get(filter, ACCEPT, "Last-Event-ID: " + id);
      assertThat(until(wire, "sse-2")).doesNotContain("sse-1");
      post("sse-3");
      assertThat(until(wire, "sse-3")).doesNotContain("sse-2");
    }
  }

  @Test
  void aForeignOrBrokenCursorIsRefused() throws Exception {
    try (Wire wire = hub.unix()) {
      Wire.Answer answer = wire.get("/1.0/events?cursor=AAAA", ACCEPT);
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.text()).contains("BELFRY-1302");
    }
  }
}
