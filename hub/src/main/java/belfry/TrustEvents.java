package belfry;

import belfry.access.trust.Trusted;
import belfry.http.Call;
import belfry.http.trust.CertificateRoutes;
import belfry.self.OwnEvents;
import java.util.Map;

/** Tells of clients that are trusted and no longer trusted, in LXD's names. */
record TrustEvents(OwnEvents own) implements CertificateRoutes.Changes {
  @Override
  public void trusted(Call call, Trusted client) {
    identity("create", "created", client.fingerprint(), call);
  }

  @Override
  public void changed(Call call, String fingerprint) {
    identity("edit", "updated", fingerprint, call);
  }

  @Override
  public void removed(Call call, String fingerprint) {
    identity("delete", "deleted", fingerprint, call);
  }

  private void identity(String deed, String done, String fingerprint, Call call) {
    String name = "authz_admin:identity_" + deed + ":tls/" + fingerprint;
    own.security(name, "Identity identity-" + done, call.attempt());
  }

  @Override
  public void tokenIssued(Call call, String id) {
    own.security("authn_token_created:" + id, "Join token created", call.attempt());
  }

  @Override
  public void tokenRevoked(Call call, String id) {
    own.security("authn_token_revoked:" + id, "Join token revoked", call.attempt());
    own.lifecycle("operation-cancelled", "/1.0/operations/" + id, call.caller(), Map.of());
  }
}
