package belfry.registry.vault;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Turns a secret into a text that may be stored, and back: AES-256-GCM (NIST SP 800-38D) with a
 * random nonce. The text is {@code belfry:v1:} and, in base64, the first bytes of a hash of the key
 * (4), the nonce (12), and the ciphertext with its tag (16). The place of the secret is
 * authenticated with it, so a sealed text that is moved to another place cannot be opened.
 */
final class Seal {
  static final String PREFIX = "belfry:v1:";

  private static final String CIPHER = "AES/GCM/NoPadding";
  private static final int ID_BYTES = 4;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BYTES = 16;

  private final SecretKeySpec key;
  private final byte[] id;
  private final RandomGenerator random;

  Seal(byte[] key, RandomGenerator random) {
    this.key = new SecretKeySpec(key, "AES");
    this.random = random;
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      digest.update("belfry key id\n".getBytes(UTF_8));
      id = Arrays.copyOf(digest.digest(key), ID_BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  String seal(String place, Secret secret) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      byte[] sealed =
          cipher(Cipher.ENCRYPT_MODE, nonce, place).doFinal(secret.reveal().getBytes(UTF_8));
      byte[] all = new byte[ID_BYTES + NONCE_BYTES + sealed.length];
      ByteBuffer.wrap(all).put(id).put(nonce).put(sealed);
      return PREFIX + Base64.getEncoder().encodeToString(all);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * @throws Unreadable if it was sealed with another key or for another place, or was changed
   */
  Secret open(String place, String text) throws Unreadable {
    byte[] all;
    try {
      all = Base64.getDecoder().decode(text.substring(PREFIX.length()));
    } catch (IllegalArgumentException e) {
      throw damaged(place);
    }
    if (all.length < ID_BYTES + NONCE_BYTES + TAG_BYTES) {
      throw damaged(place);
    }
    if (!Arrays.equals(all, 0, ID_BYTES, id, 0, ID_BYTES)) {
      throw new Unreadable(
          place,
          "sealed with key " + HexFormat.of().formatHex(all, 0, ID_BYTES),
          "key " + HexFormat.of().formatHex(id) + ", which is here; restore the key file");
    }
    byte[] nonce = Arrays.copyOfRange(all, ID_BYTES, ID_BYTES + NONCE_BYTES);
    try {
      int from = ID_BYTES + NONCE_BYTES;
      byte[] clear =
          cipher(Cipher.DECRYPT_MODE, nonce, place).doFinal(all, from, all.length - from);
      return new Secret(UTF_8.newDecoder().decode(ByteBuffer.wrap(clear)).toString());
    } catch (GeneralSecurityException | CharacterCodingException e) {
      throw damaged(place);
    }
  }

  private Cipher cipher(int mode, byte[] nonce, String place) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(CIPHER);
    cipher.init(mode, key, new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce));
    cipher.updateAAD((PREFIX + place).getBytes(UTF_8));
    return cipher;
  }

  private static Unreadable damaged(String place) {
    return new Unreadable(
        place, "sealed text damaged or moved", "as it was sealed for this field of this document");
  }
}
