package belfry.source.lxd;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a private key in PEM: PKCS#8 as it is, and what {@code lxc} writes, SEC1 (RFC 5915), in the
 * PKCS#8 (RFC 5958) that Java asks for.
 */
final class PemKey {
  private static final Pattern BLOCK =
      Pattern.compile(
          "-----BEGIN (EC |)PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END \\1PRIVATE KEY-----");

  private static final List<String> ALGORITHMS = List.of("EC", "RSA", "EdDSA");

  /** INTEGER 0, the version. */
  private static final byte[] VERSION = {0x02, 0x01, 0x00};

  /** OBJECT IDENTIFIER id-ecPublicKey. */
  private static final byte[] EC_PUBLIC_KEY = HexFormat.of().parseHex("06072a8648ce3d0201");

  private static final int SEQUENCE = 0x30;
  private static final int OCTET_STRING = 0x04;

  /** The curve's name within a SEC1 key. */
  private static final int PARAMETERS = 0xa0;

  private PemKey() {}

  /**
   * @throws IOException if there is no such key in the file
   */
  static PrivateKey read(Path file) throws IOException {
    Matcher block = BLOCK.matcher(LxcFolder.text(file));
    if (!block.find()) {
      throw new IOException(file + ": no key (expected: PRIVATE KEY or EC PRIVATE KEY in PEM)");
    }
    try {
      byte[] der = Base64.getMimeDecoder().decode(block.group(2));
      return key(block.group(1).isEmpty() ? der : pkcs8(der));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException(file + ": " + e.getMessage() + " (expected: an EC or RSA key)", e);
    }
  }

  private static PrivateKey key(byte[] pkcs8) throws GeneralSecurityException {
    GeneralSecurityException failure = new GeneralSecurityException("no algorithm fits the key");
    for (String algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
      } catch (GeneralSecurityException e) {
        failure.addSuppressed(e);
      }
    }
    throw failure;
  }

  /**
   * PrivateKeyInfo ::= SEQUENCE { version, algorithm with curve, OCTET STRING of the SEC1 key }.
   */
  private static byte[] pkcs8(byte[] sec1) {
    byte[] algorithm = wrapped(SEQUENCE, EC_PUBLIC_KEY, curve(sec1));
    return wrapped(SEQUENCE, VERSION, algorithm, wrapped(OCTET_STRING, sec1));
  }

  /** ECPrivateKey ::= SEQUENCE { version, OCTET STRING, [0] curve, [1] public key }. */
  private static byte[] curve(byte[] sec1) {
    int at = content(sec1, 0);
    while (at < sec1.length) {
      int content = content(sec1, at);
      int end = content + length(sec1, at);
      if ((sec1[at] & 0xff) == PARAMETERS && end <= sec1.length) {
        return Arrays.copyOfRange(sec1, content, end);
      }
      at = end;
    }
    throw new IllegalArgumentException("an EC key that names no curve");
  }

  /** Where the content of the element at {@code at} begins. */
  private static int content(byte[] der, int at) {
    int first = byteAt(der, at + 1);
    return at + 2 + (first < 0x80 ? 0 : first & 0x7f);
  }

  private static int length(byte[] der, int at) {
    int first = byteAt(der, at + 1);
    if (first < 0x80) {
      return first;
    }
    int length = 0;
    for (int i = 0; i < (first & 0x7f) && i < 3; i++) {
      length = length << 8 | byteAt(der, at + 2 + i);
    }
    return length;
  }

  private static int byteAt(byte[] der, int at) {
    if (at >= der.length) {
      throw new IllegalArgumentException("a key that ends early");
    }
    return der[at] & 0xff;
  }

  private static byte[] wrapped(int tag, byte[]... parts) {
    var content = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      content.writeBytes(part);
    }
    var element = new ByteArrayOutputStream();
    element.write(tag);
    int size = content.size();
    if (size >= 0x80) {
      int bytes = size < 0x100 ? 1 : 2;
      element.write(0x80 | bytes);
      if (bytes == 2) {
        element.write(size >> 8);
      }
    }
    element.write(size);
    element.writeBytes(content.toByteArray());
    return element.toByteArray();
  }
}
