package belfry.format;

import belfry.event.Payload;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** The two kinds of UUID that ids are made of, RFC 9562, and the hash that names bytes. */
public final class Uuids {
  private static final long RANDOM_A = 0xfffL;
  private static final long VARIANT = 0x8000_0000_0000_0000L;
  private static final long VARIANT_MASK = 0x3fff_ffff_ffff_ffffL;

  private Uuids() {}

  /** Version 5: the same name in the same namespace gives the same id. Section 5.5. */
  public static UUID named(UUID namespace, byte[] name) {
    MessageDigest sha1 = digest("SHA-1");
    sha1.update(
        ByteBuffer.allocate(16)
            .putLong(namespace.getMostSignificantBits())
            .putLong(namespace.getLeastSignificantBits())
            .flip());
    var hash = ByteBuffer.wrap(sha1.digest(name));
    return uuid((hash.getLong() & ~0xf000L) | 0x5000L, hash.getLong());
  }

  /** Version 7: later ids are greater, to the millisecond. Section 5.7. */
  public static UUID ordered(Instant time, RandomGenerator random) {
    long high = time.toEpochMilli() << 16 | 0x7000L | (random.nextLong() & RANDOM_A);
    return uuid(high, random.nextLong());
  }

  private static UUID uuid(long high, long low) {
    return new UUID(high, (low & VARIANT_MASK) | VARIANT);
  }

  /** The SHA-256 of a payload, where it lies. */
  public static byte[] sha256(Payload payload) {
    return payload.<byte[], RuntimeException>with(
        (array, from, size) -> {
          MessageDigest sha256 = digest("SHA-256");
          sha256.update(array, from, size);
          return sha256.digest();
        });
  }

  /** A digest that every Java has. */
  private static MessageDigest digest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(algorithm + " is part of every Java platform", e);
    }
  }
}
