package belfry.http.trust;

import belfry.access.Role;
import belfry.access.trust.Grant;
import belfry.access.trust.JoinToken;
import belfry.access.trust.JoinTokens;
import belfry.event.Payload;
import belfry.format.Timestamp;
import belfry.format.json.JsonWriter;
import belfry.http.Call;
import belfry.http.Endpoint;
import belfry.http.ErrorCode;
import belfry.http.Problem;
import belfry.http.Reply;
import belfry.http.lxd.Reach;
import belfry.journal.Busy;
import belfry.registry.Refused;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Tokens to join with, as LXD's clients know them: operations of class {@code token} under {@code
 * /1.0/operations}, which run until somebody uses or cancels them. The secret is in the answer that
 * made it and is masked from then on.
 */
public final class JoinRoutes {
  private static final String PATH = "/1.0/operations";
  private static final String MASKED = "***";
  private static final int RUNNING = 103;

  private final JoinTokens tokens;
  private final Supplier<Optional<Duration>> life;
  private final Supplier<Reach> reach;
  private final CertificateRoutes.Changes changes;

  /**
   * @param life how long a new one is good for; empty for ever
   * @param reach where clients will find the hub
   */
  public JoinRoutes(
      JoinTokens tokens,
      Supplier<Optional<Duration>> life,
      Supplier<Reach> reach,
      CertificateRoutes.Changes changes) {
    this.tokens = tokens;
    this.life = life;
    this.reach = reach;
    this.changes = changes;
  }

  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.of(Role.READ, "GET", PATH, this::list),
        Endpoint.of(Role.ADMIN, "GET", PATH + "/{id}", this::show),
        Endpoint.of(Role.ADMIN, "DELETE", PATH + "/{id}", this::cancel));
  }

  JoinTokens tokens() {
    return tokens;
  }

  /** Makes one; the answer is its operation. */
  Reply issue(Call call, String client, Grant grant) throws Problem, Busy, IOException {
    call.require(Role.ADMIN);
    if (reach.get().addresses().isEmpty()) {
      throw new Problem(
          ErrorCode.CERTIFICATE,
          "core.https_address: none (expected: an address at which the client finds the hub)");
    }
    try {
      JoinTokens.Issued issued = tokens.issue(client, grant, life.get(), call.origin());
      changes.tokenIssued(call, issued.token().id());
      var json = new JsonWriter(JsonWriter.Style.COMPACT, 1024);
      operation(json, issued.token(), issued.secret());
      return Reply.async(PATH + "/" + issued.token().id(), json.payload())
          .header("Cache-Control", "no-store");
    } catch (Refused e) {
      throw new Problem(ErrorCode.CERTIFICATE, String.valueOf(e.getMessage()));
    }
  }

  /** By state; whoever does not administrate sees none. */
  private Reply list(Call call) throws Problem, IOException {
    boolean objects = call.params().number("recursion", 0, 0, 2) > 0;
    List<JoinToken> all = call.caller().may(Role.ADMIN) ? tokens.list() : List.of();
    var json = new JsonWriter(JsonWriter.Style.COMPACT).beginObject();
    if (!all.isEmpty()) {
      json.key("running").beginArray();
      for (JoinToken token : all) {
        if (objects) {
          operation(json, token, MASKED);
        } else {
          json.string(PATH + "/" + token.id());
        }
      }
      json.endArray();
    }
    return Reply.sync(json.endObject().payload());
  }

  private Reply show(Call call) throws Problem, IOException {
    String id = call.variable("id");
    JoinToken token = tokens.find(id).orElseThrow(() -> notFound(id));
    var json = new JsonWriter(JsonWriter.Style.COMPACT, 1024);
    operation(json, token, MASKED);
    return Reply.sync(json.payload());
  }

  private Reply cancel(Call call) throws Problem, Busy, IOException {
    String id = call.variable("id");
    if (!tokens.remove(id, call.origin())) {
      throw notFound(id);
    }
    changes.tokenRevoked(call, id);
    return Reply.sync(Payload.of("{}"));
  }

  private static Problem notFound(String id) {
    return new Problem(
        ErrorCode.OPERATION_NOT_FOUND,
        "Operation not found: " + id + " (expected: one of " + PATH + ")");
  }

  /** All of LXD's keys in LXD's order. */
  private void operation(JsonWriter json, JoinToken token, String secret) {
    String created = Timestamp.of(token.created()).utc();
    json.beginObject().member("id", token.id()).member("class", "token");
    json.member("description", "Executing operation");
    json.member("created_at", created).member("updated_at", created);
    json.member("status", "Running").member("status_code", RUNNING);
    json.key("resources").beginObject().endObject();
    json.key("metadata").beginObject();
    metadata(json, token, secret);
    json.endObject().member("may_cancel", true).member("err", "").member("err_code", 0);
    json.member("location", "none").endObject();
  }

  private void metadata(JsonWriter json, JoinToken token, String secret) {
    Reach now = reach.get();
    json.key("addresses").beginArray();
    now.addresses().forEach(json::string);
    json.endArray();
    token.expires().map(Instant::toString).ifPresent(until -> json.member("expiresAt", until));
    json.member("fingerprint", now.fingerprint());
    json.key("request").beginObject().member("name", token.client()).member("type", "client");
    token.grant().write(json);
    json.member("certificate", "").member("password", "").member("token", true).endObject();
    json.member("secret", secret);
  }
}
