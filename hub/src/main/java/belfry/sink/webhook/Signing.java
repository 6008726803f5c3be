package belfry.sink.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import belfry.sink.InvalidSink;
import belfry.sink.Members;
import belfry.sink.Secret;
import belfry.sink.wire.Request;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * How a body is signed: {@code signing} with {@code type} {@code standard} (secrets {@code whsec_…}
 * and {@code whsk_…}), {@code github} or {@code stripe} (with {@code header}), and {@code secrets},
 * one or a list. While a secret is being changed the list holds the new one and the old one.
 */
sealed interface Signing {
  /** Most secrets at once. */
  int SECRETS_MAX = 4;

  /** Of a symmetric secret; Standard Webhooks 1.0.0, "Signature scheme". */
  int SECRET_BYTES_MIN = 24;

  /** Of a symmetric secret. */
  int SECRET_BYTES_MAX = 64;

  /** Only the id and the time go along. */
  record None() implements Signing {}

  /**
   * Standard Webhooks 1.0.0: {@code v1} for each {@code whsec_}, {@code v1a} for each {@code
   * whsk_}.
   *
   * @param secrets 1 to {@link #SECRETS_MAX}
   */
  record Standard(List<Secret> secrets) implements Signing {}

  /**
   * {@code X-Hub-Signature-256: sha256=<hex>} over the body.
   *
   * @param secret the key as text
   */
  record GitHub(Secret secret) implements Signing {}

  /**
   * {@code t=<seconds>,v1=<hex>} over {@code <seconds>.<body>}.
   *
   * @param header the name of the header, {@code Stripe-Signature} if nothing else is said
   * @param secrets 1 to {@link #SECRETS_MAX}
   */
  record Stripe(String header, List<Secret> secrets) implements Signing {}

  static Signing read(Members settings) throws InvalidSink {
    Optional<Members> found = settings.object("signing");
    if (found.isEmpty()) {
      return new None();
    }
    Members members = found.get();
    String type = members.word("type", List.of("standard", "github", "stripe"));
    List<Secret> secrets = members.secrets("secrets", type.equals("github") ? 1 : SECRETS_MAX);
    if (secrets.isEmpty()) {
      throw members.invalid("secrets", "absent", "one, or a list of up to " + SECRETS_MAX);
    }
    Signing signing =
        switch (type) {
          case "standard" -> standard(members, secrets);
          case "github" -> new GitHub(secrets.getFirst());
          default -> new Stripe(header(members), secrets);
        };
    members.end();
    return signing;
  }

  private static Signing standard(Members members, List<Secret> secrets) throws InvalidSink {
    for (Secret secret : secrets) {
      if (!isStandard(secret.text())) {
        throw members.invalid(
            "secrets",
            Secret.MASK,
            "whsec_ and base64 of 24 to 64 bytes, or whsk_ and base64 of an Ed25519 key");
      }
    }
    return new Standard(secrets);
  }

  private static boolean isStandard(String secret) {
    try {
      int size = key(secret).length;
      return isSymmetric(secret)
          ? size >= SECRET_BYTES_MIN && size <= SECRET_BYTES_MAX
          : secret.startsWith("whsk_") && (size == 32 || size == 64);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  static boolean isSymmetric(String secret) {
    return secret.startsWith("whsec_");
  }

  /** The bytes behind the prefix. */
  static byte[] key(String secret) {
    String base64 = secret.substring(secret.indexOf('_') + 1);
    return Base64.getDecoder().decode(base64.getBytes(UTF_8));
  }

  private static String header(Members members) throws InvalidSink {
    String header = members.text("header", "Stripe-Signature");
    if (!Request.isName(header)) {
      throw members.invalid("header", header, "the name of a header");
    }
    return header;
  }
}
