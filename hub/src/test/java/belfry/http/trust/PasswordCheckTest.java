package belfry.http.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import belfry.http.Problem;
import belfry.testing.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PasswordCheckTest {
  private final ManualTime time = new ManualTime(Instant.parse("2026-11-20T12:00:00Z"));
  private final PasswordCheck check = new PasswordCheck(() -> Optional.of("secret"), time);

  @Test
  void onlyTheRightOneIsAccepted() throws Exception {
    assertThat(check.accepts("secret")).isTrue();
    assertThat(check.accepts("Secret")).isFalse();
    assertThat(new PasswordCheck(Optional::empty, time).accepts("")).isFalse();
  }

  @Test
  void guessesHaveALimit() throws Exception {
    for (int i = 0; i < PasswordCheck.WRONG_PER_MINUTE; i++) {
      assertThat(check.accepts("guess " + i)).isFalse();
    }
    assertThatExceptionOfType(Problem.class)
        .isThrownBy(() -> check.accepts("secret"))
        .withMessageContaining("10 wrong ones within a minute");
    time.pass(Duration.ofSeconds(61));
    assertThat(check.accepts("secret")).isTrue();
  }
}
