package belfry.http.trust;

import static java.nio.charset.StandardCharsets.UTF_8;

import belfry.http.ErrorCode;
import belfry.http.Problem;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/** The password that makes clients trusted, and how often one may guess it. Thread-safe. */
final class PasswordCheck {
  /** Most wrong passwords in a minute, of all clients together. */
  static final int WRONG_PER_MINUTE = 10;

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final Supplier<Optional<String>> password;
  private final InstantSource clock;
  private Instant began = Instant.MIN;
  private int wrong;

  /**
   * @param password the one in force; empty if no password is accepted
   */
  PasswordCheck(Supplier<Optional<String>> password, InstantSource clock) {
    this.password = password;
    this.clock = clock;
  }

  /**
   * @throws Problem if too many were wrong within a minute; the right one is not told apart then
   */
  synchronized boolean accepts(String given) throws Problem {
    Instant now = clock.instant();
    if (!now.isBefore(began) && now.minus(MINUTE).isAfter(began)) {
      began = now;
      wrong = 0;
    }
    if (wrong >= WRONG_PER_MINUTE) {
      throw new Problem(
              ErrorCode.PASSWORDS_BUSY,
              "passwords: " + wrong + " wrong ones within a minute (expected: fewer)")
          .retryAfter(MINUTE);
    }
    boolean right =
        password.get().map(set -> MessageDigest.isEqual(bytes(set), bytes(given))).orElse(false);
    wrong += right ? 0 : 1;
    return right;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
