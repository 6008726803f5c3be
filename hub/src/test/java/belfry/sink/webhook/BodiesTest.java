package belfry.sink.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import belfry.event.Event;
import belfry.format.Decoded;
import belfry.format.cloudevents.CloudEventsDialect;
import belfry.format.gluster.GlusterDialect;
import belfry.sink.Outcome;
import belfry.sink.Sink;
import belfry.testing.Captures;
import belfry.testing.DecodedEntry;
import belfry.testing.FakePeer;
import belfry.testing.Proves;
import belfry.testing.SinkContract;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What goes over the wire, whole requests. */
class BodiesTest {
  @TempDir private Path home;
  private FakePeer peer;

  @BeforeEach
  void startPeer() throws Exception {
    peer = FakePeer.start();
  }

  @AfterEach
  void closePeer() {
    peer.close();
  }

  private Outcome deliver(String more, Decoded... entries) throws Exception {
    String settings = "{\"url\": \"" + peer.url("/listen") + "\", " + more + "}";
    var destination = new WebhookKind().read(SinkContract.json(settings), SinkContract.means(home));
    try (Sink sink = destination.open()) {
      return sink.deliver(List.of(entries));
    }
  }

  /** Header lines as the real daemon's, but for the port in Host. */
  private List<String> recorded(JsonNode record) {
    var lines = new ArrayList<String>();
    lines.add(
        record.get("method").asString()
            + " "
            + record.get("path").asString()
            + " "
            + record.get("version").asString());
    for (JsonNode header : record.get("headers")) {
      String name = header.get(0).asString();
      String value = name.equals("Host") ? "127.0.0.1:" + peer.port() : header.get(1).asString();
      lines.add(name + ": " + value);
    }
    return lines;
  }

  @Test
  @Proves("gluster 11")
  void requestsAreByteForByteThoseOfTheRealDaemon() throws Exception {
    String settings =
        """
        {"url": "%s", "body": "glustereventsd", "auth": {"type": "bearer", "token": "TOKEN1"}}
        """
            .formatted(peer.url("/listen"));
    List<JsonNode> records = Captures.records("gluster-real-deliveries-1node.jsonl");
    int compared = 0;
    var destination = new WebhookKind().read(SinkContract.json(settings), SinkContract.means(home));
    try (Sink sink = destination.open()) {
      for (JsonNode record : records) {
        if (!recorded(record).contains("Authorization: Bearer TOKEN1")
            || !record.get("path").asString().equals("/listen")) {
          continue;
        }
        String body = record.get("raw_body").asString();
        Decoded entry = DecodedEntry.of(new GlusterDialect(), body);
        assertThat(sink.deliver(List.of(entry))).isEqualTo(new Outcome.Delivered());
        FakePeer.Received received = peer.take();
        assertThat(received.lines()).isEqualTo(recorded(record));
        assertThat(received.body()).isEqualTo(body);
        compared++;
      }
    }
    assertThat(compared).isGreaterThan(50);
  }

  @Test
  @Proves("gluster 12")
  void tokenForGlusterIsTheOneOfTheVector() {
    assertThat(GlusterRequest.token("SECRET1", "VOLUME_CREATE", 1_700_000_200L, 1_700_000_260L))
        .isEqualTo(
            "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9."
                + "eyJleHAiOjE3MDAwMDAyNjAsImlhdCI6MTcwMDAwMDIwMCwiaXNzIjoiZ2x1c3RlciIs"
                + "InN1YiI6IlZPTFVNRV9DUkVBVEUifQ."
                + "pOeNqSKLolELPPlbmj_jnb4j0Yu9al8YX_Elha9uvFo");
  }

  @Test
  @Proves("gluster 12")
  void tokenForGlusterNamesTheEventAndItsTime() throws Exception {
    deliver(
        "\"body\": \"glustereventsd\", \"auth\": {\"type\": \"jwt\", \"secret\": \"SECRET1\"}",
        SinkContract.entry("gv1"));

    assertThat(peer.take().header("Authorization"))
        .contains(
            "Bearer "
                + GlusterRequest.token(
                    "SECRET1",
                    "VOLUME_CREATE",
                    1_795_167_319L,
                    SinkContract.NOW.getEpochSecond() + 60));
  }

  @ParameterizedTest
  @ValueSource(ints = {201, 204, 302, 404, 500})
  @Proves("gluster 16")
  void onlyStatus200IsASuccessInTheMannerOfGluster(int status) throws Exception {
    peer.then(FakePeer.status(status));

    assertThat(deliver("\"body\": \"glustereventsd\"", SinkContract.entry("gv1")))
        .isInstanceOf(Outcome.Retry.class);
  }

  private static final String EVENT =
      """
      {"specversion":"1.0","id":"a.b","source":"/s","type":"t","subject":"größe \\"1\\" 100%",\
      "datacontenttype":"application/json","data":{"n": 1}}""";

  @Test
  void structuredModeIsTheWholeEvent() throws Exception {
    deliver("\"body\": \"cloudevents\"", DecodedEntry.of(new CloudEventsDialect(), EVENT));

    FakePeer.Received received = peer.take();
    assertThat(received.header("Content-Type")).contains("application/cloudevents+json");
    assertThat(received.body()).isEqualTo(EVENT);
  }

  @Test
  void binaryModeHasAttributesInTheHeaderAndDataInTheBody() throws Exception {
    deliver("\"body\": \"cloudevents-binary\"", DecodedEntry.of(new CloudEventsDialect(), EVENT));

    FakePeer.Received received = peer.take();
    assertThat(received.lines())
        .contains(
            "ce-specversion: 1.0",
            "ce-id: a.b",
            "ce-source: /s",
            "ce-type: t",
            "ce-subject: gr%C3%B6%C3%9Fe%20%221%22%20100%25",
            "Content-Type: application/json")
        .noneMatch(line -> line.startsWith("ce-data"));
    assertThat(received.body()).isEqualTo("{\"n\": 1}");
  }

  @Test
  void binaryModeSendsTextsAndBytesAsTheyAre() throws Exception {
    String start = "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/s\",\"type\":\"t\",";
    var dialect = new CloudEventsDialect();
    deliver(
        "\"body\": \"cloudevents-binary\"",
        DecodedEntry.of(dialect, start + "\"datacontenttype\":\"text/plain\",\"data\":\"a\\nb\"}"));
    deliver(
        "\"body\": \"cloudevents-binary\"",
        DecodedEntry.of(dialect, start + "\"data_base64\":\"aGVsbG8=\"}"));
    deliver("\"body\": \"cloudevents-binary\"", DecodedEntry.of(dialect, start + "\"x\":\"y\"}"));

    assertThat(peer.take().body()).isEqualTo("a\nb");
    assertThat(peer.take().body()).isEqualTo("hello");
    assertThat(peer.take().body()).isEmpty();
  }

  @Test
  void batchIsAnArrayWithOneKey() throws Exception {
    Decoded one = DecodedEntry.of(new CloudEventsDialect(), EVENT);
    deliver("\"body\": \"cloudevents-batch\", \"batchMax\": 2", one, one);

    FakePeer.Received received = peer.take();
    assertThat(received.header("Content-Type")).contains("application/cloudevents-batch+json");
    assertThat(received.body()).isEqualTo("[" + EVENT + "," + EVENT + "]");
    assertThat(received.header("webhook-id").orElse("")).matches("[0-9a-f]{32}");
  }

  @Test
  void templateIsFilledWithEscapedTexts() throws Exception {
    String template =
        "{\\\"text\\\": \\\"{{type}}: {{ data.message.name }}|{{data.none}}\\\", "
            + "\\\"all\\\": {{json data.message}}, \\\"no\\\": {{json subject}}}";
    deliver(
        "\"body\": \"template\", \"template\": \"" + template + "\"",
        SinkContract.entry("a\\\"b\\n"));

    FakePeer.Received received = peer.take();
    assertThat(received.header("Content-Type")).contains("application/json");
    assertThat(received.body())
        .startsWith("{\"text\": \"gluster.VOLUME_CREATE: a\\\"b\\n|\", \"all\": {\"bricks\":")
        .contains("\"name\":\"a\\\"b\\n\"");
    assertThat(SinkContract.json(received.body()).isObject()).isTrue();
  }

  @Test
  void idIsMadeOfProjectSourceAndIdWithTheirLengths() {
    Event event =
        Event.of(
                "c",
                "b",
                "t",
                SinkContract.NOW,
                GlusterDialect.NAME,
                SinkContract.entry("gv1").entry().event().data())
            .project("a")
            .build();
    Decoded entry = DecodedEntry.of(new GlusterDialect(), event);

    // printf '\0\0\0\1a\0\0\0\1b\0\0\0\1c' | sha256sum
    assertThat(MessageId.of(List.of(entry))).isEqualTo("db0a8b920d42f074b0a75e382383d31f");
  }
}
