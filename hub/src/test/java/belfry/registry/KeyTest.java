package belfry.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyTest {
  @ParameterizedTest
  @ValueSource(strings = {"a", "0", "a.b_c-d", "9-", "core", "A", "aB"})
  void namesMayBe(String name) throws Exception {
    assertThat(Key.of("settings", name)).hasToString("settings/" + name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "-a", "_a", "a b", "a/b", "ü", "a\n", "..", "аbc"})
  void namesMayNotBe(String name) {
    assertThatExceptionOfType(Refused.class)
        .isThrownBy(() -> Key.of("settings", name))
        .withMessageStartingWith("name: " + (name.isEmpty() ? "empty" : name))
        .withMessageEndingWith(
            "(expected: 1 to 64 of A-Z, a-z, 0-9, '.', '_', '-', the first a letter or digit)");
    assertThatThrownBy(() -> new Key("settings", name))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Key(name, "a")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void namesHaveAtMost64Characters() throws Exception {
    assertThat(Key.of("settings", "a".repeat(Key.NAME_CHARS_MAX)).name()).hasSize(64);
    assertThatExceptionOfType(Refused.class)
        .isThrownBy(() -> Key.of("settings", "a".repeat(Key.NAME_CHARS_MAX + 1)));
    assertThatExceptionOfType(Refused.class)
        .isThrownBy(() -> Key.of("settings", "a".repeat(5000)))
        .satisfies(refused -> assertThat(refused.getMessage()).hasSizeLessThan(200));
  }

  @Test
  void keysAreSortedByCollectionAndName() {
    assertThat(new Key("a", "z")).isLessThan(new Key("b", "a")).isGreaterThan(new Key("a", "b"));
  }
}
