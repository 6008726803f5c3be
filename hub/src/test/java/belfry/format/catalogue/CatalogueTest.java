package belfry.format.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import belfry.event.Severity;
import belfry.format.Dialect;
import belfry.format.gluster.GlusterDialect;
import belfry.format.lxd.LxdDialect;
import belfry.testing.Captures;
import belfry.testing.DecodedEntry;
import belfry.testing.Proves;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CatalogueTest {
  private static final Catalogue CATALOGUE = Catalogue.load();

  @Test
  @Proves("gluster 25")
  void knowsEveryTypeOfEverySystem() {
    assertThat(CATALOGUE.startingWith("lxd.lifecycle.")).hasSize(152);
    assertThat(CATALOGUE.startingWith("lxd.security.")).hasSize(13);
    assertThat(CATALOGUE.startingWith("lxd.")).hasSize(169);
    assertThat(CATALOGUE.startingWith("gluster.")).hasSize(143);
    assertThat(CATALOGUE.startingWith("openstack.")).hasSize(33);
    assertThat(CATALOGUE.startingWith("cloudru.")).hasSize(4);
    assertThat(CATALOGUE.startingWith("belfry.")).hasSize(4);
    assertThat(CATALOGUE.all()).hasSize(353);
    assertThat(CATALOGUE.startingWith("nothing")).isEmpty();
  }

  @Test
  void everyTypeIsDescribedInWholeSentences() {
    for (EventType type : CATALOGUE.all()) {
      assertThat(type.description()).as(type.type()).matches("(?s)[A-Z].*[.)]");
    }
  }

  @Test
  void findsATypeWithAllThatIsKnownOfIt() {
    EventType type = CATALOGUE.find("lxd.security.authz_fail").orElseThrow();

    assertThat(type.system()).isEqualTo("lxd");
    assertThat(type.nativeName()).isEqualTo("security.authz_fail");
    assertThat(type.severity()).contains(Severity.WARN);
    assertThat(type.since()).contains("LXD 6.9");
    assertThat(CATALOGUE.find("lxd.security")).isEmpty();
    assertThat(CATALOGUE.find("gluster.VOLUME_SET").orElseThrow().attributes())
        .containsKeys("name", "options");
  }

  @Test
  void everySchemaIsJsonAndNamesItsType() {
    var mapper = new JsonMapper();
    for (EventType type : CATALOGUE.all()) {
      JsonNode schema = mapper.readTree(type.schema().toBytes());
      assertThat(schema.get("title").asString()).isEqualTo(type.type());
      assertThat(schema.get("type").asString()).isEqualTo("object");
    }
    JsonNode set =
        mapper.readTree(CATALOGUE.find("gluster.VOLUME_SET").orElseThrow().schema().toBytes());
    assertThat(set.at("/properties/event/const").asString()).isEqualTo("VOLUME_SET");
    assertThat(set.at("/properties/message/properties/options").isObject()).isTrue();
  }

  @Test
  void everyRecordedEventIsOfAKnownTypeAndFitsItsSchema() throws Exception {
    for (String file : List.of("lxd-lifecycle.jsonl", "lxd-logging.jsonl", "lxd-operation.jsonl")) {
      for (String line : Captures.lines(file)) {
        assertFits(new LxdDialect(), line);
      }
    }
    for (JsonNode delivery : Captures.records("gluster-real-deliveries-1node.jsonl")) {
      assertFits(new GlusterDialect(), delivery.get("raw_body").asString());
    }
  }

  private static void assertFits(Dialect dialect, String data) throws Exception {
    var mapper = new JsonMapper();
    String name = DecodedEntry.of(dialect, data).event().type();
    EventType type = CATALOGUE.find(name).orElseThrow(() -> new AssertionError(name));
    assertFits(mapper.readTree(type.schema().toBytes()), mapper.readTree(data));
  }

  /** The few keywords that our schemas use. */
  private static void assertFits(JsonNode schema, JsonNode value) {
    if (schema.has("const")) {
      assertThat(value).isEqualTo(schema.get("const"));
    }
    switch (schema.path("type").asString("")) {
      case "object" -> assertThat(value.isObject()).isTrue();
      case "integer" -> assertThat(value.isIntegralNumber()).isTrue();
      case "string" -> assertThat(value.isString()).isTrue();
      default -> assertThat(schema.has("type")).isFalse();
    }
    for (JsonNode required : schema.path("required")) {
      assertThat(value.has(required.asString())).as(required.asString()).isTrue();
    }
    for (String name : schema.path("properties").propertyNames()) {
      if (value.has(name)) {
        assertFits(schema.get("properties").get(name), value.get(name));
      }
    }
  }
}
