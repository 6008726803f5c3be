package belfry.sink.wire;

import belfry.event.Payload;
import belfry.sink.guard.Guard;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests to one URL over one kept connection, one at a time.
 *
 * <p>The name is resolved once for each connection, <em>every</em> address is checked, and the
 * connection goes to a checked address: a name that answers differently the second time gains
 * nothing. No redirect is followed, no proxy asked, nothing is sent twice.
 */
public final class GuardedClient implements AutoCloseable {
  /** Most addresses of a name that are tried. */
  static final int ADDRESSES_MAX = 4;

  /** A connection older than this is not used again, so that a moved name is noticed. */
  static final Duration AGE_MAX = Duration.ofMinutes(5);

  private final Url url;
  private final Guard guard;
  private final Resolver resolver;
  private final SSLSocketFactory factory;
  private final Timeouts timeouts;
  private final ScheduledExecutorService timer = ForkJoinPool.commonPool();
  private @Nullable Connection connection;
  private long opened;
  private String remote = "";
  private Duration connecting = Duration.ZERO;
  private Optional<Sent> sent = Optional.empty();

  public GuardedClient(
      Url url, Guard guard, Resolver resolver, SSLSocketFactory factory, Timeouts timeouts) {
    this.url = url;
    this.guard = guard;
    this.resolver = resolver;
    this.factory = factory;
    this.timeouts = timeouts;
  }

  /**
   * One exchange.
   *
   * @throws Refused if an address of the name may not be connected to; nothing was sent
   * @throws IOException if there was no answer; the text is fit for people and has no secrets
   * @throws InterruptedException if the thread was interrupted; the other side may have it
   */
  public Response exchange(Request request, Payload body) throws IOException, InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    long deadline = System.nanoTime() + timeouts.attempt().toNanos();
    byte[] bytes = request.with(body);
    boolean kept = false;
    Optional<Response> answer = Optional.empty();
    try {
      Response response = connected(deadline).exchange(bytes, timeouts, deadline);
      answer = Optional.of(response);
      kept = response.complete();
      return response;
    } catch (IOException e) {
      if (Thread.interrupted()) {
        var interrupted = new InterruptedException();
        interrupted.initCause(e);
        throw interrupted;
      }
      throw e;
    } finally {
      sent = Optional.of(new Sent(request, body, answer, remote, connecting));
      if (!kept) {
        close();
      }
    }
  }

  /** What the last exchange was; empty before the first. */
  public Optional<Sent> sent() {
    return sent;
  }

  private Connection connected(long deadline) throws IOException, InterruptedException {
    Connection last = connection;
    connecting = Duration.ZERO;
    if (last != null) {
      if (System.nanoTime() - opened < AGE_MAX.toNanos() && last.isFresh()) {
        return last;
      }
      close();
    }
    remote = "";
    long began = System.nanoTime();
    try {
      Connection fresh = open(deadline);
      connection = fresh;
      opened = System.nanoTime();
      return fresh;
    } finally {
      connecting = Duration.ofNanos(System.nanoTime() - began);
    }
  }

  private Connection open(long deadline) throws IOException, InterruptedException {
    List<InetAddress> addresses = resolve();
    for (InetAddress address : addresses) {
      Optional<String> refusal = guard.refusal(address);
      if (refusal.isPresent()) {
        throw new Refused(
            "address %s of %s is not allowed: it is %s"
                .formatted(address.getHostAddress(), url.host(), refusal.get()));
      }
    }
    IOException failure = new UnknownHostException(url.host());
    for (InetAddress address : addresses.subList(0, Math.min(addresses.size(), ADDRESSES_MAX))) {
      try {
        var target = new InetSocketAddress(address, url.port());
        String shown = address.getHostAddress();
        remote = (shown.indexOf(':') < 0 ? shown : "[" + shown + "]") + ":" + url.port();
        return Connection.open(target, url, factory, timeouts, deadline, timer);
      } catch (IOException e) {
        failure = e;
        if (Thread.currentThread().isInterrupted() || System.nanoTime() >= deadline) {
          break;
        }
      }
    }
    throw failure;
  }

  /** The resolver of the machine knows no time-out, so it is asked on a thread of its own. */
  private List<InetAddress> resolve() throws IOException, InterruptedException {
    var task = new FutureTask<>(() -> resolver.resolve(url.host()));
    Thread.ofVirtual().name("resolve").start(task);
    try {
      List<InetAddress> addresses = task.get(timeouts.connect().toNanos(), TimeUnit.NANOSECONDS);
      if (addresses.isEmpty()) {
        throw new UnknownHostException(url.host() + ": no address");
      }
      return addresses;
    } catch (TimeoutException e) {
      String text =
          "no address of %s within %d ms".formatted(url.host(), timeouts.connect().toMillis());
      throw new IOException(text, e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownHostException) {
        throw new UnknownHostException("no such host: " + url.host());
      }
      throw new IOException("resolver: " + e.getCause(), e);
    }
  }

  /** Ends the connection; the next exchange opens another. */
  @Override
  public void close() {
    Connection last = connection;
    connection = null;
    if (last != null) {
      last.close();
    }
  }
}
