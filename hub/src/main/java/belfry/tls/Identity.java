package belfry.tls;

import static java.util.Objects.requireNonNull;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * Who somebody is to TLS.
 *
 * @param chain the own certificate first, then those that vouch for it
 * @param key of the own certificate
 */
public record Identity(List<X509Certificate> chain, PrivateKey key) {
  /**
   * @throws IllegalArgumentException if there is no certificate or the key is not its key
   */
  public Identity {
    requireNonNull(key, "key");
    chain = List.copyOf(chain);
    if (chain.isEmpty()) {
      throw new IllegalArgumentException("certificate: none (expected: one or more)");
    }
    if (!belong(chain.getFirst().getPublicKey(), key)) {
      throw new IllegalArgumentException("key: of another certificate (expected: of the first)");
    }
  }

  public X509Certificate certificate() {
    return chain.getFirst();
  }

  /** What one of a pair signs, the other confirms. */
  private static boolean belong(PublicKey open, PrivateKey secret) {
    if (!open.getAlgorithm().equals(secret.getAlgorithm())) {
      return false;
    }
    String algorithm =
        switch (secret.getAlgorithm()) {
          case "EC" -> "SHA256withECDSA";
          case "RSA" -> "SHA256withRSA";
          default -> secret.getAlgorithm();
        };
    try {
      var signature = Signature.getInstance(algorithm);
      signature.initSign(secret);
      byte[] signed = signature.sign();
      signature.initVerify(open);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /** Without the key. */
  @Override
  public String toString() {
    return "identity " + Fingerprint.of(certificate());
  }
}
