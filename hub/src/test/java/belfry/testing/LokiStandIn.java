package belfry.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A server that takes pushes as Loki documents them and notes everything about one that Loki would
 * not take. Answers by a script; when that is at its end, 204. Can be stopped and started at the
 * same port, and keeps what it has.
 */
public final class LokiStandIn implements AutoCloseable {
  /** An entry that was taken. */
  public record Taken(SortedMap<String, String> labels, long nanos, String line) {}

  private record Step(int status, Map<String, String> headers, boolean hangs, boolean drops) {}

  private static final JsonMapper JSON = new JsonMapper();
  private static final Pattern LABEL = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");
  private static final Pattern NANOS = Pattern.compile("[1-9]\\d{0,18}");

  private final int port;
  private final String authorization;
  private final BlockingQueue<Step> script = new LinkedBlockingQueue<>();
  private final List<Taken> taken = Collections.synchronizedList(new ArrayList<>());
  private final List<String> violations = Collections.synchronizedList(new ArrayList<>());
  private final List<Integer> answers = Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile Predicate<Taken> tooOld = entry -> false;
  private @Nullable HttpServer server;

  private LokiStandIn(int port, String authorization) {
    this.port = port;
    this.authorization = authorization;
  }

  /**
   * One that is not started yet, at a port that was free.
   *
   * @param authorization what the header of this name has to be; empty for none
   */
  public static LokiStandIn prepared(String authorization) throws IOException {
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return new LokiStandIn(free.getLocalPort(), authorization);
    }
  }

  public String url() {
    return "http://127.0.0.1:" + port;
  }

  public LokiStandIn start() throws IOException {
    HttpServer started =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    started.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    started.createContext("/", this::serve);
    started.start();
    server = started;
    return this;
  }

  /** Ends every connection at once and listens no more. */
  public void stop() {
    if (server != null) {
      server.stop(0);
      server = null;
    }
  }

  /** Answers the next push with a status, after it took nothing of it. */
  public void refuse(int status, Map<String, String> headers) {
    script.add(new Step(status, headers, false, false));
  }

  /** Takes the next push and says nothing. */
  public void hang() {
    script.add(new Step(0, Map.of(), true, false));
  }

  /** Takes the next push and ends the connection without an answer. */
  public void drop() {
    script.add(new Step(0, Map.of(), false, true));
  }

  /** Refuses from now on the pushes with such entries, in the words of Loki. */
  public void refuseOld(Predicate<Taken> old) {
    tooOld = old;
  }

  /** What it took so far, also of pushes that it did not answer. */
  public List<Taken> taken() {
    synchronized (taken) {
      return List.copyOf(taken);
    }
  }

  /** What Loki would not have taken, or what LXD would not have sent. */
  public List<String> violations() {
    synchronized (violations) {
      return List.copyOf(violations);
    }
  }

  /** The statuses it answered with, in order. */
  public List<Integer> answers() {
    synchronized (answers) {
      return List.copyOf(answers);
    }
  }

  private void serve(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    Step step = script.poll();
    if (step != null && step.status() > 0) {
      step.headers().forEach(exchange.getResponseHeaders()::set);
      answer(exchange, step.status(), "not now");
      return;
    }
    List<Taken> entries = checked(exchange, body);
    Optional<Taken> old = entries.stream().filter(tooOld).findFirst();
    if (old.isPresent()) {
      answer(
          exchange,
          400,
          "entry for stream '%s' has timestamp too old: %s, entry too far behind\n"
              .formatted(old.get().labels(), old.get().nanos()));
      return;
    }
    taken.addAll(entries);
    if (step != null && step.hangs()) {
      awaitClosed();
    } else if (step == null || !step.drops()) {
      answer(exchange, 204, "");
    }
    exchange.close();
  }

  private void awaitClosed() {
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void answer(HttpExchange exchange, int status, String text) throws IOException {
    answers.add(status);
    byte[] bytes = text.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private void check(boolean right, String what) {
    if (!right) {
      violations.add(what);
    }
  }

  private List<Taken> checked(HttpExchange exchange, String body) {
    String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
    check(request.equals("POST /loki/api/v1/push"), request);
    String type = String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type"));
    check(type.equals("application/json"), type);
    String given = exchange.getRequestHeaders().getFirst("Authorization");
    check(authorization.equals(given == null ? "" : given), "Authorization: " + given);
    JsonNode json = JSON.readTree(body);
    check(json.size() == 1 && json.path("streams").isArray(), "members: " + json.propertyNames());
    var entries = new ArrayList<Taken>();
    var seen = new ArrayList<SortedMap<String, String>>();
    for (JsonNode stream : json.path("streams")) {
      SortedMap<String, String> labels = labels(stream);
      check(!seen.contains(labels), "stream twice: " + labels);
      seen.add(labels);
      entries.addAll(entries(stream, labels));
    }
    check(!entries.isEmpty(), "no entries");
    return entries;
  }

  private SortedMap<String, String> labels(JsonNode stream) {
    check(stream.size() == 2, "members of a stream: " + stream.propertyNames());
    var labels = new TreeMap<String, String>();
    for (Map.Entry<String, JsonNode> label : stream.path("stream").properties()) {
      check(LABEL.matcher(label.getKey()).matches(), "label: " + label.getKey());
      check(label.getValue().isString(), "label is no text: " + label);
      labels.put(label.getKey(), label.getValue().asString());
    }
    check(
        labels.keySet().containsAll(List.of("app", "type", "location", "instance")),
        "labels: " + labels);
    return labels;
  }

  private List<Taken> entries(JsonNode stream, SortedMap<String, String> labels) {
    var entries = new ArrayList<Taken>();
    long last = Long.MIN_VALUE;
    for (JsonNode value : stream.path("values")) {
      boolean pair = value.isArray() && value.size() == 2;
      check(pair && value.get(0).isString() && value.get(1).isString(), "value: " + value);
      String nanos = value.path(0).asString();
      check(NANOS.matcher(nanos).matches(), "nanoseconds: " + nanos);
      long at = Long.parseLong(nanos);
      check(at >= last, "out of order: " + nanos + " behind " + last);
      last = at;
      entries.add(new Taken(labels, at, value.path(1).asString()));
    }
    check(!entries.isEmpty(), "stream without values: " + labels);
    return entries;
  }

  @Override
  public void close() {
    closed.countDown();
    stop();
  }
}
