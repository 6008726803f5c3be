package belfry;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import belfry.cli.wire.EventStream;
import belfry.cli.wire.HubAddress;
import belfry.cli.wire.HubClient;
import belfry.cli.wire.Request;
import belfry.testing.FakePeer;
import belfry.testing.Proves;
import belfry.testing.Wire;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Each event of Gluster's document of its events API, with every attribute that the document lists
 * for it, in the document's order and spelling; then the events of the source that it leaves out.
 */
@Timeout(60)
class GlusterDocumentTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final long TS = 1_795_000_000;

  @TempDir static Path dir;
  private static FakePeer webhook;
  private static NodeInTest node;
  private static HubClient client;
  private static EventStream live;

  @BeforeAll
  static void start() throws Exception {
    node = NodeInTest.start(dir, NodeInTest.freePort(), Map.of("core.log_level", "error"));
    webhook = FakePeer.start();
    node.post(webhook.url("/listen"));
    client = new HubClient(new HubAddress.Unix(node.hub().socket()), Optional.empty(), "document");
    Request request = Request.get("/1.0/events?format=gluster&filter=system+%3D+gluster");
    live = new EventStream(client.stream(request.with("Accept", "text/event-stream")).body());
  }

  @AfterAll
  static void stop() {
    client.close();
    node.close();
    webhook.close();
  }

  /**
   * @param key its number on the wire; {@code -} where no release has one: then it is posted
   * @param attributes their names, with blanks between them; {@code -} for none
   */
  @ParameterizedTest(name = "{1}")
  @CsvFileSource(resources = "/belfry/gluster-events.csv", numLinesToSkip = 1)
  @Proves("gluster 25")
  void comesOutLiveAndByWebhookAndFoundAndAsARecord(String key, String event, String attributes)
      throws Exception {
    SortedMap<String, String> sent = sent(event, attributes);
    String body = body(event, sent);
    if (key.equals("-")) {
      post(body);
    } else {
      node.send(TS + " " + key + " " + detail(sent));
    }

    assertThat(live.next().orElseThrow().data()).isEqualTo(body);
    assertThat(webhook.take().body()).isEqualTo(body);
    String filter = "type = gluster." + event;
    await().until(() -> !node.found(filter, "gluster").isEmpty());
    assertThat(node.found(filter, "gluster")).containsExactly(JSON.readTree(body));
    assertRecord(node.found("event_type = " + event, "cloudru"), event, JSON.readTree(body));
  }

  private static void assertRecord(List<JsonNode> records, String event, JsonNode body) {
    assertThat(records).hasSize(1);
    JsonNode record = records.getFirst();
    assertThat(record.get("eventSource").asString()).isEqualTo("gluster");
    assertThat(record.get("eventType").asString()).isEqualTo(event);
    String status = event.contains("FAIL") ? "ERROR" : record.get("eventStatus").asString();
    assertThat(record.get("eventStatus").asString()).isEqualTo(status).isIn("SUCCESS", "ERROR");
    assertThat(record.get("eventTime").asString()).isEqualTo(Instant.ofEpochSecond(TS).toString());
    JsonNode details = JSON.readTree(record.get("details").asString());
    assertThat(details.get("message")).isEqualTo(body.get("message"));
    assertThat(details.get("nodeid")).isEqualTo(body.get("nodeid"));
  }

  /** Values that are all different; a flag is on, and options are pairs. */
  private static SortedMap<String, String> sent(String event, String attributes) {
    var sent = new TreeMap<String, String>();
    if (!attributes.equals("-")) {
      for (String name : attributes.split(" ")) {
        sent.put(name, name + " of " + event);
      }
    }
    sent.computeIfPresent("force", (name, text) -> "1");
    sent.computeIfPresent("options", (name, text) -> ",nfs.disable,on");
    return sent;
  }

  /** What the CLI sends for an event without attributes is {@code (null)}. */
  private static String detail(SortedMap<String, String> sent) {
    String detail =
        sent.entrySet().stream()
            .map(attribute -> attribute.getKey() + "=" + attribute.getValue())
            .collect(joining(";"));
    return detail.isEmpty() ? "(null)" : detail;
  }

  /** As the daemon posts it. */
  private static String body(String event, SortedMap<String, String> sent) {
    String message =
        sent.entrySet().stream()
            .map(attribute -> quoted(attribute.getKey()) + ": " + value(attribute))
            .collect(joining(", ", "{", "}"));
    String raw = sent.isEmpty() ? "\"raw\": \"(null)\", " : "";
    return "{\"event\": %s, \"message\": %s, \"nodeid\": %s, %s\"ts\": %d}"
        .formatted(quoted(event), message, quoted(NodeInTest.NODE), raw, TS);
  }

  private static String value(Map.Entry<String, String> attribute) {
    return switch (attribute.getKey()) {
      case "force" -> "true";
      case "options" -> "[[\"nfs.disable\", \"on\"]]";
      default -> quoted(attribute.getValue());
    };
  }

  private static String quoted(String text) {
    return '"' + text + '"';
  }

  private static void post(String body) throws IOException {
    try (Wire wire = node.hub().unix()) {
      assertThat(wire.post("/1.0/events/gluster", "application/json", body).status())
          .isEqualTo(200);
    }
  }
}
