package belfry.filter;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PatternSizeTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '→',
      textBlock =
          """
          abc                        → 3
          a{10}                      → 10
          a{2,10}b                   → 11
          (a{10}b){20}               → 220
          ((a{10}){10}){10}          → 1000
          [0-9a-f]{8}-[0-9a-f]{4}    → 13
          []{9}]{3}                  → 3
          [^]{9}]{3}                 → 3
          [[:alpha:]]{3}             → 3
          [\\]{9}]{3}                → 3
          \\{5\\}                    → 3
          \\p{Greek}{4}\\x{1F600}{2} → 6
          a{,5}                      → 5
          (?:x|yz){7}                → 28
          """)
  void countedRepeatsAreWrittenOut(String pattern, int size) {
    assertThat(PatternSize.of(pattern)).isEqualTo(size);
  }

  @ParameterizedTest
  @ValueSource(strings = {"(a{20}b){20}", "([a-z]{1,9}\\.){4}x{30}", "(\\pL{30}|[^{}]{9}){9}"})
  void theEstimateIsNearWhatRe2Makes(String pattern) {
    assertThat((double) Pattern.compile(pattern).programSize())
        .isBetween(PatternSize.of(pattern) * 0.5, PatternSize.of(pattern) * 3.0);
  }
}
