package belfry.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Certificates and private keys as text (RFC 7468). */
public final class Pem {
  private static final String PKCS8 = "PRIVATE KEY";
  private static final String CERTIFICATE = "CERTIFICATE";
  private static final int LINE_CHARS = 64;
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN (EC |RSA )?PRIVATE KEY-----([^-]+)-----END");
  private static final List<String> KEY_TYPES = List.of("EC", "RSA", "Ed25519");
  private static final byte[] VERSION_0 = Der.integer(BigInteger.ZERO);
  private static final byte[] EC = Der.oid(1, 2, 840, 10045, 2, 1);
  private static final byte[] RSA = Der.oid(1, 2, 840, 113549, 1, 1, 1);

  /** The tag of the curve in a key of SEC 1, and of what follows it. */
  private static final int CURVE = 0xa0;

  private Pem() {}

  /**
   * All certificates of a text, in their order.
   *
   * @throws CertificateException if one of them is none
   */
  public static List<X509Certificate> certificates(String pem) throws CertificateException {
    return certificates(pem.getBytes(US_ASCII));
  }

  /** As {@link #certificates(String)}, of PEM or of the DER of one. */
  public static List<X509Certificate> certificates(byte[] pemOrDer) throws CertificateException {
    var all = new ArrayList<X509Certificate>();
    var factory = CertificateFactory.getInstance("X.509");
    for (var one : factory.generateCertificates(new ByteArrayInputStream(pemOrDer))) {
      all.add((X509Certificate) one);
    }
    return List.copyOf(all);
  }

  /**
   * The first private key of a text: PKCS #8, or SEC 1 and PKCS #1 as OpenSSL and Go write them.
   *
   * @throws GeneralSecurityException if there is none, it is encrypted, or of another type than EC,
   *     RSA and Ed25519
   */
  public static PrivateKey privateKey(String pem) throws GeneralSecurityException {
    Matcher found = KEY.matcher(pem);
    if (!found.find()) {
      throw new InvalidKeySpecException("no private key in PEM that is not encrypted");
    }
    try {
      byte[] der = Base64.getMimeDecoder().decode(found.group(2));
      return key(
          switch (String.valueOf(found.group(1))) {
            case "EC " -> pkcs8(Der.sequence(EC, curve(der)), der);
            case "RSA " -> pkcs8(Der.sequence(RSA, Der.NULL), der);
            default -> der;
          });
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new InvalidKeySpecException("not a private key in PEM", e);
    }
  }

  /** RFC 5208: the older forms go inside with the name of their algorithm before them. */
  private static byte[] pkcs8(byte[] algorithm, byte[] der) {
    return Der.sequence(VERSION_0, algorithm, Der.octets(der));
  }

  /** RFC 5915: version, key, then the curve under a tag of its own; all shorter than 128 bytes. */
  private static byte[] curve(byte[] der) {
    int at = der[1] < 0 ? 2 + (der[1] & 0x7f) : 2;
    while ((der[at] & 0xff) != CURVE) {
      at += 2 + der[at + 1];
    }
    byte[] oid = new byte[der[at + 1]];
    System.arraycopy(der, at + 2, oid, 0, oid.length);
    return oid;
  }

  private static PrivateKey key(byte[] pkcs8) throws GeneralSecurityException {
    var failure = new InvalidKeySpecException("none of " + KEY_TYPES);
    for (String type : KEY_TYPES) {
      try {
        return KeyFactory.getInstance(type).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
      } catch (InvalidKeySpecException otherType) {
        failure.addSuppressed(otherType);
      }
    }
    throw failure;
  }

  /** A certificate as text, with a line feed at its end. */
  public static String text(X509Certificate certificate) {
    try {
      return text(CERTIFICATE, certificate.getEncoded());
    } catch (CertificateException e) {
      throw new IllegalArgumentException("certificate that cannot be written", e);
    }
  }

  /** A private key as text, PKCS #8. */
  static String text(PrivateKey key) {
    return text(PKCS8, key.getEncoded());
  }

  private static String text(String what, byte[] der) {
    String lines = Base64.getMimeEncoder(LINE_CHARS, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN " + what + "-----\n" + lines + "\n-----END " + what + "-----\n";
  }
}
