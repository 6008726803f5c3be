package belfry.http.subscriptions;

import belfry.access.Role;
import belfry.delivery.Attempts;
import belfry.delivery.Dispatch;
import belfry.delivery.subscriptions.Editor;
import belfry.delivery.subscriptions.InvalidSubscription;
import belfry.delivery.subscriptions.Shown;
import belfry.delivery.subscriptions.Subscriptions;
import belfry.delivery.subscriptions.Tried;
import belfry.event.Malformed;
import belfry.event.Payload;
import belfry.format.Dialects;
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
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** {@code /1.0/subscriptions}: documents, and pausing, resuming and moving. */
public final class SubscriptionRoutes {
  static final String PATH = "/1.0/subscriptions";
  static final String ONE = PATH + "/{name}";
  private static final int BODY_BYTES_MAX = Registry.DOCUMENT_BYTES_MAX;
  private static final int CREATED = 201;
  private static final Payload NOTHING = Payload.of("{}");

  private final Subscriptions subscriptions;
  private final Chosen chosen;
  private final StatusJson status;
  private final List<Endpoint> more;

  public SubscriptionRoutes(
      Subscriptions subscriptions, Dispatch dispatch, Dialects dialects, InstantSource clock) {
    this.subscriptions = subscriptions;
    this.chosen = new Chosen(subscriptions, dispatch);
    this.status = new StatusJson(subscriptions, dispatch);
    this.more =
        Stream.of(
                new DeadLetterRoutes(chosen, dialects, clock).endpoints(),
                new ReplayRoutes(chosen, clock).endpoints())
            .flatMap(List::stream)
            .toList();
  }

  public List<Endpoint> endpoints() {
    var endpoints = new ArrayList<>(more);
    endpoints.addAll(documents());
    return endpoints;
  }

  private List<Endpoint> documents() {
    return List.of(
        Endpoint.of(Role.READ, "GET", PATH, this::list),
        Endpoint.of(Role.ADMIN, "POST", PATH, this::create),
        Endpoint.of(Role.READ, "GET", ONE, this::show),
        Endpoint.of(Role.ADMIN, "PUT", ONE, this::replace),
        Endpoint.of(Role.ADMIN, "PATCH", ONE, this::patch),
        Endpoint.of(Role.ADMIN, "DELETE", ONE, this::delete),
        Endpoint.of(Role.ADMIN, "PUT", ONE + "/state", this::state),
        Endpoint.of(Role.READ, "GET", ONE + "/attempts", this::attempts),
        Endpoint.of(Role.ADMIN, "POST", ONE + "/test", this::test));
  }

  /** What somebody does to one of them. */
  private interface Work {
    Shown by(Editor editor)
        throws InvalidSubscription, VersionConflict, Busy, IOException, InterruptedException;
  }

  private static Shown done(Call call, Work work)
      throws Problem, Busy, IOException, InterruptedException {
    try {
      return work.by(Chosen.editor(call));
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
      return Chosen.notFound(call.variable("name"));
    }
    return call.method().equals("POST")
        ? new Problem(ErrorCode.SUBSCRIPTION_EXISTS, text)
        : new Problem(ErrorCode.PRECONDITION, text).header("ETag", etag(e.actual()));
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
    for (Shown one : subscriptions.list(Chosen.editor(call))) {
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
    Shown one =
        subscriptions.find(name, Chosen.editor(call)).orElseThrow(() -> Chosen.notFound(name));
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

  private Reply attempts(Call call) throws Problem, IOException {
    call.params().allow(Set.of("limit"));
    int limit = call.params().number("limit", Attempts.KEPT_MAX, 1, Attempts.KEPT_MAX);
    var json = new JsonWriter(JsonWriter.Style.COMPACT, 4096).beginArray();
    chosen
        .dispatch()
        .attempts()
        .detailed(chosen.name(call), limit)
        .forEach(attempt -> StatusJson.attempt(json, attempt));
    return Reply.sync(json.endArray().payload());
  }

  private Reply test(Call call) throws Problem, InterruptedException {
    Tried tried = subscriptions.test(chosen.name(call));
    var json = new JsonWriter(JsonWriter.Style.COMPACT).beginObject();
    StatusJson.outcome(json, tried.outcome());
    json.member("took_ms", tried.took().toMillis());
    return Reply.sync(json.endObject().payload());
  }
}
