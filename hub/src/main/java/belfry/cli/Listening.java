package belfry.cli;

import belfry.cli.print.EventPrinter;
import belfry.cli.shell.Answer;
import belfry.cli.shell.Exit;
import belfry.cli.shell.Failure;
import belfry.cli.shell.HubOptions;
import belfry.cli.shell.Shell;
import belfry.cli.shell.Text;
import belfry.cli.wire.EventStream;
import belfry.cli.wire.HubClient;
import belfry.cli.wire.Request;
import belfry.cli.wire.Unreachable;
import belfry.event.Payload;
import belfry.format.json.JsonValue;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * One listener of the hub's event stream that survives the hub's restart.
 *
 * <p>It reads server-sent events rather than the WebSocket that stock clients use: they carry the
 * cursor with each event, so a stream that breaks goes on where it was, without a gap or a
 * repetition.
 */
final class Listening {
  /** How long a hub that went away may take to come back. */
  static final Duration RESUME_FOR = Duration.ofSeconds(60);

  private static final Duration RESUME_EVERY = Duration.ofSeconds(1);

  private final Shell shell;
  private final HubClient client;
  private final Wanted wanted;
  private final Set<String> types;
  private final EventPrinter printer;
  private final CountDownLatch interrupted = new CountDownLatch(1);
  private volatile String cursor = "";

  /** What to listen to; in the hub's parameters. */
  record Wanted(
      String dialect,
      Optional<String> project,
      boolean allProjects,
      Optional<String> filter,
      Optional<Instant> since) {}

  /**
   * @param types which LXD types to print; the stock client asks for all of them and chooses
   *     itself, and so does this one
   */
  Listening(Shell shell, HubClient client, Wanted wanted, Set<String> types, EventPrinter printer) {
    this.shell = shell;
    this.client = client;
    this.wanted = wanted;
    this.types = types;
    this.printer = printer;
  }

  /** Prints until interrupted or until nobody reads any more. */
  int run(Optional<String> from) throws Failure, InterruptedException {
    cursor = from.orElse("");
    Runnable forget = shell.interrupts().watch(this::interrupt);
    try {
      if (listen()) {
        resume();
      }
    } finally {
      forget.run();
      farewell();
    }
    return Exit.DONE;
  }

  private void interrupt() {
    interrupted.countDown();
    client.close();
  }

  private void farewell() {
    shell.out().flush();
    if (!cursor.isEmpty()) {
      shell.err().println("cursor: " + cursor);
      shell.err().flush();
    }
  }

  /** Listens again whenever the stream ends, as long as the hub comes back in time. */
  private void resume() throws Failure, InterruptedException {
    int tries = 0;
    boolean told = false;
    while (!interrupted.await(tries == 0 ? 0 : RESUME_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
      if (!told) {
        shell.err().println("belfry: the hub ended the stream; going on where it was");
        told = true;
      }
      try {
        client.connect();
        tries = 0;
        told = false;
        if (!listen()) {
          return;
        }
        tries = 1;
      } catch (IOException e) {
        tries++;
        if (tries > RESUME_FOR.dividedBy(RESUME_EVERY)) {
          throw Failure.unreachable(Text.reason(e));
        }
      }
    }
  }

  /** One stream to its end. Returns whether it is worth going on. */
  private boolean listen() throws Failure {
    try {
      HubClient.Stream stream = client.stream(request());
      if (stream.status() != 200) {
        throw HubOptions.refused(stream.whole());
      }
      return printed(new EventStream(stream.body()));
    } catch (Unreachable e) {
      throw Failure.unreachable(Text.reason(e));
    } catch (IOException e) {
      // The end of a stream that broke, or that an interrupt closed: both are seen by the caller.
      shell.out().flush();
    }
    return interrupted.getCount() > 0;
  }

  private boolean printed(EventStream events) throws Failure, IOException {
    try {
      for (var sent = events.next(); sent.isPresent(); sent = events.next()) {
        if (!take(sent.get(), events.ready())) {
          return false;
        }
      }
      return interrupted.getCount() > 0;
    } finally {
      // Also where nothing was printed: the hub tells how far it has looked.
      cursor = events.lastId().isEmpty() ? cursor : events.lastId();
    }
  }

  private Request request() {
    var target =
        new Request.Target("/1.0/events")
            .add("project", wanted.project())
            .add("all-projects", wanted.allProjects() ? Optional.of("true") : Optional.empty())
            .add("filter", wanted.filter());
    target.add("format", Answer.dialect(wanted.dialect()));
    Request request;
    if (cursor.isEmpty()) {
      wanted.since().ifPresent(since -> target.add("since", since.toString()));
      request = Request.get(target.toString());
    } else {
      request = Request.get(target.toString()).with("Last-Event-ID", cursor);
    }
    return request.with("Accept", "text/event-stream");
  }

  /** Prints one event. Returns whether somebody still reads what is printed. */
  private boolean take(EventStream.Sent sent, boolean more) throws Failure {
    JsonValue event = Answer.json(Payload.of(sent.data()));
    if (!sent.event().equals("message")) {
      shell.out().flush();
      shell.err().println("belfry: " + sent.event() + " of the stream: " + event.text("reason"));
      return true;
    }
    if (types.isEmpty() || types.contains(event.text("type"))) {
      printer.print(event).ifPresent(shell.out()::print);
    }
    cursor = sent.id();
    return more || !shell.out().checkError();
  }
}
