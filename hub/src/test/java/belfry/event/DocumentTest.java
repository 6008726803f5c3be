package belfry.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DocumentTest {
  @Test
  void isWrittenOnceAndOnlyWhenAskedFor() {
    var written = new AtomicInteger();
    Document document = Document.written(() -> "{\"n\":" + written.incrementAndGet() + "}");
    assertThat(document.isEmpty()).isFalse();
    assertThat(written.get()).isZero();
    assertThat(document.text()).isEqualTo("{\"n\":1}");
    assertThat(document.text()).isEqualTo("{\"n\":1}");
  }

  @Test
  void isAValueByItsText() {
    assertThat(Document.written(() -> "{}")).isEqualTo(Document.of("{}"));
    assertThat(Document.of("")).isSameAs(Document.NONE).isNotEqualTo(Document.of("{}"));
  }
}
