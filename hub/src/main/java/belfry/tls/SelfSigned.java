package belfry.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.math.BigInteger;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.random.RandomGenerator;

/**
 * Makes a certificate that vouches for itself (RFC 5280): ECDSA on P-384, good for ten years and
 * for servers only, as LXD makes its own. Whoever is to believe it compares its fingerprint.
 */
public final class SelfSigned {
  private static final int YEARS = 10;
  private static final int SERIAL_BYTES = 15;
  private static final byte[] VERSION_3 = Der.tagged(0xa0, Der.integer(BigInteger.TWO));
  private static final byte[] SHA384_WITH_ECDSA = Der.sequence(Der.oid(1, 2, 840, 10045, 4, 3, 3));
  private static final byte[] COMMON_NAME = Der.oid(2, 5, 4, 3);
  private static final byte[] ORGANIZATION = Der.oid(2, 5, 4, 10);
  private static final byte[] KEY_USAGE = Der.oid(2, 5, 29, 15);
  private static final byte[] ALTERNATIVE_NAMES = Der.oid(2, 5, 29, 17);
  private static final byte[] BASIC_CONSTRAINTS = Der.oid(2, 5, 29, 19);
  private static final byte[] EXTENDED_KEY_USAGE = Der.oid(2, 5, 29, 37);
  private static final byte[] SERVER = Der.oid(1, 3, 6, 1, 5, 5, 7, 3, 1);
  private static final byte DIGITAL_SIGNATURE = (byte) 0x80;
  private static final int DNS_NAME = 0x82;
  private static final int IP_ADDRESS = 0x87;
  private static final int COMMON_NAME_CHARS_MAX = 64;

  private SelfSigned() {}

  /**
   * @param now from when on it is good
   * @param random for the serial number
   */
  public static Identity make(Names names, Instant now, RandomGenerator random) {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp384r1"));
      KeyPair pair = generator.generateKeyPair();
      byte[] unsigned = unsigned(names, now, serial(random), pair);
      byte[] der =
          Der.sequence(
              unsigned, SHA384_WITH_ECDSA, Der.bits(0, signature(unsigned, pair.getPrivate())));
      return new Identity(Pem.certificates(der), pair.getPrivate());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java makes no certificates", e);
    }
  }

  private static BigInteger serial(RandomGenerator random) {
    byte[] bytes = new byte[SERIAL_BYTES];
    random.nextBytes(bytes);
    return new BigInteger(1, bytes).setBit(0); // never zero
  }

  private static byte[] signature(byte[] bytes, PrivateKey key) throws GeneralSecurityException {
    var signature = Signature.getInstance("SHA384withECDSA");
    signature.initSign(key);
    signature.update(bytes);
    return signature.sign();
  }

  private static byte[] unsigned(Names names, Instant now, BigInteger serial, KeyPair pair) {
    byte[] name = name(names.hosts().getFirst());
    Instant end = now.atOffset(ZoneOffset.UTC).plusYears(YEARS).toInstant();
    return Der.sequence(
        VERSION_3,
        Der.integer(serial),
        SHA384_WITH_ECDSA,
        name,
        Der.sequence(Der.time(now), Der.time(end)),
        name,
        pair.getPublic().getEncoded(),
        Der.tagged(
            0xa3,
            Der.sequence(
                extension(KEY_USAGE, true, Der.bits(7, DIGITAL_SIGNATURE)),
                extension(EXTENDED_KEY_USAGE, false, Der.sequence(SERVER)),
                extension(BASIC_CONSTRAINTS, true, Der.sequence()),
                extension(ALTERNATIVE_NAMES, false, alternatives(names)))));
  }

  private static byte[] name(String host) {
    String shown =
        host.length() <= COMMON_NAME_CHARS_MAX ? host : host.substring(0, COMMON_NAME_CHARS_MAX);
    return Der.sequence(
        Der.set(Der.sequence(ORGANIZATION, Der.utf8("Belfry"))),
        Der.set(Der.sequence(COMMON_NAME, Der.utf8(shown))));
  }

  private static byte[] extension(byte[] oid, boolean critical, byte[] value) {
    return critical
        ? Der.sequence(oid, Der.TRUE, Der.octets(value))
        : Der.sequence(oid, Der.octets(value));
  }

  private static byte[] alternatives(Names names) {
    var all = new ArrayList<byte[]>();
    for (String host : names.hosts()) {
      all.add(Der.tagged(DNS_NAME, host.getBytes(US_ASCII)));
    }
    for (InetAddress address : names.addresses()) {
      all.add(Der.tagged(IP_ADDRESS, address.getAddress()));
    }
    return Der.sequence(all.toArray(byte[][]::new));
  }
}
