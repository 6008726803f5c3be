package belfry.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import belfry.format.Uuids;
import java.nio.ByteBuffer;
import java.util.UUID;

/**
 * What a client sends so that repeating a request does not repeat its events: the ids of items that
 * bring none are derived from it. IETF draft "The Idempotency-Key HTTP Header Field", section 2.
 *
 * @param identity who sent it: the keys of different callers never meet
 * @param key as it was sent
 */
public record IdempotencyKey(String identity, String key) {
  private static final UUID NAMESPACE = UUID.fromString("0c9d2a7e-6a3f-5d0b-9c41-7b1f0f3c5e21");

  public IdempotencyKey {
    requireNonNull(identity, "identity");
    requireNonNull(key, "key");
  }

  /** The id of the item at {@code index} of the request: the same for the same three. */
  public String id(int index) {
    byte[] who = identity.getBytes(UTF_8);
    byte[] what = key.getBytes(UTF_8);
    var name =
        ByteBuffer.allocate(2 * Integer.BYTES + who.length + what.length)
            .putInt(who.length)
            .put(who)
            .put(what)
            .putInt(index);
    return Uuids.named(NAMESPACE, name.array()).toString();
  }
}
