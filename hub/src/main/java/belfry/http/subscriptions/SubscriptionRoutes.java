package belfry.http.subscriptions;

import belfry.access.Caller;
import belfry.access.Role;
import belfry.delivery.Dispatch;
import belfry.delivery.subscriptions.Editor;
import belfry.delivery.subscriptions.InvalidSubscription;
import belfry.delivery.subscriptions.Shown;
import belfry.delivery.subscriptions.Subscriptions;
import belfry.event.Malformed;
import belfry.event.Origin;
import belfry.event.Payload;
import belfry.format.json.Json;
import belfry.format.json.JsonValue;
import belfry.format.json.JsonWriter;
import belfry.http.Call;
import belfry.http.Endpoint;
import belfry.http.ErrorCode;
import belfry.http.Problem;
import belfry.http.Reply;
import belfry.journal.Busy;
import belfry.registry.Registry;
import belfry.registry.VersionConflict;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** {@code /1.0/subscriptions}: documents, and pausing, resuming and moving. */
public final class SubscriptionRoutes {
  static final String PATH = "/1.0/subscriptions";
  static final String ONE = PATH + "/{name}";
  private static final int BODY_BYTES_MAX = Registry.DOCUMENT_BYTES_MAX;
  private static final int CREATED = 201;
  private static final Payload NOTHING = Payload.of("{}");

  private final Subscriptions subscriptions;
  private final StatusJson status;

  public SubscriptionRoutes(Subscriptions subscriptions, Dispatch dispatch) {
    this.subscriptions = subscriptions;
    this.status = new StatusJson(subscriptions, dispatch);
  }

  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.of(Role.READ, "GET", PATH, this::list),
        Endpoint.of(Role.ADMIN, "POST", PATH, this::create),
        Endpoint.of(Role.READ, "GET", ONE, this::show),
        Endpoint.of(Role.ADMIN, "PUT", ONE, this::replace),
        Endpoint.of(Role.ADMIN, "PATCH", ONE, this::patch),
        Endpoint.of(Role.ADMIN, "DELETE", ONE, this::delete),
        Endpoint.of(Role.ADMIN, "PUT", ONE + "/state", this::state));
  }

  /** What somebody does to one of them. */
  private interface Work {
    Shown by(Editor editor)
        throws InvalidSubscription, VersionConflict, Busy, IOException, InterruptedException;
  }

  private static Shown done(Call call, Work work)
      throws Problem, Busy, IOException, InterruptedException {
    try {
      return work.by(editor(call));
    } catch (InvalidSubscription e) {
      throw new Problem(
          ErrorCode.SUBSCRIPTION, String.valueOf(e.getMessage()), new Problem.Where(e.member(), 0));
    } catch (VersionConflict e) {
      throw problem(call, e);
    }
  }

  private static Problem problem(Call call, VersionConflict e) {
    String text = String.valueOf(e.getMessage());
    if (e.actual() == Registry.NONE) {
      return notFound(call.variable("name"));
    }
    return call.method().equals("POST")
        ? new Problem(ErrorCode.SUBSCRIPTION_EXISTS, text)
        : new Problem(ErrorCode.PRECONDITION, text).header("ETag", etag(e.actual()));
  }

  private static Problem notFound(String name) {
    return new Problem(
        ErrorCode.SUBSCRIPTION_NOT_FOUND,
        "subscription: " + name + " (expected: one of " + PATH + ")");
  }

  static Editor editor(Call call) {
    Caller caller = call.caller();
    String connector = caller.protocol().equals("unix") ? "unix" : "http";
    var origin =
        new Origin(
            connector,
            Optional.of(caller.principal()),
            Optional.of(call.address()),
            new TreeMap<>());
    return new Editor(origin, caller.view());
  }

  private static String etag(long version) {
    return "\"" + version + "\"";
  }

  /** The version in {@code If-Match}; any if it is absent or {@code *}. */
  private static long expected(Call call) throws Problem {
    String header = call.header("If-Match").orElse("*").strip();
    if (header.equals("*")) {
      return Subscriptions.ANY;
    }
    String digits = header.replaceAll("^\"|\"$", "");
    if (!digits.matches("\\d{1,18}")) {
      throw new Problem(
          ErrorCode.PRECONDITION, "If-Match: " + header + " (expected: an ETag as it was sent)");
    }
    return Long.parseLong(digits);
  }

  private Reply list(Call call) throws Problem {
    boolean whole = call.params().number("recursion", 0, 0, 2) > 0;
    var json = new JsonWriter(JsonWriter.Style.COMPACT).beginArray();
    for (Shown one : subscriptions.list(editor(call))) {
      if (whole) {
        json.raw(whole(one));
      } else {
        json.string(PATH + "/" + one.name());
      }
    }
    return Reply.sync(json.endArray().payload());
  }

  private Reply show(Call call) throws Problem {
    String name = call.variable("name");
    Shown one = subscriptions.find(name, editor(call)).orElseThrow(() -> notFound(name));
    return Reply.sync(whole(one)).header("ETag", etag(one.version()));
  }

  /** The document and how it is going. */
  private Payload whole(Shown one) {
    var json = new JsonWriter(JsonWriter.Style.COMPACT, 1024).beginObject();
    json(one.document()).forEachMember(json::member);
    status.write(json, one.name());
    return json.endObject().payload();
  }

  private static JsonValue json(Payload document) {
    try {
      return Json.parse(document);
    } catch (Malformed e) {
      throw new IllegalStateException(e);
    }
  }

  private Reply create(Call call) throws Problem, Busy, IOException, InterruptedException {
    Payload body = call.body(BODY_BYTES_MAX);
    Shown made = done(call, by -> subscriptions.create(body, by));
    return Reply.sync(CREATED, whole(made))
        .header("Location", PATH + "/" + made.name())
        .header("ETag", etag(made.version()));
  }

  private Reply replace(Call call) throws Problem, Busy, IOException, InterruptedException {
    String name = call.variable("name");
    long expected = expected(call);
    Payload body = call.body(BODY_BYTES_MAX);
    return changed(done(call, by -> subscriptions.replace(name, expected, body, by)));
  }

  private Reply patch(Call call) throws Problem, Busy, IOException, InterruptedException {
    String name = call.variable("name");
    long expected = expected(call);
    Payload body = call.body(BODY_BYTES_MAX);
    return changed(done(call, by -> subscriptions.patch(name, expected, body, by)));
  }

  private Reply changed(Shown after) {
    return Reply.sync(whole(after)).header("ETag", etag(after.version()));
  }

  private Reply delete(Call call) throws Problem, Busy, IOException, InterruptedException {
    String name = call.variable("name");
    long expected = expected(call);
    done(call, by -> subscriptions.delete(name, expected, by));
    return Reply.sync(NOTHING);
  }

  private Reply state(Call call) throws Problem, Busy, IOException, InterruptedException {
    String name = call.variable("name");
    long expected = expected(call);
    JsonValue body = call.object(BODY_BYTES_MAX);
    String action = body.text("action");
    Work work =
        switch (action) {
          case "pause" -> by -> subscriptions.pause(name, expected, true, by);
          case "resume" -> by -> subscriptions.pause(name, expected, false, by);
          case "move" -> by -> subscriptions.move(name, body.text("to"), by);
          default -> throw Problem.parameter("action", action, "pause, resume or move");
        };
    return changed(done(call, work));
  }
}
