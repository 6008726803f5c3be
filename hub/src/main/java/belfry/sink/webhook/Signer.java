package belfry.sink.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import belfry.event.Payload;
import belfry.sink.Secret;
import belfry.sink.wire.Request;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Adds the headers of one {@link Signing} to requests. For one thread at a time. */
final class Signer {
  private static final String HMAC = "HmacSHA256";
  private static final int SEED_BYTES = 32;

  private final Signing signing;
  private final List<Key> keys = new ArrayList<>();

  private sealed interface Key {}

  private record Symmetric(Mac mac) implements Key {}

  private record Asymmetric(PrivateKey key) implements Key {}

  Signer(Signing signing) {
    this.signing = signing;
    try {
      switch (signing) {
        case Signing.None() -> {}
        case Signing.Standard(var secrets) -> {
          for (Secret secret : secrets) {
            keys.add(standard(secret.text()));
          }
        }
        case Signing.GitHub(var secret) -> keys.add(symmetric(secret.text().getBytes(UTF_8)));
        case Signing.Stripe(var header, var secrets) -> {
          for (Secret secret : secrets) {
            keys.add(symmetric(secret.text().getBytes(UTF_8)));
          }
        }
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("signing: " + e.getMessage(), e);
    }
  }

  private static Key standard(String secret) throws GeneralSecurityException {
    byte[] bytes = Signing.key(secret);
    if (Signing.isSymmetric(secret)) {
      return symmetric(bytes);
    }
    var seed = Arrays.copyOf(bytes, SEED_BYTES);
    var spec = new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed);
    return new Asymmetric(KeyFactory.getInstance("Ed25519").generatePrivate(spec));
  }

  private static Key symmetric(byte[] key) throws GeneralSecurityException {
    Mac mac = Mac.getInstance(HMAC);
    mac.init(new SecretKeySpec(key, HMAC));
    return new Symmetric(mac);
  }

  /**
   * Signs the bytes that are sent.
   *
   * @param id the {@code webhook-id}
   * @param seconds when this attempt is made, since 1970
   */
  void sign(Request request, String id, long seconds, Payload body) {
    switch (signing) {
      case Signing.None() -> {}
      case Signing.Standard(var secrets) ->
          request.header("webhook-signature", standard(id + "." + seconds + ".", body));
      case Signing.GitHub(var secret) ->
          request.header("X-Hub-Signature-256", "sha256=" + hex(keys.getFirst(), "", body));
      case Signing.Stripe(var header, var secrets) -> {
        var value = new StringBuilder("t=").append(seconds);
        keys.forEach(key -> value.append(",v1=").append(hex(key, seconds + ".", body)));
        request.header(header, value.toString());
      }
    }
  }

  private String standard(String start, Payload body) {
    var value = new StringBuilder();
    for (Key key : keys) {
      value.append(value.isEmpty() ? "" : " ").append(key instanceof Symmetric ? "v1," : "v1a,");
      value.append(Base64.getEncoder().encodeToString(signature(key, start, body)));
    }
    return value.toString();
  }

  private static String hex(Key key, String start, Payload body) {
    return HexFormat.of().formatHex(signature(key, start, body));
  }

  private static byte[] signature(Key key, String start, Payload body) {
    try {
      switch (key) {
        case Symmetric(var mac) -> {
          mac.update(start.getBytes(UTF_8));
          mac.update(body.buffer());
          return mac.doFinal();
        }
        case Asymmetric(var secret) -> {
          Signature signature = Signature.getInstance("Ed25519");
          signature.initSign(secret);
          signature.update(start.getBytes(UTF_8));
          signature.update(body.buffer());
          return signature.sign();
        }
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("signing: " + e.getMessage(), e);
    }
  }
}
