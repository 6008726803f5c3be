package belfry.gluster;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;

import belfry.event.JournalId;
import belfry.event.Payload;
import belfry.gluster.ask.Answer;
import belfry.gluster.ask.Question;
import belfry.gluster.ask.TestRequest;
import belfry.gluster.files.Config;
import belfry.gluster.files.Folders;
import belfry.gluster.files.JsonFile;
import belfry.gluster.files.Refusal;
import belfry.gluster.files.Webhooks;
import belfry.os.Signals;
import belfry.tail.Tails;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * The hub in the place of {@code glustereventsd}: holds the pid file, follows the files that it
 * shares with Gluster's programs, reads them again at SIGUSR2, writes the events log and answers
 * the other nodes. Thread-safe.
 */
public final class EventsDaemon implements AutoCloseable {
  /** How often the files are looked at; a signal is heard at once. */
  public static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  /** What nodes bring each other. */
  public static final Set<String> FILES = Set.of(Webhooks.FILE, Config.FILE);

  private static final System.Logger LOG = System.getLogger(EventsDaemon.class.getName());
  private static final String RELOAD = "USR2";
  private static final String UP = "UP";

  private final Folders folders;
  private final TestRequest test;
  private final Shared shared;
  private final Stamps stamps;
  private final Semaphore asked = new Semaphore(0);
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final Thread thread;
  private volatile boolean closed;

  /**
   * What of the hub it works with.
   *
   * @param deliveries subscriptions that stand for webhooks
   * @param tails readers of the journal, for the events log
   * @param journal whose positions are kept
   * @param position the file they are kept in
   * @param clock for tests of webhooks
   * @param agent the User-Agent of these
   */
  public record Hub(
      Deliveries deliveries,
      Tails tails,
      JournalId journal,
      Path position,
      InstantSource clock,
      String agent) {}

  private EventsDaemon(Folders folders, Hub hub) throws IOException {
    this.folders = folders;
    test = new TestRequest(hub.clock(), hub.agent());
    shared = new Shared(folders, hub.deliveries());
    stamps =
        new Stamps(
            List.of(
                folders.events().resolve(Webhooks.FILE),
                folders.events().resolve(Config.FILE),
                folders.settings().resolve(Config.DEFAULTS_FILE)));
    thread = Thread.ofPlatform().daemon().name("gluster-files").unstarted(this::follow);
  }

  /**
   * Takes the daemon's place; what the files say is in force on return.
   *
   * @throws IOException if another daemon runs, or the pid file cannot be written
   */
  public static EventsDaemon start(Folders folders, Hub hub) throws IOException {
    var daemon = new EventsDaemon(folders, hub);
    boolean started = false;
    try {
      Runnable deaf = Signals.on(RELOAD, daemon.asked::release);
      daemon.parts.push(deaf::run);
      daemon.parts.push(PidFile.take(folders.pidFile()));
      daemon.shared.read();
      var plan = new EventsLogWriter.Plan(folders.log(), hub.position(), ZoneId.systemDefault());
      daemon.parts.push(
          EventsLogWriter.start(plan, hub.tails(), hub.journal(), daemon.shared::wanted));
      daemon.thread.start();
      LOG.log(INFO, "hub is the events daemon of gluster pidFile=" + folders.pidFile());
      started = true;
      return daemon;
    } finally {
      if (!started) {
        daemon.close();
      }
    }
  }

  private void follow() {
    while (!closed) {
      try {
        boolean signal = asked.tryAcquire(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
        asked.drainPermits();
        boolean touched = stamps.changed();
        if (!closed && (signal || touched || shared.isStale())) {
          shared.read();
        }
      } catch (InterruptedException e) {
        return;
      } catch (IOException | RuntimeException e) {
        LOG.log(ERROR, "files of gluster not followed this time", e);
      }
    }
  }

  /** The UUID of this node; empty before glusterd gave it one. */
  public Optional<String> nodeId() {
    return folders.nodeId();
  }

  /** The webhooks that are delivered to. */
  public List<String> urls() {
    return shared.urls();
  }

  /** Answers another node, or this one. */
  public Answer answer(Question question) {
    return switch (question) {
      case Question.Status status -> Answer.output(UP);
      case Question.Reload reload -> reloaded();
      case Question.WebhookTest(String url, String token, String secret) ->
          test.of(url, token, secret);
    };
  }

  private Answer reloaded() {
    SortedMap<String, String> troubles = shared.read();
    return troubles.isEmpty()
        ? Answer.DONE
        : Answer.error(
            troubles.entrySet().stream()
                .map(trouble -> trouble.getKey() + ": " + trouble.getValue())
                .collect(Collectors.joining("; ")));
  }

  /**
   * Takes a file of another node in place of our own.
   *
   * @param file one of {@link #FILES}
   * @throws Refusal if it is no JSON object, or cannot be written
   */
  public void put(String file, Payload content) throws Refusal {
    if (!FILES.contains(file)) {
      throw new IllegalArgumentException("file: " + file + " (expected: one of " + FILES + ")");
    }
    new JsonFile(folders.events().resolve(file)).replaceBy(content);
    shared.read();
  }

  /** Gives the place free. Safe to call twice. */
  @Override
  public void close() throws IOException {
    closed = true;
    asked.release();
    try {
      thread.join();
      while (!parts.isEmpty()) {
        parts.pop().close();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException("events daemon of gluster: " + e.getMessage(), e);
    }
  }
}
