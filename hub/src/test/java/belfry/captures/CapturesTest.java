package belfry.captures;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import belfry.Formats;
import belfry.cli.wire.EventStream;
import belfry.cli.wire.HubAddress;
import belfry.cli.wire.HubClient;
import belfry.cli.wire.Request;
import belfry.event.Payload;
import belfry.format.json.Json;
import belfry.format.json.JsonValue;
import belfry.testing.Proves;
import belfry.testing.RunningHub;
import belfry.testing.Wire;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/**
 * Everything that real systems were recorded sending goes into a hub by HTTP and comes out of it
 * again, found and live, byte for byte but for its secrets.
 */
@Timeout(60)
class CapturesTest {
  @TempDir static Path data;
  private static RunningHub hub;

  @BeforeAll
  static void start() throws Exception {
    String projects =
        Arrays.stream(Recording.values()).map(Recording::project).collect(joining(","));
    hub = RunningHub.start(data, Map.of("core.projects", projects + ",live,once"));
  }

  @AfterAll
  static void stop() {
    hub.close();
  }

  @ParameterizedTest
  @EnumSource
  @Proves("lxd 23")
  @Proves("gluster 11")
  @Proves("glance 19")
  void comesBackAsItWasSent(Recording recording) throws Exception {
    List<String> sent = recording.events();
    assertThat(sent).isNotEmpty();
    try (var live = new Live(recording)) {
      List<String> kept = post(recording, sent);
      assertThat(kept).as("refused are only datagrams that no daemon takes").isNotEmpty();

      List<JsonValue> whole = search(recording, "belfry");
      List<JsonValue> found = search(recording, "native");
      List<JsonValue> own = search(recording, recording.dialect());
      assertThat(found).hasSize(kept.size());
      for (int i = 0; i < kept.size(); i++) {
        String text = text(found.get(i));
        Masking.assertOnly(masked(whole.get(i)), kept.get(i), text);
        assertThat(live.next()).isEqualTo(text);
        if (!recording.isDatagrams()) {
          assertThat(text(own.get(i))).isEqualTo(text);
        }
      }
      for (String dialect : Formats.all().names()) {
        assertThat(search(recording, dialect)).as(dialect).hasSize(kept.size());
      }
    }
  }

  /** Sends them and gives those that were taken; only datagrams may be refused. */
  private static List<String> post(Recording recording, List<String> sent) throws Exception {
    String type = recording.isDatagrams() ? "text/plain" : "application/x-ndjson";
    String target = "/1.0/events/" + recording.dialect() + "?items=all&project=";
    JsonNode receipt;
    try (Wire wire = hub.wire()) {
      String body = String.join("\n", sent);
      Wire.Answer answer = wire.post(target + recording.project(), type, body);
      assertThat(answer.status()).as(answer.text()).isIn(200, 207);
      receipt = answer.json().get("metadata");
    }
    assertThat(receipt.get("duplicates").asInt()).isZero();
    assertThat(receipt.get("refused").asInt())
        .as(receipt.toString())
        .isEqualTo(recording.refused());
    var kept = new ArrayList<String>();
    for (JsonNode item : receipt.get("items")) {
      if (item.has("id")) {
        kept.add(sent.get(item.get("index").asInt()));
      }
    }
    assertThat(kept).hasSize(receipt.get("accepted").asInt());
    return kept;
  }

  private static List<JsonValue> search(Recording recording, String format) throws Exception {
    String target = "/1.0/journal/events?order=asc&limit=1000&format=" + format + "&project=";
    try (Wire wire = hub.wire()) {
      Wire.Answer answer = wire.get(target + recording.project());
      assertThat(answer.status()).as(answer.text()).isEqualTo(200);
      JsonValue reply = Json.parse(Payload.owning(answer.body()));
      return reply.at("metadata.events").orElseThrow().elements();
    }
  }

  /** The bytes of an event in an answer: JSON as it stands, anything else as a text. */
  private static String text(JsonValue event) {
    return event.isString() ? event.text() : event.raw().text();
  }

  private static List<String> masked(JsonValue whole) {
    return whole
        .get("masked")
        .map(pointers -> pointers.elements().stream().map(JsonValue::text).toList())
        .orElse(List.of());
  }

  /** A listener of server-sent events in the events' own bytes. */
  private static final class Live implements AutoCloseable {
    private final HubClient client;
    private final EventStream events;

    Live(Recording recording) throws IOException {
      client = new HubClient(new HubAddress.Unix(hub.socket()), Optional.empty(), "captures");
      String target = "/1.0/events?format=native&project=" + recording.project();
      Request request = Request.get(target).with("Accept", "text/event-stream");
      HubClient.Stream stream = client.stream(request);
      assertThat(stream.status()).isEqualTo(200);
      events = new EventStream(stream.body());
    }

    String next() throws IOException {
      return events.next().orElseThrow().data();
    }

    @Override
    public void close() {
      client.close();
    }
  }

  /** Also those of other systems: each is one frame of LXD's stream, and LXD's own are as sent. */
  @Test
  @Proves("lxd 14")
  void isOneFrameEachOfLxdsStream() throws Exception {
    try (Wire wire = hub.wire()) {
      assertThat(wire.upgrade("/1.0/events?project=live").status()).isEqualTo(101);
      for (Recording recording :
          List.of(Recording.LXD_LIFECYCLE, Recording.GLUSTER_DELIVERIES, Recording.GLANCE_V2)) {
        List<String> sent = recording.events();
        try (Wire other = hub.wire()) {
          String target = "/1.0/events/" + recording.dialect() + "?project=live";
          String body = String.join("\n", sent);
          assertThat(other.post(target, "application/x-ndjson", body).status()).isEqualTo(200);
        }
        for (String event : sent) {
          String frame = wire.event();
          if (recording.dialect().equals("lxd")) {
            assertThat(frame).isEqualTo(event + "\n");
          } else {
            assertThat(frame).startsWith("{\"type\":\"lifecycle\",\"timestamp\":").endsWith("}\n");
          }
        }
      }
    }
  }

  @Test
  void theTestOfAWebhookIsNoEvent() throws Exception {
    try (Wire wire = hub.wire()) {
      Wire.Answer answer = wire.post("/1.0/events/gluster", "application/json", "");
      assertThat(answer.status()).as(answer.text()).isEqualTo(200);
      assertThat(answer.json().at("/metadata/accepted").asInt()).isZero();
    }
  }

  /** Two members of a cluster saw the same changes: told by both, each is kept once. */
  @Test
  @Proves("lxd 32")
  void whatTwoMembersTellIsKeptOnce() throws Exception {
    List<String> first = Recording.LXD_CLUSTER_1.events();
    List<String> second = Recording.LXD_CLUSTER_2.events();
    assertThat(second).containsExactlyInAnyOrderElementsOf(first);
    try (Wire wire = hub.wire()) {
      String target = "/1.0/events/lxd?project=once";
      String type = "application/x-ndjson";
      JsonNode one = wire.post(target, type, String.join("\n", first)).json();
      JsonNode two = wire.post(target, type, String.join("\n", second)).json();
      assertThat(one.at("/metadata/accepted").asInt()).isEqualTo(first.size());
      assertThat(two.at("/metadata/accepted").asInt()).isZero();
      assertThat(two.at("/metadata/duplicates").asInt()).isEqualTo(second.size());
    }
  }
}
