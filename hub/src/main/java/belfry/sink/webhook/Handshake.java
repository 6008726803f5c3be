package belfry.sink.webhook;

import belfry.sink.InvalidSink;
import belfry.sink.Members;
import belfry.sink.wire.Request;
import belfry.sink.wire.Response;
import java.util.Optional;

/**
 * Whether a destination wants our requests, asked once before the first delivery: section 4 of
 * CloudEvents HTTP 1.1 Web Hooks 1.0.2. The status of the answer says nothing, its headers do. One
 * for all sinks of a destination; thread-safe.
 */
final class Handshake {
  /** Fastest rate that can be asked for, in requests a minute. */
  static final int PER_MINUTE_MAX = 1_000_000;

  private static final String ANY = "*";

  private final Optional<Terms> terms;
  private volatile boolean agreed;

  /**
   * What is asked: {@code handshake} with {@code origin} and {@code perMinute}.
   *
   * @param origin the name of this hub in the DNS, e.g. {@code hub.example.org}
   * @param perMinute the rate that is asked for; 0 to ask for none
   */
  record Terms(String origin, int perMinute) {
    /** Empty if no handshake is asked for. */
    static Optional<Terms> read(Members settings) throws InvalidSink {
      Optional<Members> found = settings.object("handshake");
      if (found.isEmpty()) {
        return Optional.empty();
      }
      Members members = found.get();
      String origin = members.text("origin");
      if (!origin.matches("[A-Za-z0-9][A-Za-z0-9.-]{0,252}")) {
        throw members.invalid("origin", origin, "a DNS name such as hub.example.org");
      }
      var terms = new Terms(origin, members.number("perMinute", 0, 0, PER_MINUTE_MAX));
      members.end();
      return Optional.of(terms);
    }
  }

  Handshake(Optional<Terms> terms) {
    this.terms = terms;
  }

  /** What has to be asked before anything is delivered; empty if nothing. */
  Optional<Terms> due() {
    return agreed ? Optional.empty() : terms;
  }

  /** The headers that ask. */
  static void ask(Request request, Terms terms) {
    request.header("WebHook-Request-Origin", terms.origin());
    if (terms.perMinute() > 0) {
      request.header("WebHook-Request-Rate", Integer.toString(terms.perMinute()));
    }
  }

  /**
   * Reads the answer.
   *
   * @return why nothing can be delivered; empty if it can, from now on
   */
  Optional<String> refusal(Terms terms, Response response) {
    Optional<String> origin = response.header("WebHook-Allowed-Origin");
    if (origin.filter(name -> allows(name, terms.origin())).isEmpty()) {
      return Optional.of(
          "handshake: status %d without WebHook-Allowed-Origin: %s or *"
              .formatted(response.status(), terms.origin()));
    }
    String rate = response.header("WebHook-Allowed-Rate").orElse(ANY);
    if (!rate.equals(ANY) && !suffices(rate, terms.perMinute())) {
      return Optional.of(
          "handshake: WebHook-Allowed-Rate: %s (expected: perMinute, which is %d, or more)"
              .formatted(rate.matches("\\d{1,9}") ? rate : "no number", terms.perMinute()));
    }
    agreed = true;
    return Optional.empty();
  }

  private static boolean allows(String names, String origin) {
    return names.equals(ANY) || names.equalsIgnoreCase(origin);
  }

  /** A limit that we have not asked for is none that we keep to. */
  private static boolean suffices(String rate, int perMinute) {
    return rate.matches("\\d{1,9}") && perMinute > 0 && Integer.parseInt(rate) >= perMinute;
  }
}
