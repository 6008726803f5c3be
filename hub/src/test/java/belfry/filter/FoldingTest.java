package belfry.filter;

import static org.assertj.core.api.Assertions.assertThat;

import belfry.testing.Proves;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FoldingTest {
  @Test
  void foldingTwiceChangesNothingAndKeepsTheLength() {
    for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
      int folded = Folding.fold(c);
      assertThat(Folding.fold(folded)).as("U+%04X", c).isEqualTo(folded);
      assertThat(Character.charCount(folded)).as("U+%04X", c).isEqualTo(Character.charCount(c));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ЛИЧНЫЙ КАБИНЕТ, личный кабинет",
    "Straße, STRAẞE",
    "ΟΔΟΣ, οδος",
    "ΟΔΟΣ, οδοσ",
    "İ, i",
    "ᏸ, Ᏸ",
    "𐐀, 𐐨"
  })
  void caseIsIgnoredInAllScripts(String a, String b) {
    assertThat(Folding.fold(a)).isEqualTo(Folding.fold(b));
  }

  @Proves("audit 43")
  @ParameterizedTest
  @CsvSource({"\u00e9, e\u0301", "е, ё", "ό, ο", "ﬁ, fi"})
  void normalFormsAndAccentsAreNotUnified(String a, String b) {
    assertThat(Folding.fold(a)).isNotEqualTo(Folding.fold(b));
  }

  @Test
  void aFoldedTextIsGivenBackAsItIs() {
    String text = "уже сложено 1";
    assertThat(Folding.fold(text)).isSameAs(text);
  }

  @Test
  void theNeedleIsFoundWhereASimpleSearchFindsIt() {
    for (long seed = 1; seed <= 20; seed++) {
      var random = new Random(seed);
      for (int run = 0; run < 500; run++) {
        String text = random(random, 30);
        String needle = random(random, 5) + "a";
        assertThat(new Folding.Needle(needle).isIn(text))
            .as("seed %d: %s in %s", seed, needle, text)
            .isEqualTo(Folding.fold(text).contains(Folding.fold(needle)));
      }
    }
  }

  private static String random(Random random, int charsMax) {
    String[] alphabet = {"a", "A", "b", "ж", "Ж", "𐐀", "𐐨", "\ud801", "\udc00"};
    var out = new StringBuilder();
    for (int i = random.nextInt(charsMax); i > 0; i--) {
      out.append(alphabet[random.nextInt(alphabet.length)]);
    }
    return out.toString();
  }
}
