package belfry.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belfry.event.Malformed;
import belfry.event.Payload;
import java.util.List;
import org.junit.jupiter.api.Test;

class ItemsTest {

  @Test
  void aDocumentIsOneElementWhetherOnOneLineOrMany() throws Exception {
    assertThat(items(" {\"a\":1}\r\n")).containsExactly("{\"a\":1}");
    assertThat(items("{\n  \"a\": [\n {}\n]\n}\n")).containsExactly("{\n  \"a\": [\n {}\n]\n}");
    assertThat(items("{\"a\":[\n{\"b\":1}\n]}")).containsExactly("{\"a\":[\n{\"b\":1}\n]}");
  }

  @Test
  void anArrayIsItsElements() throws Exception {
    assertThat(items("[{\"a\":\"],\\\"{\"} , {\"b\":[1,{}]},\n3]"))
        .containsExactly("{\"a\":\"],\\\"{\"}", "{\"b\":[1,{}]}", "3");
    assertThat(items(" [ ] ")).isEmpty();
  }

  @Test
  void linesAreElementsAndBlankOnesAreNone() throws Exception {
    assertThat(items("{\"a\":1}\r\n\n  \n{\"b\":2}\n{\"c\":3}"))
        .containsExactly("{\"a\":1}", "{\"b\":2}", "{\"c\":3}");
    assertThat(items("1700000000 2 name=a\n1700000001 2 name=b;x=[\n"))
        .containsExactly("1700000000 2 name=a", "1700000001 2 name=b;x=[");
  }

  @Test
  void oneBadLineDoesNotTakeTheOthersWithIt() throws Exception {
    assertThat(items("{\"a\":\n{\"b\":2}\n")).containsExactly("{\"a\":", "{\"b\":2}");
    assertThat(items("{\"a\":\"x}\n{\"b\":2}")).containsExactly("{\"a\":\"x}", "{\"b\":2}");
    assertThat(items("{\"a\":\"x\n{\"b\":\"\"}")).containsExactly("{\"a\":\"x", "{\"b\":\"\"}");
    assertThat(items("{\"a\":1}\nrubbish\n{\"b\":2}"))
        .containsExactly("{\"a\":1}", "rubbish", "{\"b\":2}");
  }

  @Test
  void oneBadElementDoesNotTakeTheOthersWithIt() throws Exception {
    assertThat(items("[{\"a\":},{\"b\"]},true]")).containsExactly("{\"a\":}", "{\"b\"]}", "true");
  }

  @Test
  void aBrokenDocumentAloneStaysOne() throws Exception {
    assertThat(items("{\n \"a\": 1,\n \"b\": [\n")).containsExactly("{\n \"a\": 1,\n \"b\": [");
  }

  @Test
  void aBodyOfLinesIsNotTakenForAnArray() throws Exception {
    assertThat(Items.lines(Payload.of("[1]\n[2]\n")).stream().map(Payload::text))
        .containsExactly("[1]", "[2]");
  }

  @Test
  void anArrayThatDoesNotEndAsOneIsRefusedWithTheColumn() {
    for (String body :
        List.of("[", "[{}", "[{},", "[{},]", "[,]", "[{}]x", "[{\"a\":\"]", "", " ")) {
      assertThatThrownBy(() -> items(body)).isInstanceOf(Malformed.class);
    }
    assertThatThrownBy(() -> items("[{},]")).hasMessage("']' (expected: an event) at column 5");
  }

  @Test
  void takesTenThousandElementsAndNotOneMore() throws Exception {
    assertThat(items("{}\n".repeat(Items.COUNT_MAX))).hasSize(Items.COUNT_MAX);
    assertThat(items("[" + "{},".repeat(Items.COUNT_MAX - 1) + "{}]")).hasSize(Items.COUNT_MAX);
    assertThatThrownBy(() -> items("{}\n".repeat(Items.COUNT_MAX + 1)))
        .isInstanceOf(TooLarge.class)
        .hasMessage("items: more than 10000 in one body (expected: at most 10000)");
    assertThatThrownBy(() -> items("[" + "{},".repeat(Items.COUNT_MAX) + "{}]"))
        .isInstanceOf(TooLarge.class);
  }

  @Test
  void elementsOfABodyThatIsASliceAreRight() throws Exception {
    Payload body = Payload.of("xx[{\"a\":1},2]yy").slice(2, 13);

    assertThat(Items.of(body).stream().map(Payload::text)).containsExactly("{\"a\":1}", "2");
  }

  private static List<String> items(String body) throws Malformed, TooLarge {
    return Items.of(Payload.of(body)).stream().map(Payload::text).toList();
  }
}
