package belfry.format.cloudevents;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belfry.event.Event;
import belfry.event.InvalidEvent;
import belfry.event.Malformed;
import belfry.event.Origin;
import belfry.event.Payload;
import belfry.event.Severity;
import belfry.format.Dialect;
import belfry.format.Raw;
import belfry.testing.DecodedEntry;
import belfry.testing.DialectContract;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Events in the JSON format and in binary mode, by the specification 1.0.2. */
class CloudEventsDialectTest extends DialectContract {
  static final String STRUCTURED =
      """
      {"specversion":"1.0","id":"order-7","source":"https://shop.example/orders?x=1",\
      "type":"example.order.paid","subject":"orders/7","time":"2026-11-20T09:34:18.5+03:00",\
      "datacontenttype":"application/json","dataschema":"https://shop.example/order.json",\
      "comexampleattempt":2,"comexampletest":true,"none":null,"data":{"sum":12.50,"to":"я"}}""";

  private final CloudEventsDialect dialect = new CloudEventsDialect();

  @Override
  protected Dialect dialect() {
    return dialect;
  }

  @Override
  protected List<Raw> samples() {
    return List.of(
        structured(STRUCTURED),
        structured("{\"id\":\"1\",\"type\":\"t\",\"source\":\"/s\",\"specversion\":\"1.0\"}"),
        structured(STRUCTURED.replaceFirst("\"data\":.*", "\"data_base64\":\"/wA=\"}")));
  }

  @Override
  protected List<Raw> reshaped() {
    return List.of(
        binary("{\"a\":[1,{}]}", "application/json"),
        binary("some text", "text/plain"),
        binary(new byte[] {0, -1, 7}, Map.of("content-type", "image/png")));
  }

  static Raw structured(String event) {
    return DecodedEntry.raw(event, Origin.of("http"));
  }

  static Raw binary(byte[] body, Map<String, String> more) {
    var headers =
        new TreeMap<>(
            Map.of(
                "ce-specversion", "1.0",
                "ce-id", "order-7",
                "ce-source", "https://shop.example/orders?x=1",
                "ce-type", "example.order.paid",
                "ce-subject", "orders/7",
                "ce-time", "2026-11-20T06:34:18.5Z"));
    headers.putAll(more);
    headers.values().removeIf(String::isEmpty);
    Origin origin = Origin.of("http").with(headers);
    return new Raw(Payload.copyOf(body), origin, DecodedEntry.RECORDED, DecodedEntry.FRESH_ID, 0);
  }

  static Raw binary(String body, String contentType) {
    return binary(body.getBytes(UTF_8), Map.of("content-type", contentType));
  }

  @Test
  void takesTheAttributesOfAStructuredEventAsTheyAre() throws Exception {
    Event event = decode(structured(STRUCTURED));

    assertThat(event.id()).isEqualTo("order-7");
    assertThat(event.source()).isEqualTo("https://shop.example/orders?x=1");
    assertThat(event.type()).isEqualTo("example.order.paid");
    assertThat(event.subject()).contains("orders/7");
    assertThat(event.time()).isEqualTo(Instant.parse("2026-11-20T06:34:18.5Z"));
    assertThat(event.severity()).isEqualTo(Severity.INFO);
    assertThat(dialect.content(event)).hasToString("{\"sum\":12.50,\"to\":\"я\"}");
  }

  @Test
  void readsTheSameEventInBinaryMode() throws Exception {
    String data = "{\"sum\":12.50,\"to\":\"я\"}";
    Event structured = decode(structured(STRUCTURED));
    Event binary = decode(binary(data, "application/json"));

    assertThat(binary.data().text()).isEqualTo(data);
    assertThat(binary.toBuilder().origin(structured.origin()).data(structured.data()).build())
        .isEqualTo(structured);
    assertThat(dialect.content(binary)).hasToString(dialect.content(structured).toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"specversion\":\"1.0\"|\"specversion\":\"0.3\"|/specversion: 0.3 (expected: 1.0)",
        "\"specversion\":\"1.0\"|\"specversion\":1.0|/specversion: 1.0 (expected: a string)",
        "\"specversion\":\"1.0\",||/specversion: absent or empty (expected: a text; it is"
            + " required)",
        "\"id\":\"order-7\"|\"id\":\"\"|/id: absent or empty (expected: a text; it is required)",
        "\"id\":\"order-7\"|\"id\":null|/id: absent or empty (expected: a text; it is required)",
        "\"id\":\"order-7\"|\"id\":7|/id: 7 (expected: a string)",
        "\"type\":|\"kind\":|/type: absent or empty (expected: a text; it is required)",
        "https://shop.example/orders?x=1|a b|/source: a b (expected: a URI reference)",
        "\"subject\":\"orders/7\"|\"subject\":\"\"|/subject: empty (expected: a text or no such"
            + " attribute)",
        "2026-11-20T09:34:18.5+03:00|2026-11-20|/time: 2026-11-20 (expected: RFC 3339)",
        "https://shop.example/order.json|order.json|/dataschema: order.json (expected: a URI)",
        "application/json|json|/datacontenttype: json (expected: a media type)",
        "comexampletest|comExampleTest|/comExampleTest: such a name (expected: lower-case letters"
            + " and digits)",
        "comexampletest|com_example|/com_example: such a name (expected: lower-case letters and"
            + " digits)",
        "\"comexampletest\":true|\"x\":{}|/x: {} (expected: a string, a boolean or an integer of"
            + " 32 bits)",
        "\"comexampletest\":true|\"x\":1.5|/x: 1.5 (expected: a string, a boolean or an integer of"
            + " 32 bits)",
        "\"comexampletest\":true|\"x\":2147483648|/x: 2147483648 (expected: a string, a boolean or"
            + " an integer of 32 bits)",
        "\"none\":null|\"data_base64\":\"AA==\"|/data_base64: beside data (expected: one of the"
            + " two)"
      })
  void refusesWhatBreaksTheSpecification(String was, String is, String message) {
    String event = STRUCTURED.replace(was, is == null ? "" : is);

    assertThat(event).isNotEqualTo(STRUCTURED);
    assertThatThrownBy(() -> decode(structured(event)))
        .isInstanceOf(InvalidEvent.class)
        .hasMessage(message);
  }

  @Test
  void refusesControlCharactersAndNoncharactersInAttributes() {
    for (String bad : List.of("\\u0000", "\\u0085", "\\ufdd0", "\\uffff", "\\ud83f\\udfff")) {
      assertThatThrownBy(() -> decode(structured(STRUCTURED.replace("orders/7", bad))))
          .as(bad)
          .isInstanceOf(InvalidEvent.class)
          .hasMessageStartingWith("/subject: ");
    }
  }

  @Test
  void namesTheHeaderThatBreaksTheSpecification() {
    assertThatThrownBy(() -> decode(binary(new byte[0], Map.of("ce-id", ""))))
        .hasMessage("ce-id: absent or empty (expected: a text; it is required)");
    assertThatThrownBy(() -> decode(binary(new byte[0], Map.of("ce-specversion", "2.0"))))
        .hasMessage("ce-specversion: 2.0 (expected: 1.0)");
    assertThatThrownBy(() -> decode(binary(new byte[0], Map.of("ce-datacontenttype", "a/b"))))
        .hasMessage("ce-datacontenttype: a/b (expected: the content type in its place)");
    assertThatThrownBy(() -> decode(binary(new byte[0], Map.of("ce-com-example", "1"))))
        .hasMessage("ce-com-example: such a name (expected: lower-case letters and digits)");
  }

  @Test
  void refusesBytesThatAreNoEvent() {
    for (String bytes : List.of("", "[]", "7", "{\"id\":1,}", "{\"id\":\"a\",\"id\":\"b\"}")) {
      assertThatThrownBy(() -> decode(structured(bytes))).isInstanceOf(Malformed.class);
    }
    for (String base64 : List.of("7", "\"*\"", "{}")) {
      String event = STRUCTURED.replaceFirst("\"data\":.*", "\"data_base64\":" + base64 + "}");
      assertThatThrownBy(() -> decode(structured(event)))
          .isInstanceOf(InvalidEvent.class)
          .hasMessageStartingWith("/data_base64: ");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "17, info, ERROR",
    "13, , WARN",
    "'', warning, WARN",
    "25, error, ERROR",
    "x, CRITICAL, CRITICAL",
    "'', '', INFO"
  })
  void readsTheSeverityExtension(String number, String text, Severity severity) throws Exception {
    var headers = new TreeMap<String, String>();
    headers.put("ce-severitynumber", number);
    headers.put("ce-severitytext", text == null ? "" : text);

    assertThat(decode(binary(new byte[0], headers)).severity()).isEqualTo(severity);
    assertThat(
            decode(structured(STRUCTURED.replace("\"none\":null", "\"severitynumber\":21")))
                .severity())
        .isEqualTo(Severity.CRITICAL);
  }

  @Test
  void takesTheTimeOfArrivalWhereNoneIsSaid() throws Exception {
    assertThat(decode(binary(new byte[0], Map.of("ce-time", ""))).time())
        .isEqualTo(DecodedEntry.RECORDED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"data\":[1]|[1]",
        "\"data\":\"text\"|\"text\"",
        "\"data\":null|null",
        "\"data_base64\":\"eyJhIjoxfQ==\"|{\"a\":1}",
        "\"data_base64\":\"0Y8=\"|\"я\"",
        "\"data_base64\":\"/wA=\"|\"/wA=\"",
        "\"other\":1|null"
      })
  void theContentIsTheData(String member, String content) throws Exception {
    Event event = decode(structured(STRUCTURED.replaceFirst("\"data\":.*", member + "}")));

    assertThat(dialect.content(event)).hasToString(content);
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/json", "text/plain", "application/vnd.example+json;v=1"})
  void aBodyThatIsJsonIsContentWhateverItsType(String type) throws Exception {
    assertThat(dialect.content(decode(binary("{\"a\":1}", type)))).hasToString("{\"a\":1}");
  }

  private Event decode(Raw raw) throws Malformed, InvalidEvent {
    return dialect.decoder().decode(raw);
  }
}
