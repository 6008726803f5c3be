package belfry.format.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belfry.event.Malformed;
import belfry.event.Payload;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

  @Test
  void nestsSixtyFourDeepAndNoDeeper() throws Exception {
    assertThat(parse("[".repeat(64) + "]".repeat(64)).isArray()).isTrue();
    assertThatThrownBy(() -> parse("[".repeat(65) + "]".repeat(65)))
        .isInstanceOf(Malformed.class)
        .hasMessage("depth 65 (expected: at most 64) at column 65");
    assertThatThrownBy(() -> parse("{\"a\":".repeat(1_000_000))).isInstanceOf(Malformed.class);
  }

  @Test
  void aNumberHasAThousandCharactersAndNoMore() throws Exception {
    assertThat(parse("1".repeat(1000)).text()).hasSize(1000);
    assertThatThrownBy(() -> parse("[" + "1".repeat(1001) + "]"))
        .hasMessage("number of 1001 characters (expected: at most 1000) at column 2");
  }

  @Test
  void aKeyStandsOnceHoweverItIsEscapedAndHoweverManyThereAre() throws Exception {
    assertThatThrownBy(() -> parse("{\"a\":1,\"b\":2,\"\\u0061\":3}"))
        .hasMessage("key \"a\" twice in one object (expected: once) at column 14");
    var many = new StringBuilder("{\"k0\":0");
    for (int i = 1; i < 100; i++) {
      many.append(",\"k").append(i).append("\":0");
    }
    assertThat(parse(many + "}").get("k99")).isPresent();
    assertThatThrownBy(() -> parse(many + ",\"k50\":0}"))
        .hasMessageStartingWith("key \"k50\" twice");
    assertThat(
            Json.parse(Payload.of("{\"a\":1,\"a\":2}"), Rules.PYTHON).at("a").orElseThrow().text())
        .isEqualTo("2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"\\ud83d\"", "\"\\ude00\"", "\"\\ud83dx\"", "\"\\ud83d\\u0041\""})
  void halfASurrogatePairIsRefusedUnlessTheDialectHasIt(String text) throws Exception {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(Malformed.class)
        .hasMessageContaining("surr");
    assertThat(Json.parse(Payload.of(text), Rules.PYTHON).isString()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"NaN", "Infinity", "-Infinity"})
  void whatIsNoNumberIsRefusedUnlessTheDialectHasIt(String word) throws Exception {
    assertThatThrownBy(() -> parse("[" + word + "]")).isInstanceOf(Malformed.class);
    assertThat(Json.parse(Payload.of("[" + word + "]"), Rules.PYTHON).elements())
        .singleElement()
        .hasToString(word);
  }

  /** Unicode's table 3-7: overlong forms, surrogates, beyond U+10FFFF, cut and stray bytes. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "80",
        "bf",
        "c0af",
        "c1bf",
        "e080af",
        "e09fbf",
        "eda080",
        "edbfbf",
        "f08080af",
        "f48fbfc0",
        "f4908080",
        "f5808080",
        "ff",
        "c3",
        "e4b8",
        "f09f98",
        "c328",
        "e4b828",
        "f09f9828"
      })
  void bytesThatAreNotUtf8AreRefusedWhereverTheyStand(String hex) {
    byte[] odd = HexFormat.of().parseHex(hex);
    for (int before = 0; before < 17; before++) {
      byte[] bytes = new byte[before + odd.length + 2];
      Arrays.fill(bytes, (byte) 'x');
      bytes[0] = '"';
      System.arraycopy(odd, 0, bytes, before + 1, odd.length);
      bytes[bytes.length - 1] = '"';
      assertThatThrownBy(() -> Json.parse(Payload.owning(bytes)))
          .isInstanceOf(Malformed.class)
          .hasMessageContaining("expected: UTF-8");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"a\":1,}          | '}' (expected: a key in double quotes) at column 8",
        "[1 2]               | '2' (expected: ',') at column 4",
        "{\"a\" 1}           | '1' (expected: ':') at column 6",
        "tru                 | end of input (expected: true) at column 4",
        "\"abc               | string without an end (expected: a closing quote) at column 1",
        "01                  | '1' (expected: the end of the document) at column 2",
        "{} x                | 'x' (expected: the end of the document) at column 4",
        "\"\\x\"             | 'x' (expected: one of \"\\/bfnrtu after a backslash) at column 3",
      })
  void anErrorSaysWhatWasAndWhatWasExpectedAndWhere(String text, String message) {
    assertThatThrownBy(() -> parse(text)).isInstanceOf(Malformed.class).hasMessage(message);
  }

  @Test
  void textsAreStringsAndNumbersInOrderAndNoKeys() throws Exception {
    var texts = new ArrayList<String>();
    parse("{\"a\":\"x\",\"b\":[1,[],{\"c\":\"\\u0079\"},true,null],\"d\":2.50}")
        .forEachText(text -> texts.add(text.text()));
    assertThat(texts).containsExactly("x", "1", "y", "2.50");
  }

  @Test
  void knowsWhetherItIsAPartOfADocumentThatWasRead() throws Exception {
    Payload bytes = Payload.of("{\"a\":{\"b\":1}}");
    JsonValue part = Json.parse(bytes).at("a").orElseThrow();

    assertThat(part.documentOver(bytes).orElseThrow()).hasToString("{\"a\":{\"b\":1}}");
    assertThat(part.documentOver(Payload.of("{\"a\":{\"b\":1}}"))).isEmpty();
    assertThat(part.documentOver(bytes.slice(1, bytes.size()))).isEmpty();
  }

  @Test
  void aPathStepsThroughObjectsAndArraysAndKeysWithDots() throws Exception {
    JsonValue json = parse("{\"a\":{\"b.c\":[{\"d\":1},{\"d\":2}]},\"a.b\":3}");

    assertThat(json.at("a.b.c.1.d").orElseThrow().text()).isEqualTo("2");
    assertThat(json.at("a.b").orElseThrow().text()).isEqualTo("3");
    assertThat(json.at("a.b.c.2.d")).isEmpty();
    assertThat(json.at("a.b.c.x")).isEmpty();
    assertThat(json.at("a.b.c.99999999999")).isEmpty();
  }

  private static JsonValue parse(String text) throws Malformed {
    return Json.parse(Payload.of(text));
  }
}
