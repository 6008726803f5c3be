package belfry.http;

import static java.util.Objects.requireNonNull;

import belfry.filter.InvalidFilter;
import java.time.Duration;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** A request that is answered with an error: {@link Dispatch} makes the envelope of it. */
public final class Problem extends Exception {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final transient Where where;
  private final transient SortedMap<String, String> headers = new TreeMap<>();
  private final transient SortedMap<String, String> details = new TreeMap<>();

  /**
   * The place in the input.
   *
   * @param pointer JSON pointer or parameter name; empty if that makes no sense
   * @param column from 1; 0 if that makes no sense
   */
  public record Where(String pointer, int column) {
    public static final Where NOWHERE = new Where("", 0);
  }

  /**
   * @param message what was, what was expected, where to look
   */
  public Problem(ErrorCode code, String message) {
    this(code, message, Where.NOWHERE);
  }

  public Problem(ErrorCode code, String message, Where where) {
    super(requireNonNull(message, "message"), null, false, false);
    this.code = requireNonNull(code, "code");
    this.where = where;
  }

  /** A parameter of the query that has not its shape. */
  public static Problem parameter(String name, String was, String expected) {
    String shown = was.length() > 80 ? was.substring(0, 80) + "…" : was;
    return new Problem(
        ErrorCode.PARAMETER,
        name + ": " + shown + " (expected: " + expected + ")",
        new Where(name, 0));
  }

  /** A filter that cannot be read. */
  public static Problem filter(InvalidFilter e) {
    return new Problem(
        ErrorCode.FILTER, String.valueOf(e.getMessage()), new Where("filter", e.column()));
  }

  /** Adds a header to the answer. */
  public Problem header(String name, String value) {
    headers.put(name, value);
    return this;
  }

  /** Adds a member to the error's metadata. */
  public Problem detail(String name, String value) {
    details.put(name, value);
    return this;
  }

  /** Says when to try again, in whole seconds, at least one. */
  public Problem retryAfter(Duration after) {
    return header("Retry-After", Long.toString(Math.max(1, (after.toMillis() + 999) / 1000)));
  }

  public ErrorCode code() {
    return code;
  }

  public Where where() {
    return where;
  }

  Map<String, String> headers() {
    return headers;
  }

  Map<String, String> details() {
    return details;
  }

  String text() {
    return requireNonNull(getMessage());
  }
}
