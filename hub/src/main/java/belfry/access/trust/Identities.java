package belfry.access.trust;

import belfry.access.Caller;
import belfry.access.Tokens;
import belfry.filter.View;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * All who may come in from outside of this machine.
 *
 * @param tokens of those that bring one
 * @param certificates of those that show one
 */
public record Identities(Tokens tokens, Certificates certificates) {
  /** The caller with this secret; empty if there is none. */
  public Optional<Caller> caller(String secret, String address) {
    return tokens.caller(secret, address);
  }

  /** The caller with this certificate; empty if it is not trusted. */
  public Optional<Caller> caller(X509Certificate certificate, String address) {
    return certificates.caller(certificate, address);
  }

  /**
   * The rights of a caller as they are whenever this is asked: none once its token or certificate
   * was removed or has expired. Cheap enough to ask for every event.
   */
  public Supplier<View> rights(Caller caller) {
    return Trusted.named(caller) ? certificates.rights(caller) : tokens.rights(caller);
  }
}
