package belfry.cli.wire;

import static java.util.Objects.requireNonNull;

import belfry.event.Payload;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One request.
 *
 * @param method in capitals
 * @param target path and query, encoded
 * @param headers beside those the client adds itself
 * @param body with its media type; empty for none
 */
public record Request(
    String method, String target, SortedMap<String, String> headers, Optional<Body> body) {

  /** Bytes and what they are. */
  public record Body(String contentType, Payload bytes) {}

  public Request {
    requireNonNull(method, "method");
    requireNonNull(target, "target");
    requireNonNull(body, "body");
    headers = Collections.unmodifiableSortedMap(new TreeMap<>(headers));
  }

  public static Request get(String target) {
    return new Request("GET", target, new TreeMap<>(), Optional.empty());
  }

  public static Request post(String target, String contentType, Payload bytes) {
    var body = new Body(contentType, bytes);
    return new Request("POST", target, new TreeMap<>(), Optional.of(body));
  }

  /** With a JSON document as its body. */
  public static Request json(String method, String target, Payload document) {
    var body = new Body("application/json", document);
    return new Request(method, target, new TreeMap<>(), Optional.of(body));
  }

  public static Request delete(String target) {
    return new Request("DELETE", target, new TreeMap<>(), Optional.empty());
  }

  /** This with one more header. */
  public Request with(String header, String value) {
    var more = new TreeMap<>(headers);
    more.put(header, value);
    return new Request(method, target, more, body);
  }

  /** A target in the making: a path and its query. */
  public static final class Target {
    private final StringBuilder text;
    private char separator = '?';

    public Target(String path) {
      this.text = new StringBuilder(path);
    }

    public Target add(String name, String value) {
      text.append(separator).append(name).append('=').append(encoded(value));
      separator = '&';
      return this;
    }

    /** Adds it if there is one. */
    public Target add(String name, Optional<String> value) {
      value.ifPresent(v -> add(name, v));
      return this;
    }

    @Override
    public String toString() {
      return text.toString();
    }
  }

  /** A text as a part of a query or a segment of a path. */
  public static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
