package belfry.http;

import belfry.event.Payload;
import belfry.format.json.JsonWriter;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * LXD's envelope, all seven keys in LXD's order ({@code docs/systems/lxd.md}), and problem details
 * (RFC 9457) for paths outside {@code /1.0}.
 */
public final class Envelope {
  private static final String PROBLEM_JSON = "application/problem+json";
  private static final String ERROR_PAGES = "/errors/";
  private static final int OK = 200;
  private static final int ACCEPTED = 202;
  private static final int CREATED = 100; // LXD's status code of an operation

  private Envelope() {}

  /** A success; {@code status_code} is 200 whatever the HTTP status, as LXD has it. */
  static Reply.Whole sync(int httpStatus, Payload metadata) {
    JsonWriter json =
        new JsonWriter(JsonWriter.Style.COMPACT, 120 + metadata.size())
            .beginObject()
            .member("type", "sync")
            .member("status", "Success")
            .member("status_code", OK)
            .member("operation", "")
            .member("error_code", 0)
            .member("error", "")
            .key("metadata")
            .raw(metadata)
            .endObject();
    return new Reply.Whole(httpStatus, Reply.JSON, new TreeMap<>(), line(json, 1));
  }

  /** That something has begun and is not done: 202, with the operation. */
  static Reply.Whole async(String path, Payload operation) {
    JsonWriter json =
        new JsonWriter(JsonWriter.Style.COMPACT, 160 + operation.size())
            .beginObject()
            .member("type", "async")
            .member("status", "Operation created")
            .member("status_code", CREATED)
            .member("operation", path)
            .member("error_code", 0)
            .member("error", "")
            .key("metadata")
            .raw(operation)
            .endObject();
    var headers = new TreeMap<>(Map.of("Location", path));
    return new Reply.Whole(ACCEPTED, Reply.JSON, headers, line(json, 1));
  }

  /** An error that says no more than the problem does. */
  static Reply.Whole error(Problem problem) {
    return error(problem, json -> {});
  }

  /** An error; {@code more} adds members to its metadata. Two line feeds at the end, as LXD. */
  public static Reply.Whole error(Problem problem, Consumer<JsonWriter> more) {
    int status = problem.code().status();
    JsonWriter json =
        new JsonWriter(JsonWriter.Style.COMPACT)
            .beginObject()
            .member("type", "error")
            .member("status", "")
            .member("status_code", 0)
            .member("operation", "")
            .member("error_code", status)
            .member("error", problem.text())
            .key("metadata")
            .beginObject();
    members(problem, json);
    more.accept(json);
    json.endObject().endObject();
    return whole(problem, Reply.JSON, line(json, 2));
  }

  /** RFC 9457, for paths outside {@code /1.0}. */
  static Reply.Whole problemDetails(Problem problem) {
    JsonWriter json =
        new JsonWriter(JsonWriter.Style.COMPACT)
            .beginObject()
            .member("type", ERROR_PAGES + problem.code().text())
            .member("title", problem.code().title())
            .member("status", problem.code().status())
            .member("detail", problem.text());
    members(problem, json);
    json.endObject();
    return whole(problem, PROBLEM_JSON, line(json, 1));
  }

  private static void members(Problem problem, JsonWriter json) {
    json.member("code", problem.code().text());
    json.member("pointer", problem.where().pointer());
    json.member("column", problem.where().column());
    problem.details().forEach(json::member);
  }

  private static Reply.Whole whole(Problem problem, String type, Payload body) {
    var headers = new TreeMap<>(problem.headers());
    headers.put("X-Content-Type-Options", "nosniff");
    return new Reply.Whole(problem.code().status(), type, headers, body);
  }

  private static Payload line(JsonWriter json, int lineFeeds) {
    Payload document = json.payload();
    byte[] bytes = new byte[document.size() + lineFeeds];
    document.copyTo(bytes, 0);
    for (int i = document.size(); i < bytes.length; i++) {
      bytes[i] = '\n';
    }
    return Payload.owning(bytes);
  }
}
