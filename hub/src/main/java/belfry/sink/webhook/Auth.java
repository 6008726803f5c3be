package belfry.sink.webhook;

import belfry.sink.InvalidSink;
import belfry.sink.Members;
import belfry.sink.Secret;
import belfry.sink.wire.Request;
import belfry.sink.wire.Url;
import java.util.List;
import java.util.Optional;

/**
 * Who we say we are: {@code auth} with {@code type} {@code bearer} ({@code token}), {@code basic}
 * ({@code user}, {@code password}), {@code oauth2} ({@code tokenUrl}, {@code clientId}, {@code
 * clientSecret}, {@code scope}) or {@code jwt} ({@code secret}), the last one for {@code
 * glustereventsd} alone.
 */
sealed interface Auth {
  /** Nobody. */
  record None() implements Auth {}

  /** A token that was agreed upon. */
  record Bearer(Secret token) implements Auth {}

  /** RFC 7617. */
  record Basic(String user, Secret password) implements Auth {}

  /**
   * Client credentials: RFC 6749 section 4.4.
   *
   * @param tokenUrl where tokens are given out; as guarded as the destination
   * @param clientId who asks
   * @param clientSecret proof
   * @param scope empty for none
   */
  record OAuth2(Url tokenUrl, String clientId, Secret clientSecret, String scope) implements Auth {}

  /** A token made for each event, as Gluster documents it. */
  record Jwt(Secret secret) implements Auth {}

  static Auth read(Members settings) throws InvalidSink {
    Optional<Members> found = settings.object("auth");
    if (found.isEmpty()) {
      return new None();
    }
    Members members = found.get();
    Auth auth =
        switch (members.word("type", List.of("bearer", "basic", "oauth2", "jwt"))) {
          case "bearer" -> new Bearer(token(members));
          case "basic" -> basic(members);
          case "oauth2" ->
              new OAuth2(
                  Url.read(members, "tokenUrl"),
                  members.text("clientId"),
                  members.secret("clientSecret"),
                  members.text("scope", ""));
          default -> new Jwt(members.secret("secret"));
        };
    members.end();
    return auth;
  }

  private static Secret token(Members members) throws InvalidSink {
    Secret token = members.secret("token");
    if (!Request.isValue(token.text())) {
      throw members.invalid("token", Secret.MASK, "no control characters");
    }
    return token;
  }

  private static Auth basic(Members members) throws InvalidSink {
    String user = members.text("user");
    if (user.contains(":")) {
      throw members.invalid("user", user, "no colon");
    }
    return new Basic(user, members.secret("password"));
  }
}
