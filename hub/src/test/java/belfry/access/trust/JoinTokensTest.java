package belfry.access.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import belfry.event.Origin;
import belfry.registry.Refused;
import belfry.testing.ManualTime;
import belfry.testing.MemoryRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JoinTokensTest {
  private static final Origin BY = Origin.of("test");
  private static final Optional<Duration> HOUR = Optional.of(Duration.ofHours(1));

  private final ManualTime time = new ManualTime(Instant.parse("2026-11-20T12:00:00Z"));
  private final MemoryRegistry registry = new MemoryRegistry(time);
  private final JoinTokens tokens = new JoinTokens(registry, time, new Random(3));

  @Test
  void oneIsGoodOnce() throws Exception {
    JoinTokens.Issued issued = tokens.issue("ann", Grant.within(Set.of("p1")), HOUR, BY);
    assertThat(issued.secret()).matches("[0-9a-f]{64}");
    assertThat(tokens.take("0".repeat(64), BY)).isEmpty();
    assertThat(tokens.take(issued.secret(), BY)).contains(issued.token());
    assertThat(tokens.take(issued.secret(), BY)).isEmpty();
  }

  @Test
  void anotherHubOnTheSameDocumentsKnowsItAndNotItsSecret() throws Exception {
    JoinTokens.Issued issued = tokens.issue("ann", Grant.ALL, Optional.empty(), BY);
    assertThat(registry.list(JoinTokens.COLLECTION).getFirst().document().text())
        .doesNotContain(issued.secret());
    var later = new JoinTokens(registry, time, new Random(4));
    assertThat(later.find(issued.token().id())).contains(issued.token());
    assertThat(later.take(issued.secret(), BY)).contains(issued.token());
  }

  @Test
  void itsTimeEnds() throws Exception {
    JoinTokens.Issued issued = tokens.issue("ann", Grant.ALL, HOUR, BY);
    time.pass(Duration.ofHours(1));
    assertThat(tokens.list()).isEmpty();
    assertThat(tokens.take(issued.secret(), BY)).isEmpty();
    tokens.issue("bob", Grant.ALL, HOUR, BY);
    assertThat(registry.list(JoinTokens.COLLECTION)).as("the old one is forgotten").hasSize(1);
  }

  @Test
  void oneThatWasRevokedIsNoMore() throws Exception {
    JoinTokens.Issued issued = tokens.issue("ann", Grant.ALL, HOUR, BY);
    assertThat(tokens.remove(issued.token().id(), BY)).isTrue();
    assertThat(tokens.remove(issued.token().id(), BY)).isFalse();
    assertThat(tokens.remove("../x", BY)).isFalse();
    assertThat(tokens.take(issued.secret(), BY)).isEmpty();
  }

  @Test
  void thereIsALimit() throws Exception {
    for (int i = 0; i < JoinTokens.TOKENS_MAX; i++) {
      tokens.issue("c" + i, Grant.ALL, HOUR, BY);
    }
    assertThatExceptionOfType(Refused.class)
        .isThrownBy(() -> tokens.issue("more", Grant.ALL, HOUR, BY))
        .withMessageContaining("100 wait");
  }
}
