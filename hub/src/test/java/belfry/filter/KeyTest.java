package belfry.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '→',
      quoteCharacter = '`',
      textBlock =
          """
          type = a                                → TYPE a
          project = p AND type = a AND foo        → TYPE a
          project = p AND severity >= WARN        → PROJECT p
          project = p AND NOT type = a            → PROJECT p
          source = s AND (type = a OR type = b)   → TYPE a b
          source = s AND (type = a OR subject = b) → SOURCE s
          (type = a AND foo) OR (type = b AND bar) → TYPE a b
          type = a OR foo                         → none
          type != a                               → none
          type IN (a, b, c) AND type = a          → TYPE a
          type =~ "^lxd\\.lifecycle\\."           → SYSTEM lxd
          type =~ "^lxd\\.(a|b)"                  → none
          type =~ "^lxd\\.a.*b$" AND project = p  → SYSTEM lxd
          type =~ "^lxd\\.?x"                     → none
          type =~ "lxd\\.x"                       → none
          type =~ "^lx"                           → none
          system IN (lxd, gluster)                → SYSTEM gluster lxd
          event_type = a                          → none
          foo                                     → none
          """)
  void isTheMostTellingEqualityThatIsNecessary(String text, String key) throws InvalidFilter {
    assertThat(Filter.parse(text, Samples.NOW).key().map(KeyTest::shown).orElse("none"))
        .isEqualTo(key);
  }

  private static String shown(Key key) {
    return key.field() + " " + String.join(" ", new TreeSet<>(key.values()));
  }

  @ParameterizedTest
  @CsvSource({"32, true", "33, false"})
  void manyValuesAreNoKey(int count, boolean isKey) throws InvalidFilter {
    var values = new TreeSet<String>();
    for (int i = 0; i < count; i++) {
      values.add("t" + i);
    }
    var filter = Filter.parse("type IN (" + String.join(",", values) + ")", Samples.NOW);
    assertThat(filter.key().map(Key::values).orElse(Set.of())).isEqualTo(isKey ? values : Set.of());
  }
}
