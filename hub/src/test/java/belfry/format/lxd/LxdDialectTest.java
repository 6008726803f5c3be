package belfry.format.lxd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belfry.event.Event;
import belfry.event.InvalidEvent;
import belfry.event.Malformed;
import belfry.event.Origin;
import belfry.event.Payload;
import belfry.event.Severity;
import belfry.format.Raw;
import belfry.format.json.Json;
import belfry.format.json.JsonValue;
import belfry.testing.Captures;
import belfry.testing.DecodedEntry;
import belfry.testing.Proves;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LxdDialectTest {
  private static final LxdDialect LXD = new LxdDialect();
  private static final String CREATED =
      "{\"type\":\"lifecycle\",\"timestamp\":\"2026-11-20T11:35:29.50000001+02:00\",\"metadata\":{"
          + "\"action\":\"instance-created\",\"source\":\"/1.0/instances/c1?project=p1\","
          + "\"requestor\":{\"username\":\"jane@example.com\",\"protocol\":\"oidc\","
          + "\"address\":\"10.0.2.15:50000\"}},\"location\":\"n1\",\"project\":\"p1\"}";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lxd-lifecycle.jsonl",
        "lxd-logging.jsonl",
        "lxd-operation.jsonl",
        "lxd-cluster-on-n1.jsonl",
        "lxd-cluster-on-n2.jsonl"
      })
  @Proves("lxd 14")
  void givesEveryRecordedFrameBackByteForByteWithoutItsLineFeed(String file) throws Exception {
    for (String line : Captures.lines(file)) {
      DecodedEntry decoded = DecodedEntry.of(LXD, line + "\n");

      assertThat(LXD.encoder().encode(decoded).text()).isEqualTo(line);
      assertThat(decoded.event().type()).startsWith("lxd.");
      assertThat(decoded.audit().eventType()).isNotEmpty();
    }
  }

  /** The events that were played to the stock clients of LXD and Incus, odd ones among them. */
  @Test
  void givesEveryEventPlayedToTheStockClientsBack() throws Exception {
    int events = 0;
    for (String line : Captures.lines("lxd-monitor-golden.jsonl")) {
      for (JsonValue event : Json.parse(Payload.of(line)).at("events").orElseThrow().elements()) {
        DecodedEntry decoded = DecodedEntry.of(LXD, event.raw().text());
        assertThat(LXD.encoder().encode(decoded)).isEqualTo(event.raw());
        events++;
      }
    }
    assertThat(events).isPositive();
  }

  @Test
  @Proves("lxd 15")
  void readsTheEnvelopeOfALifecycleEvent() throws Exception {
    Event event = DecodedEntry.of(LXD, CREATED).event();

    assertThat(event.type()).isEqualTo("lxd.lifecycle.instance-created");
    assertThat(event.source()).isEqualTo("/lxd/default/n1");
    assertThat(event.subject()).contains("/1.0/instances/c1");
    assertThat(event.time()).isEqualTo(Instant.parse("2026-11-20T09:35:29.50000001Z"));
    assertThat(event.nativeProject()).contains("p1");
    assertThat(event.project()).isEqualTo(Event.DEFAULT_PROJECT);
    assertThat(event.location()).contains("n1");
    assertThat(event.severity()).isEqualTo(Severity.INFO);
  }

  @Test
  void theClusterOfTheOriginIsPartOfSourceAndId() throws Exception {
    Event here = decode(CREATED, Map.of("cluster", "east"), 0);
    Event there = decode(CREATED, Map.of("cluster", "west 2"), 0);

    assertThat(here.source()).isEqualTo("/lxd/east/n1");
    assertThat(there.source()).isEqualTo("/lxd/west%202/n1");
    assertThat(here.id()).isNotEqualTo(there.id());
  }

  @Test
  @Proves("lxd 32")
  void theSameFrameFromTwoMembersIsOneEventAndTwinsOnOneConnectionAreTwo() throws Exception {
    List<String> one = Captures.lines("lxd-cluster-on-n1.jsonl");
    List<String> two = Captures.lines("lxd-cluster-on-n2.jsonl");
    assertThat(ids(one)).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(ids(two));

    assertThat(decode(CREATED, Map.of(), 0).id())
        .isEqualTo(decode(CREATED, Map.of(), 0).id())
        .isNotEqualTo(decode(CREATED, Map.of(), 1).id());
  }

  /** Ids must never change from one release to the next, or a repetition would be stored again. */
  @Test
  void idsAreStable() throws Exception {
    assertThat(decode(CREATED, Map.of(), 0).id()).isEqualTo("d187e99f-6176-55ff-b8af-f1b86cf39af4");
  }

  @Test
  @Proves("lxd 23")
  void unknownActionsAndContextValuesOfAnyTypeAreKept() throws Exception {
    String frame =
        "{\"type\":\"lifecycle\",\"timestamp\":\"2030-01-01T00:00:00Z\",\"metadata\":{\"action\":"
            + "\"quantum-leap\",\"source\":\"/1.0/x\",\"context\":"
            + "{\"a\":[1,{\"b\":null}],\"c\":1.0}}}";
    DecodedEntry decoded = DecodedEntry.of(LXD, frame);

    assertThat(decoded.event().type()).isEqualTo("lxd.lifecycle.quantum-leap");
    assertThat(LXD.encoder().encode(decoded).text()).isEqualTo(frame);
    assertThat(decoded.audit().details().text())
        .isEqualTo("{\"context\":{\"a\":[1,{\"b\":null}],\"c\":1.0}}");
  }

  @Test
  @Proves("lxd 24")
  void securityNamesLoseTheirIdentifiersInTheTypeOnly() throws Exception {
    DecodedEntry denied =
        DecodedEntry.of(
            LXD,
            "{\"type\":\"security\",\"timestamp\":\"2026-11-20T09:00:00Z\",\"metadata\":{\"name\":"
                + "\"authz_fail:can_edit:/1.0/instances/c1\",\"level\":\"warning\",\"description\":"
                + "\"Denied\",\"request_path\":\"/1.0/instances/c1\",\"project\":\"p1\","
                + "\"request_method\":\"PATCH\",\"requestor\":{\"username\":\"ab12\",\"protocol\":"
                + "\"tls\",\"address\":\"[fd42::1]:4711\",\"user_agent\":\"LXD 6.9\"}},"
                + "\"location\":\"n1\"}");

    assertThat(denied.event().type()).isEqualTo("lxd.security.authz_fail");
    assertThat(denied.event().severity()).isEqualTo(Severity.WARN);
    assertThat(denied.audit().eventStatus()).isEqualTo("ERROR");
    assertThat(denied.audit().authorized()).isFalse();
    assertThat(denied.audit().subject().authenticated()).isTrue();
    assertThat(denied.audit().subject().id()).isEqualTo("tls/ab12");
    assertThat(denied.audit().remoteAddress()).isEqualTo("fd42::1");
    assertThat(denied.audit().error()).isEqualTo("Denied");
    assertThat(denied.audit().details().text())
        .contains("\"args\":[\"can_edit\",\"/1.0/instances/c1\"]");
  }

  @Test
  void aFailedLoginIsAnonymousAndNotAuthenticated() throws Exception {
    DecodedEntry failed =
        DecodedEntry.of(
            LXD,
            "{\"type\":\"security\",\"timestamp\":\"2026-11-20T09:00:00Z\",\"metadata\":{"
                + "\"name\":\"authn_login_fail:tls\",\"level\":\"warning\",\"description\":\"no\","
                + "\"requestor\":{\"username\":\"\",\"protocol\":\"\","
                + "\"address\":\"10.1.2.3\",\"user_agent\":\"x\"}}}");

    assertThat(failed.audit().subject().type()).isEqualTo("ANONYMOUS");
    assertThat(failed.audit().subject().authenticated()).isFalse();
    assertThat(failed.audit().remoteAddress()).isEqualTo("10.1.2.3");
    assertThat(failed.event().source()).isEqualTo("/lxd/default");
  }

  @Test
  @Proves("lxd 25")
  void anOperationTellsItsStateByItsCode() throws Exception {
    for (String line : Captures.lines("lxd-operation.jsonl")) {
      DecodedEntry decoded = DecodedEntry.of(LXD, line);
      String expected =
          switch (decoded.content().at("metadata.status_code").orElseThrow().text()) {
            case "200" -> "SUCCESS";
            case "400" -> "ERROR";
            case "401" -> "CANCELLED";
            default -> "STARTED";
          };
      assertThat(decoded.audit().eventStatus()).isEqualTo(expected);
      assertThat(decoded.event().subject())
          .contains("/1.0/operations/" + decoded.audit().requestId());
    }
  }

  @Test
  @Proves("lxd 24")
  void unknownTypesAndThoseOfIncusAreKept() throws Exception {
    for (String type : List.of("ovn", "network-acl", "brand-new")) {
      String frame =
          "{\"type\":\""
              + type
              + "\",\"timestamp\":\"2026-11-20T09:00:00Z\",\"metadata\":{"
              + "\"message\":\"m\",\"level\":\"warning\",\"context\":{}}}";
      DecodedEntry decoded = DecodedEntry.of(LXD, frame);
      assertThat(decoded.event().type()).isEqualTo("lxd." + type);
      assertThat(decoded.event().severity()).isEqualTo(Severity.WARN);
      assertThat(LXD.encoder().encode(decoded).text()).isEqualTo(frame);
    }
  }

  @Test
  void anEventOfTheHubItselfHasItsOwnSource() throws Exception {
    Raw raw = DecodedEntry.raw(CREATED, Origin.of("belfry"));
    DecodedEntry decoded = DecodedEntry.of(LXD, raw);

    assertThat(decoded.event().source()).isEqualTo("/belfry");
    assertThat(decoded.event().id()).isEqualTo(DecodedEntry.FRESH_ID);
    assertThat(decoded.audit().eventSource()).isEqualTo("belfry");
  }

  @Test
  void whatIsNoEventIsRefusedWithThePointer() {
    assertThatThrownBy(() -> DecodedEntry.of(LXD, "{\"type\":\"lifecycle\""))
        .isInstanceOf(Malformed.class);
    assertThatThrownBy(() -> DecodedEntry.of(LXD, "[]")).isInstanceOf(Malformed.class);
    assertInvalid("{}", "/type: absent (expected: a text that is not empty)");
    assertInvalid("{\"type\":\"logging\"}", "/timestamp: absent");
    assertInvalid("{\"type\":\"logging\",\"timestamp\":\"yesterday\"}", "/timestamp: yesterday");
    assertInvalid(
        "{\"type\":\"lifecycle\",\"timestamp\":\"2026-11-20T09:00:00Z\"}",
        "/metadata/action: absent");
    assertInvalid(
        "{\"type\":\"security\",\"timestamp\":\"2026-11-20T09:00:00Z\",\"metadata\":{\"name\":1}}",
        "/metadata/name: 1");
  }

  private static void assertInvalid(String frame, String text) {
    assertThatThrownBy(() -> DecodedEntry.of(LXD, frame))
        .isInstanceOf(InvalidEvent.class)
        .hasMessageStartingWith(text);
  }

  private static Event decode(String frame, Map<String, String> attributes, int occurrence)
      throws Exception {
    Origin origin = Origin.of("lxd").with(attributes);
    return LXD.decoder()
        .decode(
            new Raw(
                Payload.of(frame),
                origin,
                DecodedEntry.RECORDED,
                DecodedEntry.FRESH_ID,
                occurrence));
  }

  private static List<String> ids(List<String> frames) throws Exception {
    var ids = new ArrayList<String>();
    for (String frame : frames) {
      ids.add(DecodedEntry.of(LXD, frame).event().id());
    }
    return ids;
  }
}
