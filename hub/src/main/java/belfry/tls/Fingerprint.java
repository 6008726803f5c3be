package belfry.tls;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;

/** What names a certificate: the SHA-256 of its DER, 64 hexadecimal digits in lower case. */
public final class Fingerprint {
  /** Digits of a whole one. */
  public static final int DIGITS = 64;

  private Fingerprint() {}

  public static String of(X509Certificate certificate) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
      return HexFormat.of().formatHex(digest);
    } catch (CertificateEncodingException | NoSuchAlgorithmException e) {
      throw new IllegalArgumentException("certificate without a fingerprint", e);
    }
  }
}
