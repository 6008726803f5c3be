package belfry.http;

import static java.lang.System.Logger.Level.ERROR;

import belfry.access.Caller;
import belfry.journal.Busy;
import belfry.journal.DiskFull;
import belfry.journal.ReadOnly;
import belfry.metrics.Metrics;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/**
 * From a request to its endpoint and back: who is calling, which route, and how an error is told.
 * Whatever a route throws becomes an answer; only a fault of our own is a 500.
 */
final class Dispatch extends Handler.Abstract {
  private static final System.Logger LOG = System.getLogger(Dispatch.class.getName());
  private static final List<String> OUTSIDE =
      List.of("/bulk/", "/metrics", "/health", "/errors/", "/openapi.json");

  private final Paths paths;
  private final Guard guard;
  private final Call.Desk desk;
  private final Answers answers;
  private volatile boolean stopping;

  Dispatch(Paths paths, Guard guard, Metrics metrics) {
    this.paths = paths;
    this.guard = guard;
    this.desk = new Call.Desk(guard, new Bodies());
    this.answers = new Answers(metrics);
    metrics.gauge(
        "belfry_http_bodies_bytes",
        "Request bodies being read or worked on.",
        Map.of(),
        desk.bodies()::inFlight);
  }

  /** From now on every request is answered with 503. */
  void refuse() {
    stopping = true;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    var exchange = new Call.Exchange(request, response, callback);
    try {
      answer(exchange);
    } catch (Problem problem) {
      send(exchange, problem);
    } catch (Busy e) {
      Problem problem = new Problem(ErrorCode.BUSY, text(e)).retryAfter(e.after());
      send(exchange, problem);
    } catch (DiskFull e) {
      send(exchange, new Problem(ErrorCode.DISK_FULL, text(e)));
    } catch (ReadOnly e) {
      send(exchange, new Problem(ErrorCode.READ_ONLY, text(e)));
    } catch (EofException e) {
      callback.failed(e);
    } catch (IOException e) {
      LOG.log(ERROR, "journal cannot be used path=" + request.getHttpURI().getPath(), e);
      send(exchange, new Problem(ErrorCode.JOURNAL, text(e)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      send(exchange, stoppingNow());
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      LOG.log(ERROR, "request failed path=" + request.getHttpURI().getPath(), e);
      send(exchange, new Problem(ErrorCode.INTERNAL, "a fault of the hub; its log has the cause"));
    }
    return true;
  }

  private static String text(Exception e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private void answer(Call.Exchange exchange)
      throws Problem, IOException, InterruptedException, Busy {
    Request request = exchange.request();
    if (stopping) {
      throw stoppingNow();
    }
    Caller caller = guard.identify(request);
    Paths.Found found =
        paths.find(request.getHttpURI().getCanonicalPath()).orElseThrow(() -> notFound(request));
    Optional<Endpoint> endpoint = endpoint(request, found);
    if (endpoint.isEmpty()) {
      var allow = Map.of("Allow", String.join(", ", found.names()));
      answers.whole(exchange, Reply.empty(200, allow));
      return;
    }
    if (endpoint.get().role().isPresent()) {
      guard.require(endpoint.get().role().get(), caller, request);
    }
    var call = new Call(exchange, caller, found.variables(), desk);
    try {
      answers.send(exchange, endpoint.get().route().answer(call));
    } finally {
      call.release();
    }
  }

  /** Empty for an OPTIONS that no route answers. */
  private static Optional<Endpoint> endpoint(Request request, Paths.Found found) throws Problem {
    String method = request.getMethod();
    Endpoint endpoint = found.methods().get(method);
    if (endpoint == null && method.equals("HEAD") && !found.methods().containsKey("OPTIONS")) {
      endpoint = found.methods().get("GET");
    }
    if (endpoint != null || method.equals("OPTIONS")) {
      return Optional.ofNullable(endpoint);
    }
    if (!Paths.knownMethod(method)) {
      throw new Problem(ErrorCode.METHOD_UNKNOWN, "Method \"" + method + "\" not found");
    }
    throw new Problem(
            ErrorCode.NOT_IMPLEMENTED,
            "method: " + method + " (expected: one of " + String.join(", ", found.names()) + ")")
        .header("Allow", String.join(", ", found.names()));
  }

  private static Problem notFound(Request request) {
    String path = request.getHttpURI().getPath();
    String shown = path.length() > 80 ? path.substring(0, 80) + "…" : path;
    return new Problem(ErrorCode.NOT_FOUND, "path: " + shown + " (expected: one of the API's)");
  }

  private static Problem stoppingNow() {
    return new Problem(ErrorCode.STOPPING, "the hub is stopping")
        .header(HttpHeader.CONNECTION.asString(), "close");
  }

  private void send(Call.Exchange exchange, Problem problem) {
    if (exchange.response().isCommitted()) {
      exchange.callback().failed(problem);
      return;
    }
    exchange.response().reset();
    try {
      desk.bodies().skipRest(exchange.request());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    answers.whole(exchange, error(exchange.request(), problem));
  }

  /** Problem details where no LXD client ever looks, the envelope everywhere else. */
  private static Reply.Whole error(Request request, Problem problem) {
    String path = request.getHttpURI() == null ? null : request.getHttpURI().getPath();
    return path != null && OUTSIDE.stream().anyMatch(path::startsWith)
        ? Envelope.problemDetails(problem)
        : Envelope.error(problem);
  }

  /** Answers what Jetty itself refuses: request lines, headers and framing it cannot read. */
  boolean refused(Request request, Response response, Callback callback) {
    ErrorCode code =
        switch (response.getStatus()) {
          case 414 -> ErrorCode.URI_TOO_LONG;
          case 431 -> ErrorCode.HEADERS_TOO_LARGE;
          case 417 -> ErrorCode.EXPECTATION;
          case 500 -> ErrorCode.INTERNAL;
          case 503 -> ErrorCode.STOPPING;
          default -> ErrorCode.BAD_REQUEST;
        };
    Object cause = request.getAttribute(ErrorHandler.ERROR_MESSAGE);
    var problem = new Problem(code, cause == null ? code.title() : cause.toString());
    answers.whole(new Call.Exchange(request, response, callback), error(request, problem));
    return true;
  }
}
