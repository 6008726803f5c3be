package belfry.access.trust;

import static java.util.Objects.requireNonNull;

import belfry.event.Malformed;
import belfry.event.Payload;
import belfry.format.json.Json;
import belfry.format.json.JsonValue;
import belfry.format.json.JsonWriter;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * With which one client may make the hub trust it, as it is kept: never the secret itself.
 *
 * @param id a UUID, which names its operation
 * @param client the name that the client gets
 * @param grant what the client may do
 * @param hash hex of the SHA-256 of the secret, which is 256 random bits
 * @param created when
 * @param expires from when on it is refused; empty for never
 */
public record JoinToken(
    String id,
    String client,
    Grant grant,
    String hash,
    Instant created,
    Optional<Instant> expires) {

  public JoinToken {
    requireNonNull(id, "id");
    requireNonNull(client, "client");
    requireNonNull(grant, "grant");
    requireNonNull(hash, "hash");
    requireNonNull(created, "created");
    requireNonNull(expires, "expires");
  }

  boolean validAt(Instant now) {
    return expires.map(now::isBefore).orElse(true);
  }

  Payload document() {
    var json = new JsonWriter(JsonWriter.Style.COMPACT, 512).beginObject();
    json.member("client", client);
    grant.write(json);
    json.member("hash", hash).member("created", created.toString());
    expires.ifPresent(until -> json.member("expires", until.toString()));
    return json.endObject().payload();
  }

  static JoinToken of(String id, Payload document) throws IOException {
    try {
      JsonValue json = Json.parse(document);
      return new JoinToken(
          id,
          json.text("client"),
          Grant.of(json),
          json.text("hash"),
          Instant.parse(json.text("created")),
          json.get("expires").map(until -> Instant.parse(until.text())));
    } catch (Malformed | DateTimeException e) {
      throw new IOException("join token that cannot be read: " + e.getMessage(), e);
    }
  }
}
