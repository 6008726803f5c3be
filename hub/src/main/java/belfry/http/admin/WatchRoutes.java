package belfry.http.admin;

import belfry.access.Role;
import belfry.event.Payload;
import belfry.format.json.JsonWriter;
import belfry.http.Call;
import belfry.http.Endpoint;
import belfry.http.ErrorCode;
import belfry.http.Problem;
import belfry.http.Reply;
import belfry.metrics.Metrics;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** {@code /health/…}, {@code /metrics} and the pages that errors point to. */
public final class WatchRoutes {
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final int UNAVAILABLE = 503;

  private final Metrics metrics;
  private final Condition condition;

  /**
   * How the hub is; each empty when it is well, or what is wrong.
   *
   * @param live whether only a restart helps
   * @param ready whether it should be sent requests
   * @param started whether it has come up
   * @param concerns what does not keep it from serving, but wants to be looked at
   */
  public record Condition(
      Supplier<Optional<String>> live,
      Supplier<Optional<String>> ready,
      Supplier<Optional<String>> started,
      Supplier<Optional<String>> concerns) {}

  public WatchRoutes(Metrics metrics, Condition condition) {
    this.metrics = metrics;
    this.condition = condition;
  }

  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.open("GET", "/health/live", call -> health(condition.live())),
        Endpoint.open("GET", "/health/ready", call -> health(condition.ready())),
        Endpoint.open("GET", "/health/started", call -> health(condition.started())),
        Endpoint.of(
            Role.READ,
            "GET",
            "/metrics",
            call -> Reply.of(PROMETHEUS, Payload.of(metrics.prometheusText()))),
        Endpoint.open("GET", "/errors/{code}", WatchRoutes::error));
  }

  private Reply health(Supplier<Optional<String>> failing) {
    Optional<String> wrong = failing.get();
    Optional<String> said = wrong.or(condition.concerns());
    var json =
        new JsonWriter(JsonWriter.Style.COMPACT)
            .beginObject()
            .member("status", wrong.isPresent() ? "fail" : said.isPresent() ? "warn" : "pass");
    said.ifPresent(text -> json.member("output", text));
    Payload body = json.endObject().payload();
    int status = wrong.isEmpty() ? 200 : UNAVAILABLE;
    return new Reply.Whole(status, Reply.JSON, new TreeMap<>(), body)
        .header("Cache-Control", "no-store");
  }

  private static Reply error(Call call) throws Problem {
    String name = call.variable("code");
    for (ErrorCode code : ErrorCode.values()) {
      if (code.text().equals(name)) {
        String page =
            "%s: %s (HTTP %d)%n%n%s%n"
                .formatted(code.text(), code.title(), code.status(), code.remedy());
        return Reply.of(TEXT, Payload.of(page));
      }
    }
    throw new Problem(ErrorCode.NOT_FOUND, "error: " + name + " (expected: BELFRY-nnnn)");
  }
}
