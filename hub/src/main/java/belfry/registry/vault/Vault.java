package belfry.registry.vault;

import static java.nio.charset.StandardCharsets.UTF_8;

import belfry.event.Payload;
import belfry.registry.Key;
import belfry.registry.Refused;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * Keeps secrets inside documents. What is stored in a secret field is either sealed, {@code
 * belfry:v1:…}, or the name of a place outside, {@code env:NAME} or {@code file:/path}, which is
 * looked at anew at each use. Who may write references may have the hub read any file that it can
 * read itself. Thread-safe if its source of chance is.
 *
 * <p>Fields are RFC 6901 JSON pointers, e.g. {@code /sink/password}.
 */
public final class Vault {
  /** Longest secret, in bytes of UTF-8. */
  public static final int SECRET_BYTES_MAX = 16 * 1024;

  private final Seal seal;
  private final Map<String, String> environment;

  private Vault(Seal seal, Map<String, String> environment) {
    this.seal = seal;
    this.environment = Map.copyOf(environment);
  }

  /**
   * Opens the vault with the key in a file of mode 0600, which is made if there is none.
   *
   * @param random of key and nonces: must be unpredictable
   * @param environment where {@code env:} looks
   * @throws IOException if the file is not a key, or others may read it
   */
  public static Vault open(Path keyFile, RandomGenerator random, Map<String, String> environment)
      throws IOException {
    return new Vault(new Seal(KeyFile.readOrMake(keyFile, random), random), environment);
  }

  /**
   * What to store for a secret that somebody gave us. References are kept as they are, and so is a
   * text that was sealed for this very field.
   *
   * @throws Refused if it is too long, a reference without its shape, or a sealed text from
   *     elsewhere
   */
  public String seal(Key key, String field, Secret given) throws Refused {
    String place = place(key, field);
    String text = given.reveal();
    if (text.startsWith(Seal.PREFIX)) {
      try {
        seal.open(place, text);
      } catch (Unreadable e) {
        throw new Refused(String.valueOf(e.getMessage()));
      }
      return text;
    }
    if (Reference.is(text)) {
      Reference.check(place, text);
      return text;
    }
    int size = text.getBytes(UTF_8).length;
    if (size > SECRET_BYTES_MAX) {
      throw new Refused(
          place + ": " + size + " bytes (expected: at most " + SECRET_BYTES_MAX + ")");
    }
    return seal.seal(place, given);
  }

  /**
   * The secret behind what is stored.
   *
   * @throws Unreadable if it was sealed with another key, was changed or moved, is not where the
   *     reference points to, or was stored in the clear
   */
  public Secret open(Key key, String field, String stored) throws Unreadable {
    String place = place(key, field);
    if (stored.startsWith(Seal.PREFIX)) {
      return seal.open(place, stored);
    }
    if (Reference.is(stored)) {
      return Reference.resolve(place, stored, environment);
    }
    throw new Unreadable(place, "in the clear", "sealed, env:NAME or file:/path");
  }

  /**
   * A document with the secrets in these fields sealed. Fields that it does not have are left out;
   * everything else stays, though spaces may not.
   *
   * @throws Refused if a field holds something other than a text, or {@link #seal(Key, String,
   *     Secret)} refuses it
   */
  public Payload seal(Key key, Payload document, Set<String> fields) throws Refused {
    return Fields.replace(document, fields, (field, text) -> seal(key, field, new Secret(text)));
  }

  /**
   * As {@link #seal(Key, Payload, Set)}, for one that was shown masked, changed and given back:
   * where it still says {@value Secret#MASK}, the secret stays what it was.
   *
   * @param before the stored document, with its secrets sealed
   * @throws Refused also if a field is masked that there was no secret in before
   */
  public Payload seal(Key key, Payload document, Set<String> fields, Payload before)
      throws Refused {
    Map<String, String> old = Fields.texts(before, fields);
    return Fields.replace(
        document,
        fields,
        (field, text) -> {
          if (!text.equals(Secret.MASK)) {
            return seal(key, field, new Secret(text));
          }
          String kept = old.get(field);
          if (kept == null) {
            throw new Refused(place(key, field) + ": masked (expected: the secret, it is new)");
          }
          return kept;
        });
  }

  /**
   * The secret in a field of a stored document.
   *
   * @throws Unreadable as {@link #open(Key, String, String)} has it, and if there is no such text
   */
  public Secret open(Key key, String field, Payload document) throws Unreadable {
    String stored = Fields.texts(document, Set.of(field)).get(field);
    if (stored == null) {
      throw new Unreadable(place(key, field), "not there", "a text");
    }
    return open(key, field, stored);
  }

  /**
   * A stored document with its secrets in the clear: for whom they are meant.
   *
   * @throws Unreadable for the first that {@link #open(Key, String, String)} cannot have
   */
  public Payload opened(Key key, Payload document, Set<String> fields) throws Unreadable, Refused {
    var clear = new TreeMap<String, String>();
    for (var stored : Fields.texts(document, fields).entrySet()) {
      clear.put(stored.getKey(), open(key, stored.getKey(), stored.getValue()).reveal());
    }
    return Fields.replace(
        document, clear.keySet(), (field, text) -> clear.getOrDefault(field, text));
  }

  /** A document as people may see it: sealed secrets masked, references as they are. */
  public static Payload masked(Payload document, Set<String> fields) throws Refused {
    return Fields.replace(
        document, fields, (field, text) -> Reference.is(text) ? text : Secret.MASK);
  }

  private static String place(Key key, String field) {
    return key + " " + field;
  }
}
