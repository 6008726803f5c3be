package belfry.http.live;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import belfry.feed.Reading;
import belfry.http.live.Listeners.Ending;
import belfry.tail.TailEnded;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.OpCode;
import org.jspecify.annotations.Nullable;

/**
 * One listener of LXD's WebSocket stream.
 *
 * <p>Design: its own virtual thread polls the tail and writes everything that is pending as frames
 * of one flush, so the cost per event falls as the rate rises; nothing is queued here. The kernel's
 * send buffer is small and each flush must be read within {@link #WRITE_WAIT_MAX}, or the
 * connection is cut: a listener that stalls holds 64 KiB of kernel memory and no heap. Pings, the
 * end of a stream by data from the client, and frames as in {@code docs/systems/lxd.md}.
 */
final class SocketListener implements FrameHandler {
  /** One flush must be taken by the peer within this. */
  static final Duration WRITE_WAIT_MAX = Duration.ofSeconds(5);

  /** Between pings; the first comes at once. */
  static final Duration PING_EVERY = Duration.ofSeconds(10);

  /** Pings without a pong after which the next one is not sent but the connection is cut. */
  static final int PINGS_PENDING_MAX = 3;

  /** Bytes after which a flush is done, so that its deadline means something. */
  private static final int FLUSH_BYTES = 256 << 10;

  private static final byte[] KEEPALIVE = "keepalive".getBytes(UTF_8);
  private static final int REASON_BYTES_MAX = 123;

  private final Following following;
  private final Listeners listeners;
  private final Duration pingEvery;
  private final AtomicReference<@Nullable Ending> ending = new AtomicReference<>();
  private final AtomicInteger pingsPending = new AtomicInteger();
  private volatile @Nullable CoreSession current;

  SocketListener(Following following, Listeners listeners, Duration pingEvery) {
    this.following = following;
    this.listeners = listeners;
    this.pingEvery = pingEvery;
  }

  @Override
  public void onOpen(CoreSession session, Callback callback) {
    session.setAutoFragment(false);
    session.setIdleTimeout(Duration.ZERO);
    current = session;
    callback.succeeded();
    session.demand();
    Thread.ofVirtual().name("listener").start(() -> run(session));
  }

  private void run(CoreSession session) {
    try {
      follow(session);
    } catch (TailEnded e) {
      end(session, e);
    } catch (TimeoutException e) {
      ending.compareAndSet(null, Ending.SLOW);
      session.abort();
    } catch (ExecutionException e) {
      ending.compareAndSet(null, Ending.LEFT);
      session.abort();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      session.abort();
    } finally {
      following.close();
      Ending why = ending.get();
      listeners.leave(why == null ? Ending.LEFT : why);
    }
  }

  private void follow(CoreSession session)
      throws TailEnded, InterruptedException, TimeoutException, ExecutionException {
    long nextPing = System.nanoTime();
    while (ending.get() == null) {
      long left = nextPing - System.nanoTime();
      if (left <= 0) {
        if (pingsPending.get() >= PINGS_PENDING_MAX) {
          ending.compareAndSet(null, Ending.SILENT);
          session.abort();
          return;
        }
        if (following.denied()) {
          ending.compareAndSet(null, Ending.DENIED);
          close(session, CloseStatus.POLICY_VIOLATION, "rights were taken away");
          return;
        }
        pingsPending.incrementAndGet();
        send(session, new Frame(OpCode.PING, ByteBuffer.wrap(KEEPALIVE)));
        nextPing += pingEvery.toNanos();
        continue;
      }
      List<Reading> readings = following.next(Duration.ofNanos(left));
      if (!readings.isEmpty()) {
        write(session, readings);
      }
    }
  }

  private void write(CoreSession session, List<Reading> readings)
      throws InterruptedException, TimeoutException, ExecutionException {
    int last = readings.size() - 1;
    int bytes = 0;
    for (int i = 0; i <= last; i++) {
      ByteBuffer line = buffer(readings.get(i));
      bytes += line.remaining();
      var frame = new Frame(OpCode.TEXT, line);
      if (i == last || bytes >= FLUSH_BYTES) {
        send(session, frame);
        bytes = 0;
      } else {
        session.sendFrame(frame, Callback.NOOP, true);
      }
    }
    listeners.sent(readings.size());
  }

  private ByteBuffer buffer(Reading reading) {
    return reading.line(following.format()).<ByteBuffer, RuntimeException>with(ByteBuffer::wrap);
  }

  /** Sends a frame and all that were batched before it, and waits until the kernel has them. */
  private static void send(CoreSession session, Frame frame)
      throws InterruptedException, TimeoutException, ExecutionException {
    var written = new Callback.Completable();
    session.sendFrame(frame, written, false);
    written.get(WRITE_WAIT_MAX.toMillis(), MILLISECONDS);
  }

  private void end(CoreSession session, TailEnded e) {
    String resume = "; resume with cursor=" + e.cursor().encoded();
    switch (e.reason()) {
      case TOO_SLOW -> {
        ending.compareAndSet(null, Ending.SLOW);
        close(session, CloseStatus.TRY_AGAIN_LATER, "too slow" + resume);
      }
      case EXPIRED -> {
        ending.compareAndSet(null, Ending.LOST);
        close(session, CloseStatus.POLICY_VIOLATION, "gone by retention" + resume);
      }
      case DAMAGED -> {
        ending.compareAndSet(null, Ending.LOST);
        close(session, CloseStatus.SERVER_ERROR, "journal is damaged here" + resume);
      }
      case STOPPING -> {
        ending.compareAndSet(null, Ending.STOPPED);
        close(session, CloseStatus.SHUTDOWN, "the hub stops" + resume);
      }
    }
  }

  /** Reasons are ASCII and at most 123 bytes, RFC 6455 section 5.5. */
  private static void close(CoreSession session, int code, String reason) {
    String shown = reason.substring(0, Math.min(reason.length(), REASON_BYTES_MAX));
    var closed = new Callback.Completable();
    session.close(code, shown, closed);
    try {
      closed.get(WRITE_WAIT_MAX.toMillis(), MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      session.abort();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      session.abort();
    }
  }

  @Override
  public void onFrame(Frame frame, Callback callback) {
    CoreSession session = current;
    if (session == null) {
      callback.succeeded();
      return;
    }
    switch (frame.getOpCode()) {
      case OpCode.PING -> {
        var pong = new Frame(OpCode.PONG, copy(frame.getPayload()));
        session.sendFrame(pong, Callback.NOOP, false);
      }
      case OpCode.PONG -> pingsPending.set(0);
      case OpCode.CLOSE -> finish(Ending.LEFT);
      default -> {
        // LXD's reader returns after one message, which ends the stream without a Close frame.
        finish(Ending.SPOKE);
        session.abort();
      }
    }
    callback.succeeded();
    session.demand();
  }

  /** The frame's own buffer goes back to its pool when this returns. */
  private static ByteBuffer copy(@Nullable ByteBuffer payload) {
    if (payload == null) {
      return ByteBuffer.allocate(0);
    }
    return ByteBuffer.allocate(payload.remaining()).put(payload.duplicate()).flip();
  }

  @Override
  public void onError(Throwable cause, Callback callback) {
    finish(Ending.LEFT);
    callback.succeeded();
  }

  @Override
  public void onClosed(CloseStatus status, Callback callback) {
    finish(Ending.LEFT);
    callback.succeeded();
  }

  private void finish(Ending why) {
    ending.compareAndSet(null, why);
    following.close();
  }
}
