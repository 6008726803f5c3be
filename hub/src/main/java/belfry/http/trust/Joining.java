package belfry.http.trust;

import belfry.access.Refusals.Login;
import belfry.access.trust.Grant;
import belfry.access.trust.JoinToken;
import belfry.access.trust.JoinTokens;
import belfry.access.trust.Trusted;
import belfry.event.Malformed;
import belfry.event.Origin;
import belfry.event.Payload;
import belfry.format.json.Json;
import belfry.format.json.JsonValue;
import belfry.http.Call;
import belfry.http.Problem;
import belfry.journal.Busy;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Optional;

/**
 * How a client that is not trusted yet becomes so: by a token, which says what it may do, or by the
 * password, with which it may do everything that it asks for. Clients before 6 send the token as
 * the password, whole: base64 of a JSON object with {@code secret}.
 */
record Joining(JoinTokens tokens, PasswordCheck password) {
  /**
   * What the client is to be; a token is used up by this.
   *
   * @param certificate its own, that it has the key of
   * @param by as whom it comes
   * @throws Problem if neither token nor password is accepted, which is told as a security event
   */
  Trusted joined(Call call, JsonValue body, X509Certificate certificate, Origin by)
      throws Problem, Busy, IOException {
    String given = body.text("trust_token");
    String shown = given.isEmpty() ? body.text("password") : given;
    if (shown.isEmpty()) {
      throw call.notTrusted(Login.CERTIFICATE);
    }
    Optional<String> secret = secret(shown);
    if (secret.isPresent()) {
      JoinToken token =
          tokens.take(secret.get(), by).orElseThrow(() -> call.notTrusted(Login.JOIN_TOKEN));
      return new Trusted(certificate, token.client(), token.grant());
    }
    if (!password.accepts(shown)) {
      throw call.notTrusted(Login.PASSWORD);
    }
    return new Trusted(certificate, name(call, body), Grant.of(body));
  }

  /** What it calls itself, else where it comes from, as LXD has it. */
  private static String name(Call call, JsonValue body) {
    String name = body.text("name");
    String address = call.address();
    return name.isEmpty() ? address.substring(0, address.lastIndexOf(':')) : name;
  }

  /** The secret in a token; empty if it is none. */
  private static Optional<String> secret(String token) {
    try {
      JsonValue json = Json.parse(Payload.owning(Base64.getDecoder().decode(token)));
      return Optional.of(json.text("secret")).filter(secret -> !secret.isEmpty());
    } catch (IllegalArgumentException | Malformed e) {
      return Optional.empty();
    }
  }
}
