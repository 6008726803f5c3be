package belfry.http.gluster;

import belfry.access.Role;
import belfry.event.Malformed;
import belfry.event.Payload;
import belfry.format.json.Json;
import belfry.format.json.JsonValue;
import belfry.format.json.JsonWriter;
import belfry.gluster.EventsDaemon;
import belfry.gluster.ask.Answer;
import belfry.gluster.ask.Question;
import belfry.gluster.files.JsonFile;
import belfry.gluster.files.Refusal;
import belfry.http.Call;
import belfry.http.Endpoint;
import belfry.http.ErrorCode;
import belfry.http.Problem;
import belfry.http.Reply;
import java.util.List;

/** {@code /1.0/gluster}: this node of a Gluster cluster, for the other ones. */
public final class GlusterRoutes {
  private static final String PATH = "/1.0/gluster";
  private static final int QUESTION_BYTES_MAX = 64 << 10;

  private final EventsDaemon daemon;

  public GlusterRoutes(EventsDaemon daemon) {
    this.daemon = daemon;
  }

  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.of(Role.READ, "GET", PATH, call -> node()),
        Endpoint.of(Role.ADMIN, "POST", PATH + "/{question}", this::ask),
        Endpoint.of(Role.ADMIN, "PUT", PATH + "/files/{file}", this::put));
  }

  private Reply node() {
    var json = new JsonWriter(JsonWriter.Style.COMPACT).beginObject();
    json.member("nodeid", daemon.nodeId().orElse("")).key("webhooks").beginArray();
    daemon.urls().forEach(json::string);
    return Reply.sync(json.endArray().endObject().payload());
  }

  private Reply ask(Call call) throws Problem, InterruptedException {
    Answer answer = daemon.answer(question(call));
    var json = new JsonWriter(JsonWriter.Style.COMPACT).beginObject();
    json.member("ok", answer.ok()).member("nodeid", daemon.nodeId().orElse(""));
    json.member(answer.ok() ? "output" : "error", answer.text());
    return Reply.sync(json.endObject().payload());
  }

  private static Question question(Call call) throws Problem, InterruptedException {
    String asked = call.variable("question");
    return switch (asked) {
      case "status" -> new Question.Status();
      case "reload" -> new Question.Reload();
      case "webhook-test" -> {
        JsonValue body = object(call.body(QUESTION_BYTES_MAX));
        yield new Question.WebhookTest(body.text("url"), body.text("token"), body.text("secret"));
      }
      default ->
          throw new Problem(
              ErrorCode.NOT_FOUND,
              PATH + "/" + asked + " (expected: status, reload or webhook-test)");
    };
  }

  private Reply put(Call call) throws Problem, InterruptedException {
    String file = call.variable("file");
    if (!EventsDaemon.FILES.contains(file)) {
      throw new Problem(
          ErrorCode.NOT_FOUND,
          PATH + "/files/" + file + " (expected: one of " + EventsDaemon.FILES + ")");
    }
    try {
      daemon.put(file, call.body(JsonFile.BYTES_MAX));
      return Reply.sync(Payload.of("{}"));
    } catch (Refusal e) {
      throw new Problem(ErrorCode.PARAMETER, e.text());
    }
  }

  private static JsonValue object(Payload body) throws Problem {
    try {
      JsonValue value = Json.parse(body);
      if (value.isObject()) {
        return value;
      }
      throw Problem.parameter("body", value.type().name(), "an object with url");
    } catch (Malformed e) {
      throw new Problem(
          ErrorCode.PARAMETER, "body: " + e.getMessage(), new Problem.Where("", e.column()));
    }
  }
}
