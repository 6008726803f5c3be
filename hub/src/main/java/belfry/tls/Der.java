package belfry.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** As much of DER (X.690) as certificates and keys need, written from the inside out. */
final class Der {
  static final byte[] TRUE = {1, 1, (byte) 0xff};
  static final byte[] NULL = {5, 0};
  static final int OCTETS = 0x04;
  static final int SEQUENCE = 0x30;

  private static final int INTEGER = 0x02;
  private static final int BITS = 0x03;
  private static final int OID = 0x06;
  private static final int UTF8 = 0x0c;
  private static final int SET = 0x31;
  private static final int GENERALIZED_TIME = 0x18;
  private static final int UTC_TIME = 0x17;
  private static final int GENERALIZED_FROM = 2050; // RFC 5280, section 4.1.2.5
  private static final DateTimeFormatter LONG_YEAR =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter SHORT_YEAR =
      DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

  private Der() {}

  static byte[] sequence(byte[]... parts) {
    return tagged(SEQUENCE, parts);
  }

  static byte[] set(byte[]... parts) {
    return tagged(SET, parts);
  }

  static byte[] integer(BigInteger value) {
    return tagged(INTEGER, value.toByteArray());
  }

  static byte[] octets(byte[] bytes) {
    return tagged(OCTETS, bytes);
  }

  static byte[] utf8(String text) {
    return tagged(UTF8, text.getBytes(UTF_8));
  }

  /** Bits of which the last {@code unused} do not count. */
  static byte[] bits(int unused, byte... bytes) {
    return tagged(BITS, new byte[] {(byte) unused}, bytes);
  }

  static byte[] time(Instant time) {
    return time.atOffset(ZoneOffset.UTC).getYear() < GENERALIZED_FROM
        ? tagged(UTC_TIME, SHORT_YEAR.format(time).getBytes(US_ASCII))
        : tagged(GENERALIZED_TIME, LONG_YEAR.format(time).getBytes(US_ASCII));
  }

  /** An object identifier of at least two numbers. */
  static byte[] oid(int... numbers) {
    var out = new ByteArrayOutputStream();
    out.write(numbers[0] * 40 + numbers[1]);
    for (int i = 2; i < numbers.length; i++) {
      int groups = Math.max(1, (38 - Integer.numberOfLeadingZeros(numbers[i])) / 7);
      for (int group = groups - 1; group >= 0; group--) {
        out.write(((numbers[i] >>> (7 * group)) & 0x7f) | (group > 0 ? 0x80 : 0));
      }
    }
    return tagged(OID, out.toByteArray());
  }

  /** Parts behind each other under a tag. */
  static byte[] tagged(int tag, byte[]... parts) {
    var content = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      content.writeBytes(part);
    }
    var out = new ByteArrayOutputStream(content.size() + 6);
    out.write(tag);
    length(out, content.size());
    out.writeBytes(content.toByteArray());
    return out.toByteArray();
  }

  private static void length(ByteArrayOutputStream out, int size) {
    if (size < 0x80) {
      out.write(size);
      return;
    }
    byte[] bytes = BigInteger.valueOf(size).toByteArray();
    int skip = bytes[0] == 0 ? 1 : 0;
    out.write(0x80 | (bytes.length - skip));
    out.write(bytes, skip, bytes.length - skip);
  }
}
