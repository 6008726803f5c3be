package belfry.format;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UriReferenceTest {
  @Test
  void encodesWhatWouldEndASegment() {
    assertThat(UriReference.segment("image.host-1_a~b")).isEqualTo("image.host-1_a~b");
    assertThat(UriReference.segment("a/b?c#d%e f")).isEqualTo("a%2Fb%3Fc%23d%25e%20f");
    assertThat(UriReference.segment("Лк😀\u0000")).isEqualTo("%D0%9B%D0%BA%F0%9F%98%80%00");
    assertThat(UriReference.segment("")).isEmpty();
  }

  @Test
  void leavesAReferenceAsItIs() {
    String reference = "https://u@h:1/p;x/%20?q=(1)&r#f";
    assertThat(UriReference.of(reference)).isEqualTo(reference);
    assertThat(UriReference.of("/lxd/кластер 1"))
        .isEqualTo("/lxd/%D0%BA%D0%BB%D0%B0%D1%81%D1%82%D0%B5%D1%80%201");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "/a", "a", "urn:x:y", "https://e.com/?a=b#c", "../x:y", "?a", "#", "a%2Fb"})
  void acceptsReferences(String text) {
    assertThat(UriReference.isValid(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "ключ", "%", "%2", "%zz", "1a:b", ":a", "a#b#c", "<a>", "\u0000"})
  void refusesWhatIsNoReference(String text) {
    assertThat(UriReference.isValid(text)).isFalse();
  }

  @Test
  void tellsAUriByItsScheme() {
    assertThat(UriReference.isAbsolute("https://example.com/schema")).isTrue();
    assertThat(UriReference.isAbsolute("urn:a")).isTrue();
    assertThat(UriReference.isAbsolute("/schema")).isFalse();
    assertThat(UriReference.isAbsolute("a b:c")).isFalse();
  }
}
