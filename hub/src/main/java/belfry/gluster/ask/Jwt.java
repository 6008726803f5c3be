package belfry.gluster.ask;

import static java.nio.charset.StandardCharsets.UTF_8;

import belfry.format.json.JsonWriter;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The bearer token that Gluster makes of a webhook's secret (RFC 7519, HS256). It says who sends
 * and when; the body is not covered by it.
 */
public final class Jwt {
  /** How long it is good for. */
  public static final Duration LIFE = Duration.ofSeconds(60);

  private static final String HEADER = "{\"alg\":\"HS256\",\"typ\":\"JWT\"}";

  private Jwt() {}

  /**
   * @param secret not empty
   * @param issued when the event happened
   * @param now when it is sent
   * @param subject the event's type; {@code TEST} for the test of a webhook
   */
  public static String of(String secret, Instant issued, Instant now, String subject) {
    String claims =
        new JsonWriter(JsonWriter.Style.COMPACT)
            .beginObject()
            .member("exp", now.plus(LIFE).getEpochSecond())
            .member("iat", issued.getEpochSecond())
            .member("iss", "gluster")
            .member("sub", subject)
            .endObject()
            .payload()
            .text();
    String signed = encoded(HEADER.getBytes(UTF_8)) + "." + encoded(claims.getBytes(UTF_8));
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
      return signed + "." + encoded(mac.doFinal(signed.getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
