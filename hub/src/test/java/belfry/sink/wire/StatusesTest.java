package belfry.sink.wire;

import static org.assertj.core.api.Assertions.assertThat;

import belfry.event.Payload;
import belfry.sink.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatusesTest {
  private static final Instant NOW = Instant.parse("1994-11-06T08:49:07Z");

  private static Outcome outcome(int status, String... headers) {
    String head = "HTTP/1.1 " + status + " Reason\n" + String.join("\n", headers) + "\n";
    return Statuses.outcome(new Response(status, head, Payload.EMPTY, true), false, NOW);
  }

  private static Optional<Duration> wait(int status, String retryAfter) {
    return outcome(status, "retry-after: " + retryAfter) instanceof Outcome.Retry(var r, var after)
        ? after
        : Optional.of(Duration.ofMillis(-1));
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 202, 204, 206, 299})
  void successIsDelivered(int status) {
    assertThat(outcome(status)).isEqualTo(new Outcome.Delivered());
  }

  @ParameterizedTest
  @ValueSource(ints = {201, 202, 204, 301, 404, 500})
  void onlyStatus200IsASuccessInTheMannerOfGluster(int status) {
    var response = new Response(status, "HTTP/1.1 x\n", Payload.EMPTY, true);

    assertThat(Statuses.outcome(response, true, NOW)).isInstanceOf(Outcome.Retry.class);
  }

  @Test
  void reasonsAreOneLineOfLimitedLength() {
    String most = "x".repeat(Statuses.REASON_CHARS_MAX);
    assertThat(Statuses.line(most)).isEqualTo(most);
    assertThat(Statuses.line(most + "y")).isEqualTo(most + "…");
    assertThat(Statuses.line("a\r\n\u0000b")).isEqualTo("a b");
  }

  @Test
  void goneIsGone() {
    assertThat(outcome(410)).isEqualTo(new Outcome.Gone("status 410"));
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 413, 414, 415, 422, 431})
  void refusalOfTheseBytesIsRejected(int status) {
    assertThat(outcome(status)).isEqualTo(new Outcome.Rejected("status " + status));
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        300, 304, 399, 401, 402, 403, 404, 405, 407, 408, 409, 411, 417, 421, 423, 425, 429, 451,
        499, 500, 501, 502, 503, 504, 507, 599, 600, 999
      })
  void everythingElseIsTriedAgain(int status) {
    assertThat(outcome(status)).isInstanceOf(Outcome.Retry.class);
  }

  @ParameterizedTest
  @CsvSource({
    "301, https://user:pw@other.example:8443/secret?token=1, https://other.example:8443",
    "302, http://169.254.169.254/latest, http://169.254.169.254",
    "307, /elsewhere?token=1, another path",
    "308, //other.example/x, other.example",
    "303, 'not a url', what is no URL",
  })
  void redirectIsNamedWithoutWhatMayBeSecretInIt(int status, String location, String shown) {
    assertThat(outcome(status, "Location: " + location))
        .isEqualTo(
            new Outcome.Retry(
                "status " + status + ": redirect not followed to " + shown, Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 425, 429, 500, 502, 503, 504})
  void waitsAsLongAsItIsAskedTo(int status) {
    assertThat(wait(status, "120")).contains(Duration.ofMinutes(2));
  }

  @Test
  void retryAfterMayBeADate() {
    assertThat(wait(503, "Sun, 06 Nov 1994 08:49:37 GMT")).contains(Duration.ofSeconds(30));
    assertThat(wait(429, "Sun, 06 Nov 1994 08:49:00 GMT")).contains(Duration.ZERO);
  }

  @ParameterizedTest
  @ValueSource(strings = {"soon", "", "-1", "1.5", "99999999999999999999"})
  void retryAfterThatIsNeitherCountsAsAbsent(String value) {
    assertThat(wait(429, value)).isEmpty();
  }

  @Test
  void aFarRetryAfterIsHandedOnAsItIs() {
    assertThat(wait(429, "86401")).contains(Duration.ofSeconds(86_401));
    assertThat(wait(503, "999999999999999999"))
        .contains(Duration.ofSeconds(999_999_999_999_999_999L));
    assertThat(wait(503, "Fri, 31 Dec 9999 23:59:59 GMT").orElseThrow())
        .isGreaterThan(Duration.ofDays(365L * 7_000));
  }

  @Test
  void statusesThatAreAboutTheDestinationDoNotWait() {
    assertThat(wait(404, "120")).isEmpty();
    assertThat(wait(301, "120")).isEmpty();
  }
}
