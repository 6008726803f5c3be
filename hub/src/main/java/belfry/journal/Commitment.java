package belfry.journal;

import belfry.event.Payload;
import java.security.DigestException;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What the notary commits to for one event: a hash of its stored bytes, blinded by its salt, of
 * which either half can be shown without the other. {@code docs/formats/journal.md} section 7. Not
 * thread-safe; one per thread.
 */
public final class Commitment {
  /** Of a commitment, in bytes. */
  public static final int BYTES = 32;

  private static final byte VERSION = 1;
  private static final byte ENVELOPE = 'a';
  private static final byte DATA = 'd';

  private final MessageDigest sha256;
  private final Mac hmac;

  public Commitment() {
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
      hmac = Mac.getInstance("HmacSHA256");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("SHA-256: every Java platform has it", e);
    }
  }

  /** The commitment of an event from its stored parts. */
  public Payload of(Payload salt, Payload envelope, Payload data) {
    return join(half(salt, ENVELOPE, envelope), half(salt, DATA, data));
  }

  /** The half of the envelope and origin bytes, {@code Ha}. */
  public Payload envelopeHalf(Payload salt, Payload envelope) {
    return Payload.owning(half(salt, ENVELOPE, envelope));
  }

  /** The half of the data, {@code Hd}. */
  public Payload dataHalf(Payload salt, Payload data) {
    return Payload.owning(half(salt, DATA, data));
  }

  /** The commitment from its halves: all that somebody needs from whom one half is withheld. */
  public Payload ofHalves(Payload envelopeHalf, Payload dataHalf) {
    return join(envelopeHalf.toBytes(), dataHalf.toBytes());
  }

  private Payload join(byte[] envelopeHalf, byte[] dataHalf) {
    sha256.update(VERSION);
    sha256.update(envelopeHalf);
    return Payload.owning(sha256.digest(dataHalf));
  }

  private byte[] half(Payload salt, byte label, Payload bytes) {
    byte[] out = new byte[BYTES];
    try {
      hmac.init(new SecretKeySpec(salt.toBytes(), "HmacSHA256"));
      hmac.update(label);
      sha256.update(hmac.doFinal());
      sha256.update(bytes.buffer());
      sha256.digest(out, 0, BYTES);
      return out;
    } catch (InvalidKeyException | DigestException e) {
      throw new IllegalArgumentException("salt: " + salt.size() + " bytes (expected: 16)", e);
    }
  }
}
