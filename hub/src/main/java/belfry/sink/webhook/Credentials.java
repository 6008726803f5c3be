package belfry.sink.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import belfry.event.Malformed;
import belfry.event.Payload;
import belfry.format.json.Json;
import belfry.format.json.JsonType;
import belfry.format.json.JsonValue;
import belfry.sink.Secret;
import belfry.sink.wire.GuardedClient;
import belfry.sink.wire.Request;
import belfry.sink.wire.Response;
import java.io.IOException;
import java.net.URLEncoder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The value of {@code Authorization} for one destination. For one thread at a time. */
final class Credentials implements AutoCloseable {
  /** A token is asked for anew this long before it expires. */
  static final Duration MARGIN = Duration.ofSeconds(30);

  /** How long a token is good of which nothing is said. */
  static final Duration LIFE_UNSAID = Duration.ofMinutes(5);

  /** Longest life that is believed. */
  static final Duration LIFE_MAX = Duration.ofHours(24);

  private final Auth auth;
  private final InstantSource clock;
  private final Optional<GuardedClient> issuer;
  private @Nullable Secret token;
  private Instant expires = Instant.MIN;

  /**
   * @param issuer of OAuth2 tokens; there if {@code auth} is OAuth2
   */
  Credentials(Auth auth, InstantSource clock, Optional<GuardedClient> issuer) {
    this.auth = auth;
    this.clock = clock;
    this.issuer = issuer;
  }

  /**
   * The header's value; empty if there is none.
   *
   * @throws IOException if no token is to be had; the text is fit for people
   */
  Optional<String> value() throws IOException, InterruptedException {
    return switch (auth) {
      case Auth.None() -> Optional.empty();
      case Auth.Jwt(var secret) -> Optional.empty();
      case Auth.Bearer(var given) -> Optional.of("Bearer " + given.text());
      case Auth.Basic(var user, var password) ->
          Optional.of("Basic " + base64(user + ":" + password.text()));
      case Auth.OAuth2 client -> Optional.of("Bearer " + fresh(client).text());
    };
  }

  /** The peer did not take it: the next attempt asks for a new token. */
  void refused() {
    token = null;
  }

  private Secret fresh(Auth.OAuth2 client) throws IOException, InterruptedException {
    Secret kept = token;
    if (kept != null && clock.instant().isBefore(expires)) {
      return kept;
    }
    Response response;
    try {
      response = issuer.orElseThrow().exchange(request(client), form(client));
    } catch (IOException e) {
      throw new IOException("token of " + client.tokenUrl().origin() + ": " + e.getMessage(), e);
    }
    return read(client, response);
  }

  private static Request request(Auth.OAuth2 client) {
    String pair = encoded(client.clientId()) + ":" + encoded(client.clientSecret().text());
    return Request.post(client.tokenUrl())
        .header("User-Agent", WebhookSink.USER_AGENT)
        .header("Accept", "application/json")
        .header("Authorization", "Basic " + base64(pair))
        .header("Content-Type", "application/x-www-form-urlencoded");
  }

  private static Payload form(Auth.OAuth2 client) {
    String scope = client.scope().isEmpty() ? "" : "&scope=" + encoded(client.scope());
    return Payload.of("grant_type=client_credentials" + scope);
  }

  private Secret read(Auth.OAuth2 client, Response response) throws IOException {
    String where = "token of " + client.tokenUrl().origin() + ": ";
    if (response.status() != 200) {
      throw new IOException(where + "status " + response.status());
    }
    JsonValue answer;
    try {
      answer = Json.parse(response.body());
    } catch (Malformed e) {
      throw new IOException(where + "the answer is not JSON", e);
    }
    String text = answer.text("access_token");
    if (text.isEmpty() || !Request.isValue(text)) {
      throw new IOException(where + "no access_token in the answer");
    }
    Duration life =
        answer
            .get("expires_in")
            .filter(value -> value.type() == JsonType.NUMBER)
            .map(JsonValue::text)
            .filter(digits -> digits.matches("\\d{1,9}"))
            .map(digits -> Duration.ofSeconds(Long.parseLong(digits)))
            .orElse(LIFE_UNSAID);
    Duration believed = life.compareTo(LIFE_MAX) > 0 ? LIFE_MAX : life;
    expires = clock.instant().plus(believed).minus(MARGIN);
    var fresh = new Secret(text);
    token = fresh;
    return fresh;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }

  @Override
  public void close() {
    issuer.ifPresent(GuardedClient::close);
  }
}
