package belfry.format.cloudru;

import static belfry.format.cloudru.Records.EXAMPLE;
import static belfry.format.cloudru.Records.changed;
import static belfry.format.cloudru.Records.decode;
import static belfry.format.cloudru.Records.decodeStrictly;
import static belfry.format.cloudru.Records.read;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belfry.event.Audit;
import belfry.event.Event;
import belfry.event.InvalidEvent;
import belfry.event.Malformed;
import belfry.event.Origin;
import belfry.event.Payload;
import belfry.format.Raw;
import belfry.testing.DecodedEntry;
import belfry.testing.Proves;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What may stand in the values of a record: structure, resources, subjects and strange bytes. */
class RecordContentTest {
  @Test
  @Proves("audit 9")
  void storesStructureAsCompactJsonText() throws Exception {
    String record = changed("\"зона a\"", "{\"b\" : [1.50, \"я\"],\"a\":{}}");

    assertThat(read(record).audit().details().text()).isEqualTo("{\"a\":{},\"b\":[1.50,\"я\"]}");
    assertThat(decode(record).data().text()).isEqualTo(record);
    for (String value : List.of("7", "true", "1e3")) {
      assertThatThrownBy(() -> decode(changed("\"зона a\"", value)))
          .isInstanceOf(InvalidEvent.class)
          .hasMessage("/details: " + value + " (expected: a string, an object or an array)");
    }
    assertThatThrownBy(() -> decode(changed("\"POST\"", "7")))
        .hasMessage("/requestMethod: 7 (expected: a string)");
  }

  @Test
  @Proves("audit 32")
  @Proves("audit 33")
  @Proves("audit 34")
  void keepsTheOrderOfResourcesTwinsAndUnknownTypes() throws Exception {
    String record =
        EXAMPLE.replaceFirst(
            "\"resourceMetadata\":\\[.*?\\]",
            "\"resourceMetadata\":["
                + "{\"resourceType\":\"диск\",\"resourceId\":\"2\"},"
                + "{\"resourceType\":\"object\",\"resourceName\":\"b\"},"
                + "{\"resourceType\":\"object\",\"resourceName\":\"b\"},"
                + "{\"resourceType\":\"object\"}]");

    assertThat(read(record.replace("\"USER\"", "\"ROBOT\"")).audit())
        .returns(
            List.of(
                new Audit.Resource("диск", "2", ""),
                new Audit.Resource("object", "", "b"),
                new Audit.Resource("object", "", "b"),
                new Audit.Resource("object", "", "")),
            Audit::resources)
        .returns("ROBOT", audit -> audit.subject().type());
    assertThat(decode(record).subject()).isEmpty();
  }

  @Test
  @Proves("audit 35")
  void takesUpTo32Resources() throws Exception {
    assertThat(read(withResources(0)).audit().resources()).isEmpty();
    assertThat(read(withResources(32)).audit().resources()).hasSize(32);
    assertThatThrownBy(() -> decode(withResources(33)))
        .isInstanceOf(InvalidEvent.class)
        .hasMessage("/resourceMetadata: 33 items (expected: at most 32)");
  }

  private static String withResources(int count) {
    List<String> items =
        IntStream.range(0, count).mapToObj(i -> "{\"resourceType\":\"object\"}").toList();
    return EXAMPLE.replaceFirst(
        "\"resourceMetadata\":\\[.*?\\]", "\"resourceMetadata\":[" + String.join(",", items) + "]");
  }

  @Test
  void wantsATypeOfEachResourceWhenStrict() throws Exception {
    String record = changed("\"resourceType\":\"object\",", "");

    assertThat(read(record).audit().resources().getLast())
        .isEqualTo(new Audit.Resource("", "o-7", "vm-1"));
    assertThatThrownBy(() -> decodeStrictly(record))
        .hasMessage("/resourceMetadata/2/resourceType: absent (expected: a text; it is required)");
  }

  @ParameterizedTest
  @Proves("audit 38")
  @Proves("audit 39")
  @ValueSource(
      strings = {
        "203.0.113.9",
        "2001:DB8::0:1",
        "::ffff:203.0.113.9",
        "fe80::1%eth0",
        "cloud.example",
        "999.1.1.1",
        ""
      })
  void takesAnyTextAsTheAddress(String address) throws Exception {
    assertThat(read(changed("203.0.113.9", address)).audit().remoteAddress()).isEqualTo(address);
  }

  @Test
  @Proves("audit 41")
  @Proves("audit 45")
  void tellsBytesThatAreNoJsonFromJsonThatCannotBe() {
    assertThatThrownBy(() -> decode(changed("\"POST\"", "\"\\ud800\"")))
        .isInstanceOf(InvalidEvent.class)
        .hasMessageContaining("lone high surrogate");
    assertThatThrownBy(() -> decode(changed("\"requestMethod\"", "\"error\"")))
        .isInstanceOf(InvalidEvent.class)
        .hasMessageContaining("key \"error\" twice");
    byte[] bytes = EXAMPLE.getBytes(UTF_8);
    bytes[EXAMPLE.indexOf("Личный")] = (byte) 0xff;
    assertThatThrownBy(
            () ->
                new CloudruDialect()
                    .decoder()
                    .decode(
                        new Raw(
                            Payload.owning(bytes),
                            Origin.of("http"),
                            DecodedEntry.RECORDED,
                            DecodedEntry.FRESH_ID,
                            0)))
        .isInstanceOf(Malformed.class)
        .hasMessageContaining("expected: UTF-8");
  }

  @Test
  @Proves("audit 42")
  @Proves("audit 43")
  void keepsEveryCharacter() throws Exception {
    for (String text : List.of("\\u0000", "кабинет", "😀", "\u202eאב", "e\u0301", "\u00e9")) {
      Event event = decode(changed("зона a", text));
      assertThat(event.data().text()).contains(text);
      assertThat(read(changed("зона a", text)).audit().details().text())
          .isEqualTo(text.replace("\\u0000", "\u0000"));
    }
  }

  @Test
  @Proves("audit 47")
  void refusesDepthAndDigitsWithoutEnd() throws Exception {
    String deep = "[".repeat(63) + "]".repeat(63);
    assertThat(decode(changed("\"зона a\"", deep)).type()).isEqualTo("cloudru.CreateProject");
    assertThatThrownBy(() -> decode(changed("\"зона a\"", "[" + deep + "]")))
        .isInstanceOf(Malformed.class)
        .hasMessageContaining("depth 65 (expected: at most 64)");
    assertThatThrownBy(() -> decode(changed("\"зона a\"", "{\"n\":" + "1".repeat(1_000_000) + "}")))
        .isInstanceOf(Malformed.class)
        .hasMessageContaining("number of 1000000 characters");
  }

  @Test
  void guessesWhoWasAuthenticatedByWhoIsNamed() throws Exception {
    String named = changed("\"authenticated\":true,", "");
    String nameless =
        EXAMPLE.replaceFirst("\"authentication\":\\{[^}]*\\}", "\"authentication\":{}");

    assertThat(read(named).audit().subject().authenticated()).isTrue();
    assertThat(read(nameless).audit().subject()).isEqualTo(Audit.Subject.UNKNOWN);
    assertThat(read(nameless).audit().inferred())
        .containsExactlyInAnyOrder("authentication.authenticated", "authentication.subjectType");
  }
}
