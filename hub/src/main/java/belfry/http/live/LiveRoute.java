package belfry.http.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import belfry.access.Caller;
import belfry.access.Role;
import belfry.event.Payload;
import belfry.filter.View;
import belfry.http.Call;
import belfry.http.Endpoint;
import belfry.http.Problem;
import belfry.http.Reply;
import belfry.journal.Busy;
import belfry.metrics.Metrics;
import belfry.tail.Tail;
import belfry.tail.Tails;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.Configuration;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.WebSocketComponents;
import org.eclipse.jetty.websocket.core.server.Handshaker;
import org.eclipse.jetty.websocket.core.server.ServerUpgradeRequest;
import org.eclipse.jetty.websocket.core.server.ServerUpgradeResponse;
import org.eclipse.jetty.websocket.core.server.WebSocketNegotiator;

/**
 * {@code GET /1.0/events}: upgraded to LXD's WebSocket, or as server-sent events for who accepts
 * {@code text/event-stream}. Errors in the parameters come first and as JSON, before the upgrade is
 * looked at, as in LXD ({@code docs/systems/lxd.md}).
 */
public final class LiveRoute {
  /** How long listeners may read on when the hub stops. */
  static final Duration DRAIN_WAIT = Duration.ofSeconds(2);

  private static final String SSE = "text/event-stream";
  private static final int BAD_REQUEST = 400;

  private final Tails tails;
  private final Asking asking;
  private final Function<Caller, Supplier<View>> rights;
  private final Listeners listeners;
  private final Pace pace;
  private final Handshaker handshaker = Handshaker.newInstance();
  private final WebSocketComponents components = new WebSocketComponents();

  /** How often listeners get a sign of life; other than the standard only in tests. */
  public record Pace(Duration ping, Duration comment, int listenersMax) {
    public static final Pace STANDARD =
        new Pace(SocketListener.PING_EVERY, SseStream.COMMENT_EVERY, Listeners.LISTENERS_MAX);
  }

  /**
   * @param rights of a caller, asked again while a stream runs
   */
  public LiveRoute(
      Tails tails,
      Asking asking,
      Function<Caller, Supplier<View>> rights,
      Metrics metrics,
      Pace pace) {
    this.tails = tails;
    this.asking = asking;
    this.rights = rights;
    this.pace = pace;
    this.listeners = new Listeners(metrics, pace.listenersMax());
  }

  public List<Endpoint> endpoints() {
    return List.of(Endpoint.of(Role.READ, "GET", "/1.0/events", this::answer));
  }

  /** Gives listeners the time to read what there is, when the hub stops and their tails end. */
  public void drain() throws InterruptedException {
    listeners.awaitNone(DRAIN_WAIT);
  }

  private Reply answer(Call call) throws Problem, Busy, IOException, InterruptedException {
    boolean sse = call.accepts(SSE) && !upgrades(call);
    Wanted wanted = asking.wanted(call, sse);
    if (!sse && !handshaker.isWebSocketUpgradeRequest(call.request())) {
      return notUpgraded();
    }
    listeners.enter();
    boolean handed = false;
    try {
      Following following = follow(call, wanted);
      try {
        Optional<Reply> reply = sse ? Optional.of(stream(following)) : upgrade(call, following);
        handed = reply.isPresent();
        return reply.orElseGet(LiveRoute::notUpgraded);
      } finally {
        if (!handed) {
          following.close();
        }
      }
    } finally {
      if (!handed) {
        listeners.leave(Listeners.Ending.LEFT);
      }
    }
  }

  private static boolean upgrades(Call call) {
    return call.header("Upgrade").isPresent();
  }

  private Following follow(Call call, Wanted wanted) throws IOException {
    Supplier<View> view = rights.apply(call.caller());
    Tail tail = tails.open(view, wanted.filter(), wanted.start());
    return new Following(tail, wanted, view);
  }

  private Reply stream(Following following) {
    var headers =
        new TreeMap<>(
            Map.of(
                "Cache-Control",
                "no-store",
                "X-Accel-Buffering",
                "no",
                "Belfry-Cursor",
                following.cursor().encoded()));
    return new Reply.Streamed(SSE, headers, new SseStream(following, listeners, pace.comment()));
  }

  private Optional<Reply> upgrade(Call call, Following following) throws IOException {
    var listener = new SocketListener(following, listeners, pace.ping());
    boolean upgraded;
    try {
      upgraded =
          handshaker.upgradeRequest(
              new Negotiator(listener),
              call.request(),
              call.response(),
              call.callback(),
              components,
              new Configuration.ConfigurationCustomizer());
    } catch (HttpException.RuntimeException noProperUpgrade) {
      return Optional.empty();
    }
    return upgraded ? Optional.of(new Reply.Upgraded()) : Optional.empty();
  }

  /** Takes every request and no extension, as LXD's server does. */
  private record Negotiator(FrameHandler listener) implements WebSocketNegotiator {
    @Override
    public FrameHandler negotiate(
        ServerUpgradeRequest request, ServerUpgradeResponse response, Callback callback) {
      response.setExtensions(List.of());
      return listener;
    }
  }

  /** What gorilla's upgrader, and so LXD, says to a request that is no proper upgrade. */
  private static Reply notUpgraded() {
    var headers =
        new TreeMap<>(Map.of("Sec-Websocket-Version", "13", "X-Content-Type-Options", "nosniff"));
    Payload text = Payload.owning("Bad Request\n".getBytes(UTF_8));
    return new Reply.Whole(BAD_REQUEST, "text/plain; charset=utf-8", headers, text);
  }
}
