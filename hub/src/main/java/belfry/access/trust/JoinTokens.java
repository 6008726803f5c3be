package belfry.access.trust;

import belfry.event.Origin;
import belfry.event.Payload;
import belfry.format.Uuids;
import belfry.journal.Busy;
import belfry.registry.Item;
import belfry.registry.Key;
import belfry.registry.Refused;
import belfry.registry.Registry;
import belfry.registry.VersionConflict;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The tokens with which clients join, each once. They outlive a restart; a secret is shown when it
 * is made and never again. Thread-safe.
 */
public final class JoinTokens {
  /** The collection in the registry. */
  public static final String COLLECTION = "join-tokens";

  /** Most that wait to be used. */
  public static final int TOKENS_MAX = 100;

  private static final int SECRET_BYTES = 32;

  private final Registry registry;
  private final InstantSource clock;
  private final RandomGenerator random;

  /**
   * @param random unpredictable
   */
  public JoinTokens(Registry registry, InstantSource clock, RandomGenerator random) {
    this.registry = registry;
    this.clock = clock;
    this.random = random;
  }

  /** A new token and its secret, 64 hexadecimal digits, which nobody can find out again. */
  public record Issued(JoinToken token, String secret) {}

  /** Those that wait to be used and have not expired, by id. */
  public List<JoinToken> list() throws IOException {
    Instant now = clock.instant();
    var all = new ArrayList<JoinToken>();
    for (Item item : registry.list(COLLECTION)) {
      JoinToken token = JoinToken.of(item.key().name(), item.document());
      if (token.validAt(now)) {
        all.add(token);
      }
    }
    return all;
  }

  public Optional<JoinToken> find(String id) throws IOException {
    return list().stream().filter(token -> token.id().equals(id)).findFirst();
  }

  /**
   * Makes a token.
   *
   * @param life how long it is good for; empty for ever
   * @throws Refused if there are too many
   */
  public synchronized Issued issue(String client, Grant grant, Optional<Duration> life, Origin by)
      throws IOException, Busy, Refused {
    forgetExpired(by);
    if (registry.list(COLLECTION).size() >= TOKENS_MAX) {
      throw new Refused(
          "join tokens: " + TOKENS_MAX + " wait (expected: at most so many; revoke some)");
    }
    byte[] secret = new byte[SECRET_BYTES];
    random.nextBytes(secret);
    String text = HexFormat.of().formatHex(secret);
    Instant now = clock.instant();
    String id = Uuids.ordered(now, random).toString();
    var token = new JoinToken(id, client, grant, hash(text), now, life.map(now::plus));
    try {
      registry.put(new Key(COLLECTION, id), Registry.NONE, token.document(), by);
    } catch (VersionConflict e) {
      throw new IllegalStateException("a random id twice", e);
    }
    return new Issued(token, text);
  }

  private void forgetExpired(Origin by) throws IOException, Busy {
    for (Item item : registry.list(COLLECTION)) {
      if (!JoinToken.of(item.key().name(), item.document()).validAt(clock.instant())) {
        remove(item.key().name(), by);
      }
    }
  }

  /**
   * Uses a token up; it is on disk that it is when this returns.
   *
   * @return empty if there is none of this secret: never made, used before, revoked or expired
   */
  public Optional<JoinToken> take(String secret, Origin by) throws IOException, Busy {
    String hash = hash(secret);
    for (JoinToken token : list()) {
      if (token.hash().equals(hash)) {
        return remove(token.id(), by) ? Optional.of(token) : Optional.empty();
      }
    }
    return Optional.empty();
  }

  /** Takes a token back; false if there is none of this id any more. */
  public boolean remove(String id, Origin by) throws IOException, Busy {
    Optional<Item> item = Key.isName(id) ? registry.get(new Key(COLLECTION, id)) : Optional.empty();
    if (item.isEmpty()) {
      return false;
    }
    try {
      registry.delete(item.get().key(), item.get().version(), by);
      return true;
    } catch (VersionConflict e) {
      return false; // somebody else was first
    }
  }

  private static String hash(String secret) {
    return HexFormat.of().formatHex(Uuids.sha256(Payload.of(secret)));
  }
}
