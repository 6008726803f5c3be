package belfry.cli.emit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belfry.event.Payload;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ElementsTest {
  private static List<Element> all(String text) throws IOException {
    var elements = Elements.of(new ByteArrayInputStream(text.getBytes(UTF_8)));
    var found = new ArrayList<Element>();
    for (var next = elements.next(); next.isPresent(); next = elements.next()) {
      found.add(next.get());
    }
    return found;
  }

  private static Element at(long line, String text) {
    return new Element(line, Payload.of(text));
  }

  @Test
  void takesOneEventPerLineWhateverTheLineIs() throws IOException {
    assertThat(all("\n{\"a\":1}\n\n  {\"b\":\n1795167319 2 name=gv1\n\u00e9"))
        .containsExactly(
            at(2, "{\"a\":1}"), at(4, "{\"b\":"), at(5, "1795167319 2 name=gv1"), at(6, "é"));
    assertThat(all("")).isEmpty();
    assertThat(all(" \n\n")).isEmpty();
  }

  @Test
  void takesAnArrayApartAtItsCommas() throws IOException {
    assertThat(all("[{\"a\":[1,2]},\n{\"b\":\"]},\\\"\"} , 7 ]\n"))
        .containsExactly(at(1, "{\"a\":[1,2]}"), at(2, "{\"b\":\"]},\\\"\"}"), at(2, "7"));
    assertThat(all("[]")).isEmpty();
  }

  @Test
  void takesDocumentsOfSeveralLines() throws IOException {
    assertThat(all("{\n \"a\": {}\n}\n{\n}\n"))
        .containsExactly(at(1, "{\n \"a\": {}\n}"), at(4, "{\n}"));
  }

  @Test
  void refusesAnEventLongerThanTheLimitWithItsLine() throws IOException {
    String longest = "x".repeat(Elements.ELEMENT_BYTES_MAX);
    assertThat(all("{}\n" + longest + "\n")).hasSize(2);
    assertThatThrownBy(() -> all("{}\n" + longest + "x\n"))
        .hasMessageContaining("line 2: an event over " + Elements.ELEMENT_BYTES_MAX + " bytes");
  }
}
