package belfry.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belfry.filter.View;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tokens, and what happens when they go. */
class TokensTest {
  private static final Optional<String> ANY = Optional.empty();

  @TempDir Path home;
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-20T10:00:00Z"));
  private Tokens tokens;

  @BeforeEach
  void open() throws Exception {
    tokens = new Tokens(new TokenFile(home.resolve("tokens.json")), now::get, new Random(1));
  }

  @Test
  void aTokenIsGoodAfterTheNextStart() throws Exception {
    String secret = tokens.issue("ci", Role.INGEST, Optional.of("p1"), Optional.empty()).secret();
    open();
    Caller caller = tokens.caller(secret, "127.0.0.1:1").orElseThrow();
    assertThat(caller.principal()).isEqualTo("token/ci");
    assertThat(caller.may(Role.INGEST)).isTrue();
    assertThat(caller.may(Role.READ)).isFalse();
    assertThat(caller.mayUse("p2")).isFalse();
  }

  @Test
  void anExpiredTokenIsNobodys() throws Exception {
    Instant end = now.get().plusSeconds(60);
    String secret = tokens.issue("short", Role.READ, ANY, Optional.of(end)).secret();
    Caller caller = tokens.caller(secret, "x").orElseThrow();
    Supplier<View> rights = tokens.rights(caller);
    assertThat(rights.get()).isEqualTo(View.ALL);
    now.set(end);
    assertThat(tokens.caller(secret, "x")).isEmpty();
    assertThat(rights.get()).isEqualTo(View.NONE);
  }

  @Test
  void aRemovedTokenTakesTheRightsOfOpenStreams() throws Exception {
    String secret = tokens.issue("gone", Role.READ, ANY, Optional.empty()).secret();
    Supplier<View> rights = tokens.rights(tokens.caller(secret, "x").orElseThrow());
    assertThat(tokens.remove("gone")).isTrue();
    assertThat(rights.get()).isEqualTo(View.NONE);
    tokens.issue("gone", Role.READ, ANY, Optional.empty());
    assertThat(rights.get()).as("another token of the same name").isEqualTo(View.NONE);
  }

  @Test
  void namesHaveAShape() throws Exception {
    tokens.issue("a".repeat(63), Role.READ, ANY, Optional.empty());
    for (String wrong : new String[] {"", "A", "-a", "a b", "a".repeat(64)}) {
      assertThatThrownBy(() -> tokens.issue(wrong, Role.READ, ANY, Optional.empty()))
          .isInstanceOf(Tokens.Refused.class);
    }
  }

  @Test
  void thereIsALimit() throws Exception {
    for (int i = 0; i < Tokens.TOKENS_MAX; i++) {
      tokens.issue("t" + i, Role.READ, ANY, Optional.empty());
    }
    assertThatThrownBy(() -> tokens.issue("more", Role.READ, ANY, Optional.empty()))
        .hasMessageContaining("1000");
  }
}
