package belfry.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import belfry.filter.View;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * The tokens of callers over TCP. A secret is shown once, when it is made; on disk there are only
 * hashes, and every change is on disk before it takes effect. Thread-safe.
 */
public final class Tokens {
  /** Most tokens. */
  public static final int TOKENS_MAX = 1000;

  /** What every secret begins with, so that scanners for leaked secrets can find them. */
  public static final String PREFIX = "belfry_";

  private static final int SECRET_BYTES = 32;

  private final TokenFile file;
  private final InstantSource clock;
  private final RandomGenerator random;
  private volatile Map<String, Token> byHash;

  /** Opens the tokens that are there; {@code random} must be unpredictable. */
  public Tokens(TokenFile file, InstantSource clock, RandomGenerator random) throws IOException {
    this.file = file;
    this.clock = clock;
    this.random = random;
    this.byHash = index(file.load());
  }

  /** A new token and its secret, which nobody can find out again. */
  public record Issued(Token token, String secret) {}

  /** A name or number that cannot be; over HTTP 400 or 409. */
  public static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    Refused(String message) {
      super(message);
    }
  }

  /** The caller with this secret; empty if there is none or it has expired. */
  public Optional<Caller> caller(String secret, String address) {
    Token token = byHash.get(hash(secret));
    return token != null && token.validAt(clock.instant())
        ? Optional.of(token.caller(address))
        : Optional.empty();
  }

  /**
   * The rights of a caller as they are whenever this is asked: none once its token was removed, was
   * replaced or has expired. Cheap enough to ask for every event.
   */
  public Supplier<View> rights(Caller caller) {
    View granted = caller.view();
    if (!caller.protocol().equals("bearer")) {
      return () -> granted;
    }
    Optional<Token> token = find(caller.username());
    return () -> token.isPresent() && stands(token.get()) ? granted : View.NONE;
  }

  private boolean stands(Token token) {
    return token.equals(byHash.get(token.hash()))
        && (token.expires().isEmpty() || token.validAt(clock.instant()));
  }

  /** All of them, by name. */
  public Collection<Token> list() {
    var byName = new TreeMap<String, Token>();
    byHash.values().forEach(token -> byName.put(token.name(), token));
    return List.copyOf(byName.values());
  }

  public Optional<Token> find(String name) {
    return byHash.values().stream().filter(token -> token.name().equals(name)).findFirst();
  }

  /**
   * Makes a token.
   *
   * @throws Refused if the name has not its shape or there are too many tokens
   * @throws IllegalStateException if the name is taken; look with {@link #find} first
   */
  public synchronized Issued issue(
      String name, Role role, Optional<String> project, Optional<Instant> expires)
      throws IOException, Refused {
    if (!name.matches("[a-z0-9][a-z0-9._-]{0," + (Token.NAME_CHARS_MAX - 1) + "}")) {
      throw new Refused(
          "name: "
              + name
              + " (expected: 1 to "
              + Token.NAME_CHARS_MAX
              + " of a-z, 0-9, '.', '_', '-')");
    }
    if (byHash.size() >= TOKENS_MAX) {
      throw new Refused("tokens: " + byHash.size() + " (expected: at most " + TOKENS_MAX + ")");
    }
    if (find(name).isPresent()) {
      throw new IllegalStateException("name taken: " + name);
    }
    byte[] secret = new byte[SECRET_BYTES];
    random.nextBytes(secret);
    String text = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    var token = new Token(name, role, project, hash(text), clock.instant(), expires);
    var all = new TreeMap<>(byHash);
    all.put(token.hash(), token);
    put(all);
    return new Issued(token, text);
  }

  /** Takes a token away; false if there is none of this name. */
  public synchronized boolean remove(String name) throws IOException {
    Optional<Token> token = find(name);
    if (token.isEmpty()) {
      return false;
    }
    var all = new TreeMap<>(byHash);
    all.remove(token.get().hash());
    put(all);
    return true;
  }

  private void put(Map<String, Token> all) throws IOException {
    file.save(all.values());
    byHash = Map.copyOf(all);
  }

  private static Map<String, Token> index(List<Token> tokens) {
    var byHash = new TreeMap<String, Token>();
    tokens.forEach(token -> byHash.put(token.hash(), token));
    return Map.copyOf(byHash);
  }

  private static String hash(String secret) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(secret.getBytes(UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new UncheckedIOException(new IOException("this Java has no SHA-256", e));
    }
  }
}
