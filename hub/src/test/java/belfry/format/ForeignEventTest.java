package belfry.format;

import static org.assertj.core.api.Assertions.assertThat;

import belfry.event.Origin;
import belfry.format.gluster.GlusterDialect;
import belfry.format.lxd.LxdDialect;
import belfry.testing.Captures;
import belfry.testing.DecodedEntry;
import belfry.testing.Proves;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** What an event of one system looks like to the clients of another. */
class ForeignEventTest {
  private static final LxdDialect LXD = new LxdDialect();
  private static final GlusterDialect GLUSTER = new GlusterDialect();

  @Test
  @Proves("lxd 14")
  void isALifecycleEventToLxd() throws Exception {
    DecodedEntry set =
        DecodedEntry.of(
            GLUSTER,
            DecodedEntry.raw(
                "1795167319 6 name=gv<1>;options=,nfs.disable,on;force=1",
                Origin.of("gluster").with(Map.of("nodeid", "n-1"))));

    assertThat(LXD.encoder().encode(set).text())
        .isEqualTo(
            "{\"type\":\"lifecycle\",\"timestamp\":\"2026-11-20T09:35:19Z\",\"metadata\":{"
                + "\"action\":\"VOLUME_SET\",\"source\":\"gv\\u003c1\\u003e\",\"context\":{"
                + "\"event\":\"VOLUME_SET\",\"message.force\":\"true\","
                + "\"message.name\":\"gv\\u003c1\\u003e\","
                + "\"message.options\":\"[[\\\"nfs.disable\\\",\\\"on\\\"]]\","
                + "\"nodeid\":\"n-1\",\"ts\":\"1795167319\"}},"
                + "\"location\":\"n-1\",\"project\":\"default\"}");
  }

  @Test
  void isAWebhookBodyToGluster() throws Exception {
    DecodedEntry created =
        DecodedEntry.of(
            LXD,
            "{\"type\":\"lifecycle\",\"timestamp\":\"2026-11-20T09:35:19.9Z\",\"metadata\":{"
                + "\"action\":\"profile-created\",\"source\":\"/1.0/profiles/é\"},"
                + "\"location\":\"n1\"}");

    assertThat(GLUSTER.encoder().encode(created).text())
        .isEqualTo(
            "{\"event\": \"lxd.lifecycle.profile-created\", \"message\": {"
                + "\"belfry_id\": \""
                + created.event().id()
                + "\", \"belfry_source\": \"/lxd/default/n1\", \"location\": \"n1\","
                + " \"metadata.action\": \"profile-created\","
                + " \"metadata.source\": \"/1.0/profiles/\\u00e9\","
                + " \"timestamp\": \"2026-11-20T09:35:19.9Z\", \"type\": \"lifecycle\"},"
                + " \"nodeid\": \"n1\", \"ts\": 1795167319}");
  }

  @Test
  void isAlwaysJsonWhateverItsBytesAre() throws Exception {
    var mapper = new JsonMapper();
    for (var record : Captures.records("gluster-real-datagrams.jsonl")) {
      DecodedEntry decoded = DecodedEntry.of(GLUSTER, record.get("datagram").asString());
      DecodedEntry again = DecodedEntry.of(LXD, LXD.encoder().encode(decoded).text());
      assertThat(again.event().time()).isEqualTo(decoded.event().time());
    }
    for (String line : Captures.lines("lxd-operation.jsonl")) {
      String body = GLUSTER.encoder().encode(DecodedEntry.of(LXD, line)).text();
      assertThat(mapper.readTree(body).get("event").asString()).isEqualTo("lxd.operation");
      assertThat(DecodedEntry.of(GLUSTER, body).event().type()).isEqualTo("gluster.lxd.operation");
    }
  }
}
