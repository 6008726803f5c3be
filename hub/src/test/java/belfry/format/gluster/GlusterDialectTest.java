package belfry.format.gluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belfry.event.Event;
import belfry.event.InvalidEvent;
import belfry.event.Malformed;
import belfry.event.Origin;
import belfry.event.Payload;
import belfry.event.Severity;
import belfry.format.Raw;
import belfry.testing.Captures;
import belfry.testing.DecodedEntry;
import belfry.testing.Proves;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class GlusterDialectTest {
  private static final GlusterDialect GLUSTER = new GlusterDialect();
  private static final String NODEID = "effeca22-dd38-4dce-80b3-27c9107833af";

  /** The daemon counts from the end of its list and reports an event that did not happen. */
  private static final String ALIAS = "event key -1";

  /** The daemon cuts at 8192 bytes; the recording shows only the ends of what is longer. */
  private static final String CUT = "20000 bytes";

  @Test
  @Proves("gluster 3")
  @Proves("gluster 6")
  void everyDatagramThatTheDaemonDeliversBecomesTheSameBody() throws Exception {
    int compared = 0;
    for (JsonNode wire : Captures.records("gluster-wire-cases.jsonl")) {
      String name = wire.get("case").asString();
      if (wire.get("delivered").asInt() == 0 || name.equals(ALIAS) || name.equals(CUT)) {
        continue;
      }
      String datagram = wire.get("datagram").asString();
      if (name.equals("8192 bytes exactly")) {
        datagram = "1700000139 2 name=" + "x".repeat(8192 - 18);
      }
      assertThat(elided(body(datagram))).as(name).isEqualTo(wire.get("raw_body").asString());
      compared++;
    }
    assertThat(compared).isEqualTo(24);
  }

  private static String elided(String body) {
    return body.length() <= 2000
        ? body
        : body.substring(0, 80)
            + "...("
            + body.length()
            + " bytes)..."
            + body.substring(body.length() - 120);
  }

  /** The recordings are excerpts: for 55 of the 209 posted bodies the datagram is not in them. */
  @Test
  @Proves("gluster 11")
  void bodiesThatTheRealDaemonPostedAreMadeFromTheRealDatagrams() throws Exception {
    var bodies = new ArrayList<String>();
    for (JsonNode record : Captures.records("gluster-real-datagrams.jsonl")) {
      bodies.add(body(record.get("datagram").asString()));
    }
    long made =
        Captures.records("gluster-real-deliveries-1node.jsonl").stream()
            .filter(delivery -> bodies.remove(delivery.get("raw_body").asString()))
            .count();

    assertThat(made).isEqualTo(154);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gluster-real-deliveries-1node.jsonl",
        "gluster-wire-deliveries.jsonl",
        "gluster-tls-deliveries.jsonl"
      })
  void everyPostedBodyComesBackByteForByte(String file) throws Exception {
    for (JsonNode delivery : Captures.records(file)) {
      String posted = delivery.get("raw_body").asString();
      DecodedEntry decoded = DecodedEntry.of(GLUSTER, posted);

      assertThat(GLUSTER.encoder().encode(decoded).text()).isEqualTo(posted);
      assertThat(decoded.event().source()).isEqualTo("/gluster/" + NODEID);
    }
  }

  @Test
  void everyRealDatagramIsKeptAndNamedAsItsSenderNamedIt() throws Exception {
    for (JsonNode record : Captures.records("gluster-real-datagrams.jsonl")) {
      String datagram = record.get("datagram").asString();
      DecodedEntry decoded = decode(datagram);

      assertThat(decoded.event().data().text()).isEqualTo(datagram);
      assertThat(decoded.event().type())
          .isEqualTo("gluster." + record.get("event_name").asString());
    }
  }

  @Test
  void readsTheEnvelope() throws Exception {
    Event event = decode("1700000115 125 volume=gv1;bricks=vm:/b1").event();

    assertThat(event.id()).isEqualTo(DecodedEntry.FRESH_ID);
    assertThat(event.type()).isEqualTo("gluster.VOLUME_REMOVE_BRICK_START");
    assertThat(event.source()).isEqualTo("/gluster/" + NODEID);
    assertThat(event.subject()).contains("gv1");
    assertThat(event.location()).contains(NODEID);
    assertThat(event.time()).isEqualTo(Instant.ofEpochSecond(1_700_000_115));
    assertThat(event.severity()).isEqualTo(Severity.INFO);
    assertThat(decode("1700000115 69 peer=node2").event().severity()).isEqualTo(Severity.ERROR);
    assertThat(decode("1700000115 71 peer=node2").event().severity()).isEqualTo(Severity.WARN);
    assertThat(decode("1700000115 69 peer=node2").event().subject()).contains("node2");
    assertThat(decode("1700000115 101 brick=/b").event().subject()).contains("/b");
  }

  /** Where the daemon drops the event, what is known is kept and the rest stands in {@code raw}. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2 name=a=b       | VOLUME_CREATE  | {\"name\": \"a=b\"}            | name=a=b",
        "2 name=a;b       | VOLUME_CREATE  | {\"name\": \"a;b\"}            | name=a;b",
        "2 name=a;        | VOLUME_CREATE  | {\"name\": \"a;\"}             | name=a;",
        "2 ;name=a        | VOLUME_CREATE  | {\"name\": \"a\"}              | ;name=a",
        "19 (null)        | BITROT_ENABLE  | {}                             | (null)",
        "2                | VOLUME_CREATE  | {}                             | ''",
        "142 name=a       | UNKNOWN_142    | {\"name\": \"a\"}              | name=a",
        "6 name=v;options=,user.x,a=b;c | VOLUME_SET | "
            + "{\"name\": \"v\", \"options\": [[\"user.x\", \"a=b;c\"]]} | "
            + "name=v;options=,user.x,a=b;c",
      })
  @Proves("gluster 4")
  @Proves("gluster 8")
  void whatTheDaemonLosesIsKept(String rest, String event, String message, String raw)
      throws Exception {
    DecodedEntry decoded = decode("1700000115 " + rest);

    assertThat(GLUSTER.encoder().encode(decoded).text())
        .isEqualTo(
            ("{\"event\": \"%s\", \"message\": %s, \"nodeid\": \"%s\", \"raw\": \"%s\","
                    + " \"ts\": 1700000115}")
                .formatted(event, message, NODEID, raw));
    assertThat(decoded.event().severity()).isEqualTo(Severity.WARN);
  }

  @Test
  @Proves("gluster 4")
  void bytesThatAreNotUtf8AreKeptRawAndReadWithReplacements() throws Exception {
    byte[] bytes = {'1', ' ', '2', ' ', 'n', '=', (byte) 0xff, 'x'};
    var raw = new Raw(Payload.copyOf(bytes), Origin.of("gluster"), Instant.EPOCH, "id", 0);
    DecodedEntry decoded = DecodedEntry.of(GLUSTER, raw);

    assertThat(decoded.event().data().toBytes()).isEqualTo(bytes);
    assertThat(decoded.content().at("message.n").orElseThrow().text()).isEqualTo("\ufffdx");
    assertThat(decoded.content().text("raw")).isEqualTo("n=\ufffdx");
  }

  @Test
  @Proves("gluster 4")
  void datagramsOfMoreThanTheDaemonsBufferStayWhole() throws Exception {
    String name = "y".repeat(20_000);

    assertThat(
            decode("1700000141 2 name=" + name).content().at("message.name").orElseThrow().text())
        .isEqualTo(name);
  }

  @Test
  void aForgedNameIsDeliveredAsByTheDaemonButRaisesTheSeverity() throws Exception {
    DecodedEntry forged = decode("1700000115 6 name=v;options=,user.z,v;name=forged");

    assertThat(GLUSTER.encoder().encode(forged).text())
        .contains("{\"name\": \"forged\", \"options\": [[\"user.z\", \"v\"]]}");
    assertThat(forged.event().severity()).isEqualTo(Severity.WARN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "hello",
        "hello world",
        "abc 2 name=a",
        "1700000129.5 2 name=a",
        "1700000125 VOLUME_CREATE name=a",
        "1700000128 -1 name=a",
        "1700000131  2 name=a",
        "1700000132\t2\tname=a",
        "1__7 2 name=a",
        "_1 2 n=a",
        "1_ 2 n=a",
        "- 2 n=a",
        "1 1234567890 name=a"
      })
  @Proves("gluster 5")
  void whatHasNoSecondsOrNoNumberIsMalformed(String datagram) {
    assertThatThrownBy(() -> decode(datagram))
        .isInstanceOf(Malformed.class)
        .hasMessageStartingWith("datagram: ");
  }

  @Test
  void integersAreReadAsPythonReadsThem() throws Exception {
    assertThat(body("-5 2 n=a")).endsWith("\"ts\": -5}");
    assertThat(body("+0_07 02 n=a")).contains("VOLUME_CREATE").endsWith("\"ts\": 7}");
    assertThat(body("-0 +2 n=a")).endsWith("\"ts\": 0}");
    assertThat(body("9".repeat(100) + " 2 n=a")).endsWith("\"ts\": " + "9".repeat(100) + "}");
    assertThatThrownBy(() -> body("9".repeat(101) + " 2 n=a")).isInstanceOf(Malformed.class);
  }

  @Test
  void aSecondThatNoCalendarHasIsReplacedByTheTimeOfArrival() throws Exception {
    assertThat(decode("99999999999999999999 2 name=a").event().time())
        .isEqualTo(DecodedEntry.RECORDED);
    assertThat(decode("253402300800 2 name=a").event().time()).isEqualTo(DecodedEntry.RECORDED);
    assertThat(decode("253402300799 2 name=a").event().time())
        .isEqualTo(Instant.parse("9999-12-31T23:59:59Z"));
  }

  @Test
  void theAuditFacetSaysWhatWasDoneToWhatAndNamesNobody() throws Exception {
    DecodedEntry decoded = decode("1700000115 105 op=open;path=/a b;error=No space;brick=/srv/b");

    assertThat(decoded.audit().eventSource()).isEqualTo("gluster");
    assertThat(decoded.audit().eventType()).isEqualTo("POSIX_HEALTH_CHECK_FAILED");
    assertThat(decoded.audit().eventStatus()).isEqualTo("ERROR");
    assertThat(decoded.audit().error()).isEqualTo("No space");
    assertThat(decoded.audit().eventTime()).isEqualTo("2023-11-14T22:15:15Z");
    assertThat(decoded.audit().subject().authenticated()).isFalse();
    assertThat(decoded.audit().resources())
        .singleElement()
        .hasToString("Resource[type=object, id=/srv/b, name=/srv/b]");
    assertThat(decoded.audit().details().text())
        .isEqualTo(
            "{\"nodeid\":\""
                + NODEID
                + "\",\"message\":{\"brick\":\"/srv/b\",\"error\":\"No space\","
                + "\"op\":\"open\",\"path\":\"/a b\"}}");
  }

  @Test
  void aBodyThatIsNoneIsRefusedWithThePointer() {
    assertInvalid("{}", "/event: absent");
    assertInvalid("{\"event\":\"X\",\"message\":\"m\",\"ts\":1}", "/message: \"m\"");
    assertInvalid("{\"event\":\"X\",\"message\":{}}", "/ts: absent");
    assertInvalid("{\"event\":\"X\",\"message\":{},\"ts\":1.5}", "/ts: 1.5");
    assertThatThrownBy(() -> DecodedEntry.of(GLUSTER, "{\"event\":")).isInstanceOf(Malformed.class);
  }

  private static void assertInvalid(String body, String text) {
    assertThatThrownBy(() -> DecodedEntry.of(GLUSTER, body))
        .isInstanceOf(InvalidEvent.class)
        .hasMessageStartingWith(text);
  }

  private static String body(String datagram) throws Exception {
    return GLUSTER.encoder().encode(decode(datagram)).text();
  }

  private static DecodedEntry decode(String datagram) throws Malformed, InvalidEvent {
    Origin origin = Origin.of("gluster").with(Map.of("nodeid", NODEID));
    return DecodedEntry.of(GLUSTER, DecodedEntry.raw(datagram, origin));
  }
}
