package belfry.sink.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import belfry.event.Malformed;
import belfry.event.Payload;
import belfry.format.json.Json;
import belfry.format.json.JsonValue;
import belfry.format.json.JsonWriter;
import belfry.format.json.JsonWriter.Style;
import belfry.sink.wire.Request;
import belfry.sink.wire.Url;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A request with the header that {@code glustereventsd} of GlusterFS 10 sends, in its order. */
final class GlusterRequest {
  /** How long its token is good. */
  static final int TOKEN_SECONDS = 60;

  private static final String HEADER = "{\"alg\":\"HS256\",\"typ\":\"JWT\"}";

  private GlusterRequest() {}

  static Request of(Url url, Optional<String> authorization) {
    Request request =
        Request.post(url)
            .header("User-Agent", "python-requests/2.28.1")
            .header("Accept-Encoding", "gzip, deflate")
            .header("Accept", "*/*")
            .header("Connection", "keep-alive")
            .header("Content-Type", "application/json");
    authorization.ifPresent(value -> request.header("Authorization", value));
    return request;
  }

  /** The token that the daemon documents: HS256 over the event's type and time. */
  static String token(String secret, Payload body, Instant now) {
    try {
      JsonValue event = Json.parse(body);
      long issued = Long.parseLong(event.get("ts").map(JsonValue::text).orElse("0"));
      return token(secret, event.text("event"), issued, now.getEpochSecond() + TOKEN_SECONDS);
    } catch (Malformed | NumberFormatException e) {
      throw new IllegalStateException("gluster: " + e.getMessage(), e);
    }
  }

  static String token(String secret, String type, long issued, long expires) {
    Payload claims =
        new JsonWriter(Style.COMPACT)
            .beginObject()
            .member("exp", expires)
            .member("iat", issued)
            .member("iss", "gluster")
            .member("sub", type)
            .endObject()
            .payload();
    var base64 = Base64.getUrlEncoder().withoutPadding();
    String signed =
        base64.encodeToString(HEADER.getBytes(UTF_8))
            + "."
            + base64.encodeToString(claims.toBytes());
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
      return signed + "." + base64.encodeToString(mac.doFinal(signed.getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
