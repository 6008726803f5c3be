package belfry.sink.loki;

import static org.assertj.core.api.Assertions.assertThat;

import belfry.format.gluster.GlusterDialect;
import belfry.format.lxd.LxdDialect;
import belfry.sink.loki.LokiSettings.Form;
import belfry.testing.Captures;
import belfry.testing.DecodedEntry;
import belfry.testing.Proves;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class ScribeTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Pattern KEY = Pattern.compile("([a-z-]+)=\"([^\"]*)\" ");

  private static Form form(boolean exact, String... labels) {
    return new Form("vm", "lxd", List.of(labels), exact, "10.0.0.9", "8443");
  }

  private static Item write(Form form, String event) throws Exception {
    return new Scribe(form).item(DecodedEntry.of(new LxdDialect(), event));
  }

  private static String lifecycle(String members, String rest) {
    return "{\"type\":\"lifecycle\",\"timestamp\":\"2026-11-20T09:35:28.706664125Z\","
        + "\"metadata\":{\"action\":\"instance-created\",\"source\":\"/1.0/instances/c1\""
        + members
        + "}"
        + rest
        + "}";
  }

  /** The keys of a line in any order, and behind them the rest. */
  private static TreeSet<String> parts(String line) {
    var parts = new TreeSet<String>();
    Matcher key = KEY.matcher(line);
    int end = 0;
    while (key.find()) {
      parts.add(key.group());
      end = key.end();
    }
    parts.add(line.substring(end));
    return parts;
  }

  @Test
  @Proves("lxd 30")
  void writesWhatTheRealForwarderPushedOfTheSameEvents() throws Exception {
    var form =
        new Form(
            "vm", "incus", List.of("requester-username", "context-type", "action"), true, "", "");
    int compared = 0;
    for (JsonNode push : Captures.records("incus-6.0.4-loki-push.jsonl")) {
      for (JsonNode stream : push.at("/body/streams")) {
        for (JsonNode value : stream.get("values")) {
          JsonNode labels = stream.get("stream");
          long nanos = Long.parseLong(value.get(0).asString());
          Item item = write(form, event(labels, nanos, value.get(1).asString()));
          assertThat(JSON.valueToTree(item.labels()).toString()).isEqualTo(sorted(labels));
          assertThat(item.nanos()).isEqualTo(nanos);
          assertThat(parts(item.line())).isEqualTo(parts(value.get(1).asString()));
          compared++;
        }
      }
    }
    assertThat(compared).isEqualTo(19);
  }

  private static String sorted(JsonNode labels) {
    var all = new TreeMap<String, String>();
    labels.properties().forEach(label -> all.put(label.getKey(), label.getValue().asString()));
    return JSON.valueToTree(all).toString();
  }

  /** The event that a pushed entry was made of. */
  private static String event(JsonNode labels, long nanos, String line) {
    var keys = new TreeMap<String, String>();
    Matcher key = KEY.matcher(line);
    while (key.find()) {
      keys.put(key.group(1), key.group(2));
    }
    ObjectNode event = JSON.createObjectNode();
    event.put("type", labels.get("type").asString());
    event.put("timestamp", Instant.ofEpochSecond(0, nanos).toString());
    ObjectNode metadata = event.putObject("metadata");
    metadata.put("action", labels.get("action").asString());
    metadata.put("source", keys.get("source"));
    if (labels.has("context_type")) {
      metadata.putObject("context").put("type", labels.get("context_type").asString());
    }
    ObjectNode requestor = metadata.putObject("requestor");
    requestor.put("username", labels.get("requester_username").asString());
    requestor.put("protocol", keys.get("requester-protocol"));
    requestor.put("address", keys.get("requester-address"));
    event.put("location", "none");
    return event.toString();
  }

  @Test
  @Proves("lxd 30")
  void aLifecycleEventHasItsNameAndProjectAsLabelsAndItsContextInTheLine() throws Exception {
    String event =
        lifecycle(
            ",\"context\":{\"type\":\"container\",\"nested\":{\"a\":1,\"b\":{\"c\":true}}},"
                + "\"requestor\":{\"username\":\"root\",\"protocol\":\"unix\",\"address\":\"@\"},"
                + "\"name\":\"c1\",\"project\":\"p1\"",
            ",\"location\":\"n1\",\"project\":\"p1\"");
    Item item = write(form(false), event);
    assertThat(item.labels().toString())
        .isEqualTo("{app=lxd, instance=vm, location=n1, name=c1, project=p1, type=lifecycle}");
    assertThat(item.line())
        .isEqualTo(
            "action=\"instance-created\" context-nested-a=\"1\" context-nested-b-c=\"true\""
                + " context-type=\"container\" requester-address=\"@\" requester-protocol=\"unix\""
                + " requester-username=\"root\" source=\"/1.0/instances/c1\" instance-created");
    assertThat(item.nanos()).isEqualTo(1_795_167_328_706_664_125L);
  }

  @Test
  @Proves("lxd 30")
  void labelsOfOnesOwnLeaveTheLineAndNeverReplaceAnother() throws Exception {
    String event = lifecycle(",\"context\":{\"odd.key\":\"v\"},\"name\":\"c1\"", "");
    Item item = write(form(false, "action", "context-odd.key", "requester-username"), event);
    assertThat(item.labels())
        .containsEntry("action", "instance-created")
        .containsEntry("context_odd_key", "v")
        .containsEntry("location", "vm")
        .doesNotContainKey("requester_username");
    assertThat(item.line()).isEqualTo("source=\"/1.0/instances/c1\" instance-created");
    String log =
        "{\"type\":\"logging\",\"timestamp\":\"2026-11-20T09:35:28Z\",\"metadata\":"
            + "{\"message\":\"m\",\"level\":\"info\",\"context\":{}},\"location\":\"none\"}";
    assertThat(write(form(false, "level"), log).line()).isEqualTo("m");
  }

  @Test
  void nobodyWritesAKeyIntoALineUnlessItIsToBeExact() throws Exception {
    String event = lifecycle(",\"context\":{\"t\":\"a\\\" action=\\\"b\\\\\\n\\u0007\"}", "");
    assertThat(write(form(false), event).line())
        .contains("context-t=\"a\\\" action=\\\"b\\\\\\n\\u0007\" source=");
    assertThat(write(form(true), event).line()).contains("context-t=\"a\" action=\"b\\\n\u0007\" ");
  }

  @Test
  @Proves("lxd 30")
  void aLogLineHasItsContextAndLevelSortedAndThenTheMessage() throws Exception {
    for (String type : List.of("logging", "ovn")) {
      String event =
          "{\"type\":\""
              + type
              + "\",\"timestamp\":\"2026-11-20T09:35:28Z\",\"metadata\":{\"message\":\"Handling\","
              + "\"level\":\"debug\",\"context\":{\"url\":\"/1.0\",\"ip\":\"@\"}}}";
      Item item = write(form(false), event);
      assertThat(item.line())
          .isEqualTo("context-ip=\"@\" context-url=\"/1.0\" level=\"debug\" Handling");
      assertThat(item.labels().toString())
          .isEqualTo("{app=lxd, instance=vm, location=vm, type=" + type + "}");
    }
  }

  @Test
  void everyRecordedEventBecomesALine() throws Exception {
    for (String file : List.of("lxd-lifecycle.jsonl", "lxd-logging.jsonl", "lxd-operation.jsonl")) {
      for (String event : Captures.lines(file)) {
        Item item = write(form(false), event);
        JsonNode json = JSON.readTree(event);
        assertThat(item.labels()).containsEntry("type", json.get("type").asString());
        String end =
            json.at("/metadata/action").asString("")
                + json.at("/metadata/message").asString("")
                + json.at("/metadata/description").asString("");
        assertThat(item.line()).endsWith(end);
      }
    }
  }

  @Test
  void aForeignEventIsTheLifecycleEventThatLxdsClientsSee() throws Exception {
    String body =
        "{\"event\": \"VOLUME_CREATE\", \"message\": {\"name\": \"gv1\"},"
            + " \"nodeid\": \"effeca22-dd38-4dce-80b3-27c9107833af\", \"ts\": 1795167319}";
    Item item = new Scribe(form(false)).item(DecodedEntry.of(new GlusterDialect(), body));
    assertThat(item.labels()).containsEntry("type", "lifecycle");
    assertThat(item.line()).startsWith("action=\"VOLUME_CREATE\" context-").endsWith("CREATE");
  }

  @Test
  void timesThatNanosecondsCannotSayAreTheNearestOnes() throws Exception {
    for (String year : List.of("0001", "9999")) {
      String event = lifecycle("", "").replace("2026", year);
      assertThat(write(form(false), event).nanos() > 0).isEqualTo(year.equals("9999"));
    }
  }

  @Test
  @Proves("lxd 24")
  void aSecurityEventIsOneJsonObjectOfOwaspsWords() throws Exception {
    String event =
        "{\"type\":\"security\",\"timestamp\":\"2026-11-20T09:35:28.5+01:00\",\"metadata\":{"
            + "\"name\":\"authz_fail:can_edit:/1.0\",\"level\":\"warning\","
            + "\"description\":\"Authorization denied\",\"request_path\":\"/1.0\","
            + "\"project\":\"p1\",\"request_method\":\"PUT\",\"requestor\":{\"username\":\"ann\","
            + "\"protocol\":\"tls\",\"address\":\"192.0.2.7:4711\",\"user_agent\":\"lxc/6\"}},"
            + "\"location\":\"n1\"}";
    String written =
        "{\"appid\":\"lxd\",\"type\":\"security\",\"datetime\":\"2026-11-20T09:35:28.5+01:00\","
            + "\"event\":\"authz_fail:can_edit:/1.0\",%s\"level\":\"warning\","
            + "\"description\":\"Authorization denied\",\"hostname\":\"n1\",\"host_ip\":\"\","
            + "\"port\":\"\",\"protocol\":\"https\",\"request_uri\":\"/1.0\","
            + "\"request_method\":\"PUT\",\"event_source\":\"n1\",\"cluster_member_name\":\"n1\","
            + "\"cluster_identifier\":\"\",\"useragent\":\"lxc/6\",\"source_ip\":\"192.0.2.7\","
            + "\"user_id\":\"tls/ann\"}";
    String documented = "\"name\":\"authz_fail:can_edit:/1.0\",\"project\":\"p1\",";
    assertThat(write(form(false), event).line()).isEqualTo(written.formatted(documented));
    assertThat(write(form(true), event).line()).isEqualTo(written.formatted(""));
    assertThat(write(form(true), event).labels().toString())
        .isEqualTo("{app=lxd, instance=vm, location=n1, type=security}");
  }

  @Test
  @Proves("lxd 24")
  void everySecurityNameBecomesAnObjectOfTextsAlsoWithoutARequestor() throws Exception {
    for (String name : Arrays.asList("sys_startup", "authn_login_fail:tls", "user_created:a,b")) {
      String event =
          "{\"type\":\"security\",\"timestamp\":\"2026-11-20T09:35:28Z\",\"metadata\":{\"name\":\""
              + name
              + "\",\"level\":\"info\",\"description\":\"d\"},\"location\":\"none\"}";
      JsonNode json = JSON.readTree(write(form(false), event).line());
      assertThat(json.get("event").asString()).isEqualTo(name);
      assertThat(json.size()).isEqualTo(20);
      assertThat(json.get("user_id").asString()).isEmpty();
      assertThat(json.get("hostname").asString()).isEqualTo("vm");
      json.forEach(value -> assertThat(value.isString()).isTrue());
    }
  }
}
