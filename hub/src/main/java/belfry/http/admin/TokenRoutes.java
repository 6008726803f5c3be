package belfry.http.admin;

import belfry.access.Role;
import belfry.access.Token;
import belfry.access.Tokens;
import belfry.event.Payload;
import belfry.format.json.JsonValue;
import belfry.format.json.JsonWriter;
import belfry.http.Call;
import belfry.http.Endpoint;
import belfry.http.ErrorCode;
import belfry.http.Moments;
import belfry.http.Problem;
import belfry.http.Reply;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** {@code /1.0/tokens}: who may come in over TCP. */
public final class TokenRoutes {
  private static final String PATH = "/1.0/tokens";
  private static final int BODY_BYTES_MAX = 16 << 10;
  private static final int CREATED = 201;

  private final Tokens tokens;
  private final Changes changes;

  /** Is told when a token was made or taken away. */
  public interface Changes {
    void issued(Call call, Token token);

    void removed(Call call, String name);
  }

  public TokenRoutes(Tokens tokens, Changes changes) {
    this.tokens = tokens;
    this.changes = changes;
  }

  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.of(Role.ADMIN, "GET", PATH, call -> list()),
        Endpoint.of(Role.ADMIN, "POST", PATH, this::issue),
        Endpoint.of(Role.ADMIN, "DELETE", PATH + "/{name}", this::remove));
  }

  private Reply list() {
    var json = new JsonWriter(JsonWriter.Style.COMPACT).beginArray();
    tokens.list().forEach(token -> members(json.beginObject(), token).endObject());
    return Reply.sync(json.endArray().payload());
  }

  private static JsonWriter members(JsonWriter json, Token token) {
    json.member("name", token.name()).member("role", token.role().text());
    json.member("project", token.project().orElse(""));
    json.member("created", token.created().toString());
    return json.member("expires", token.expires().map(Instant::toString).orElse(""));
  }

  private Reply issue(Call call) throws Problem, IOException, InterruptedException {
    JsonValue body = call.object(BODY_BYTES_MAX);
    String name = body.text("name");
    Role role =
        Role.parse(body.text("role"))
            .orElseThrow(
                () -> Problem.parameter("role", body.text("role"), "ingest, read or admin"));
    String expires = body.text("expires");
    Optional<Instant> until =
        expires.isEmpty() ? Optional.empty() : Optional.of(Moments.exact("expires", expires));
    Optional<String> project = Optional.of(body.text("project")).filter(text -> !text.isEmpty());
    if (tokens.find(name).isPresent()) {
      throw new Problem(
          ErrorCode.TOKEN_EXISTS, "name: " + name + " (expected: one that no token has)");
    }
    try {
      Tokens.Issued issued = tokens.issue(name, role, project, until);
      changes.issued(call, issued.token());
      var json = members(new JsonWriter(JsonWriter.Style.COMPACT).beginObject(), issued.token());
      json.member("token", issued.secret());
      return Reply.sync(CREATED, json.endObject().payload())
          .header("Location", PATH + "/" + name)
          .header("Cache-Control", "no-store");
    } catch (Tokens.Refused e) {
      throw new Problem(ErrorCode.PARAMETER, String.valueOf(e.getMessage()));
    }
  }

  private Reply remove(Call call) throws Problem, IOException {
    String name = call.variable("name");
    if (!tokens.remove(name)) {
      throw new Problem(
          ErrorCode.TOKEN_NOT_FOUND, "name: " + name + " (expected: one of " + PATH + ")");
    }
    changes.removed(call, name);
    return Reply.sync(Payload.of("{}"));
  }
}
