package belfry.format.json;

import static org.assertj.core.api.Assertions.assertThat;

import belfry.event.Malformed;
import belfry.event.Payload;
import belfry.format.json.JsonWriter.Style;
import org.junit.jupiter.api.Test;

class JsonWriterTest {
  private static final String ODD = "q\"b\\s/\b\f\n\r\t\0\u001f\u007f<>&é\u2028\u2029世\ud83d\ude00";

  @Test
  void compactEscapesOnlyWhatMustBe() {
    assertThat(new JsonWriter(Style.COMPACT).string(ODD).payload().text())
        .isEqualTo(
            "\"q\\\"b\\\\s/\\b\\f\\n\\r\\t\\u0000\\u001f\u007f<>&é\u2028\u2029世\ud83d\ude00\"");
  }

  /** What json.dumps of Python 3.11 gives for the same text. */
  @Test
  void pythonEscapesEverythingButPrintableAscii() {
    assertThat(new JsonWriter(Style.PYTHON).string(ODD).payload().text())
        .isEqualTo(
            "\"q\\\"b\\\\s/\\b\\f\\n\\r\\t\\u0000\\u001f\\u007f<>&\\u00e9\\u2028\\u2029\\u4e16"
                + "\\ud83d\\ude00\"");
  }

  /** What encoding/json of Go 1.22 and later gives for the same text. */
  @Test
  void goEscapesWhatBrowsersMisread() {
    assertThat(new JsonWriter(Style.GO).string(ODD).payload().text())
        .isEqualTo(
            "\"q\\\"b\\\\s/\\b\\f\\n\\r\\t\\u0000\\u001f\u007f\\u003c\\u003e\\u0026é\\u2028\\u2029世"
                + "\ud83d\ude00\"");
  }

  @Test
  void halfASurrogatePairIsEscapedInEveryStyle() {
    for (Style style : Style.values()) {
      assertThat(new JsonWriter(style).string("\ud83dx\ude00").payload().text())
          .isEqualTo("\"\\ud83dx\\ude00\"");
    }
  }

  @Test
  void separatorsComeByThemselves() {
    assertThat(document(Style.COMPACT))
        .isEqualTo("{\"a\":[1,true,null,{}],\"b\":{\"c\":\"d\"},\"e\":-5}");
    assertThat(document(Style.PYTHON))
        .isEqualTo("{\"a\": [1, true, null, {}], \"b\": {\"c\": \"d\"}, \"e\": -5}");
  }

  private static String document(Style style) {
    return new JsonWriter(style)
        .beginObject()
        .key("a")
        .beginArray()
        .number(1)
        .bool(true)
        .nothing()
        .beginObject()
        .endObject()
        .endArray()
        .key("b")
        .raw(new JsonWriter(style).beginObject().member("c", "d").endObject().payload())
        .member("e", -5)
        .endObject()
        .payload()
        .text();
  }

  @Test
  void aValueIsWrittenAgainInTheStyleWithItsNumbersAsTheyWere() throws Exception {
    JsonValue value =
        Json.parse(Payload.of("{\"b\":[1.50,-0,1E5], \"a\" : {\"z\":\"\\u00e9\",\"y\":false}}"));

    assertThat(new JsonWriter(Style.PYTHON).value(value).payload().text())
        .isEqualTo("{\"b\": [1.50, -0, 1E5], \"a\": {\"z\": \"\\u00e9\", \"y\": false}}");
    assertThat(new JsonWriter(Style.COMPACT).sorted(value).payload().text())
        .isEqualTo("{\"a\":{\"y\":false,\"z\":\"é\"},\"b\":[1.50,-0,1E5]}");
  }

  @Test
  void keysAreSortedAsEachLanguageSortsThem() throws Exception {
    JsonValue value = Json.parse(Payload.of("{\"\ud83d\ude00\":1,\"\uff5e\":2,\"a\":3}"));

    assertThat(new JsonWriter(Style.COMPACT).sorted(value).payload().text())
        .isEqualTo("{\"a\":3,\"\ud83d\ude00\":1,\"\uff5e\":2}");
    assertThat(new JsonWriter(Style.GO).sorted(value).payload().text())
        .isEqualTo("{\"a\":3,\"\uff5e\":2,\"\ud83d\ude00\":1}");
  }

  @Test
  void growsToWhatItIsGiven() {
    String text = "\u0001é<世\ud83d\ude00x".repeat(5000);

    for (Style style : Style.values()) {
      String written = new JsonWriter(style, 1).string(text).payload().text();
      assertThat(parsed(written)).isEqualTo(text);
    }
  }

  private static String parsed(String json) {
    try {
      return Json.parse(Payload.of(json)).text();
    } catch (Malformed e) {
      throw new AssertionError(json, e);
    }
  }
}
