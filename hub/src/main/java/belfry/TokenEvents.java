package belfry;

import belfry.access.Token;
import belfry.http.Call;
import belfry.http.admin.TokenRoutes;
import belfry.self.OwnEvents;
import java.util.Map;

/** Tells of tokens that were made and taken away. */
record TokenEvents(OwnEvents own) implements TokenRoutes.Changes {
  @Override
  public void issued(Call call, Token token) {
    own.security("authn_token_created:" + token.name(), "Bearer token created", call.attempt());
    own.lifecycle(
        "identity-created",
        "/1.0/tokens/" + token.name(),
        call.caller(),
        Map.of("role", token.role().text()));
  }

  @Override
  public void removed(Call call, String name) {
    own.security("authn_token_revoked:" + name, "Bearer token revoked", call.attempt());
    own.lifecycle("identity-deleted", "/1.0/tokens/" + name, call.caller(), Map.of());
  }
}
