package belfry.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Volume vol_1: FEHLER 7    | volume vol 1 fehler 7
          10.0.0.7                  | 10 0 0 7
          /1.0/instances/c1         | 1 0 instances c1
          instance-created          | instance created
          Проект «Ёж» создан        | проект ёж создан
          नमस्ते                      | नमस्ते
          x连接た1                   | x 连 接 た 1
          카카오 톡                  | 카카오 톡
          e\u0301te\u0301           | e\u0301te\u0301
          😀a😀b                     | a b
          --- !!                    | ''
          """)
  void wordsAreRunsOfLettersDigitsAndMarks(String text, String words) {
    assertThat(String.join(" ", Words.of(text))).isEqualTo(words);
  }

  @Test
  void aLongRunIsCut() {
    assertThat(Words.of("a".repeat(2 * Words.CHARS_MAX + 3)))
        .extracting(String::length)
        .containsExactly(Words.CHARS_MAX, Words.CHARS_MAX, 3);
    String pairs = "\ud801\udc00".repeat(Words.CHARS_MAX);
    assertThat(Words.of(pairs))
        .extracting(String::length)
        .containsExactly(Words.CHARS_MAX - 1, Words.CHARS_MAX - 1, 2);
  }

  @Test
  void thePlaceOfEachWordIsKnown() {
    var words = new Words("  Ab c");
    assertThatThrownBy(words::word).isInstanceOf(NoSuchElementException.class);
    assertThat(words.next()).isTrue();
    assertThat(words.start()).isEqualTo(2);
    assertThat(words.end()).isEqualTo(4);
    assertThat(words.word()).isEqualTo("ab");
    assertThat(words.next()).isTrue();
    assertThat(words.next()).isFalse();
    assertThat(words.next()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "a b c, b c, true",
    "a b c, a c, false",
    "a a b, a b, true",
    "a b a b c, a b c, true",
    "ab c, b c, false",
    "a b, b a, false",
    "A-B, a b, true",
    "a, a b, false",
  })
  void aPhraseIsFoundWhereItsWordsFollowEachOther(String text, String phrase, boolean found) {
    assertThat(Words.contain(text, List.of(phrase.split(" ")))).isEqualTo(found);
  }
}
