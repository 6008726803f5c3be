package belfry.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class UuidsTest {

  /** RFC 9562 appendix A.4. */
  @Test
  void namedIdsAreThoseOfTheRfc() {
    UUID dns = UUID.fromString("6ba7b810-9dad-11d1-80b4-00c04fd430c8");

    assertThat(Uuids.named(dns, "www.example.com".getBytes(UTF_8)))
        .hasToString("2ed6657d-e927-568b-95e1-2665a8aea6a2");
  }

  @Test
  void orderedIdsHaveTheMomentInFrontAndAreVersionSeven() {
    UUID id = Uuids.ordered(Instant.parse("2022-02-22T19:22:22Z"), new Random(1));

    assertThat(id.toString()).startsWith("017f22e2-79b0-7");
    assertThat(id.version()).isEqualTo(7);
    assertThat(id.variant()).isEqualTo(2);
  }
}
