package belfry.sink.webhook;

import belfry.format.json.JsonValue;
import belfry.sink.InvalidSink;
import belfry.sink.Means;
import belfry.sink.Members;
import belfry.sink.Secret;
import belfry.sink.wire.Request;
import belfry.sink.wire.Timeouts;
import belfry.sink.wire.Trust;
import belfry.sink.wire.Url;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where and how one webhook is delivered.
 *
 * <p>As JSON: {@code url}; {@code body} and what belongs to it ({@link BodySettings}); {@code
 * headers}, an object of names and texts; {@code auth} ({@link Auth}); {@code signing} ({@link
 * Signing}); {@code tls} ({@link Trust}); {@code handshake} ({@link Handshake.Terms}); the members
 * of {@link Timeouts}.
 *
 * @param url where to
 * @param body what is sent
 * @param headers more headers, sorted; their values may be secrets
 * @param auth who we say we are
 * @param signing how the body is signed
 * @param trust whom we believe
 * @param timeouts how long to wait
 * @param handshake what is asked before the first delivery
 */
record WebhookSettings(
    Url url,
    BodySettings body,
    SortedMap<String, Secret> headers,
    Auth auth,
    Signing signing,
    Trust trust,
    Timeouts timeouts,
    Optional<Handshake.Terms> handshake) {
  /** Most headers of one's own. */
  static final int HEADERS_MAX = 32;

  /** Longest value of one, in characters. */
  static final int HEADER_CHARS_MAX = 4096;

  /** Written by the sink itself, or by the connection. */
  private static final List<String> OURS =
      List.of(
          "host",
          "connection",
          "content-length",
          "content-type",
          "transfer-encoding",
          "trailer",
          "te",
          "upgrade",
          "expect",
          "keep-alive",
          "proxy-authorization",
          "proxy-connection",
          "webhook-id",
          "webhook-timestamp",
          "webhook-signature");

  WebhookSettings {
    headers = Collections.unmodifiableSortedMap(new TreeMap<>(headers));
  }

  /**
   * @throws InvalidSink naming the first member that is wrong
   */
  static WebhookSettings read(JsonValue settings, Means means) throws InvalidSink {
    Members members = Members.of(settings);
    Url url = Url.read(members, "url");
    url.check(members, "url", means.guard());
    var read =
        new WebhookSettings(
            url,
            BodySettings.read(members, means),
            headers(members),
            Auth.read(members),
            Signing.read(members),
            Trust.read(members),
            Timeouts.read(members),
            Handshake.Terms.read(members));
    members.end();
    if (read.body instanceof BodySettings.Glustereventsd
        && !(read.headers.isEmpty() && read.signing instanceof Signing.None)) {
      String what = read.headers.isEmpty() ? "signing" : "headers";
      throw members.invalid(what, "present", "none with body glustereventsd");
    }
    if (read.body instanceof BodySettings.Glustereventsd && read.handshake.isPresent()) {
      throw members.invalid("handshake", "present", "none with body glustereventsd");
    }
    if (read.headers.containsKey("Authorization") && !(read.auth instanceof Auth.None)) {
      throw members.invalid("headers.Authorization", Secret.MASK, "this header or auth");
    }
    if (read.auth instanceof Auth.Jwt && !(read.body instanceof BodySettings.Glustereventsd)) {
      throw members.invalid("auth.type", "jwt", "bearer, basic or oauth2 with this body");
    }
    return read;
  }

  private static SortedMap<String, Secret> headers(Members members) throws InvalidSink {
    var headers = new TreeMap<String, Secret>(String.CASE_INSENSITIVE_ORDER);
    Optional<Members> found = members.object("headers");
    if (found.isEmpty()) {
      return headers;
    }
    List<String> names = found.get().names();
    if (names.size() > HEADERS_MAX) {
      throw members.invalid("headers", names.size() + " of them", "at most " + HEADERS_MAX);
    }
    for (String name : names) {
      String lower = name.toLowerCase(Locale.ROOT);
      if (!Request.isName(name) || OURS.contains(lower) || lower.startsWith("ce-")) {
        throw members.invalid("headers", name, "a name of a header that is not written by Belfry");
      }
      Secret value = found.get().secret(name);
      if (!Request.isValue(value.text()) || value.text().length() > HEADER_CHARS_MAX) {
        throw members.invalid(
            "headers." + name,
            Secret.MASK,
            "at most " + HEADER_CHARS_MAX + " characters of Latin-1 without control characters");
      }
      if (headers.put(name, value) != null) {
        throw members.invalid("headers", name, "each name once");
      }
    }
    return headers;
  }
}
