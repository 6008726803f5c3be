package belfry;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.WARNING;
import static java.nio.charset.StandardCharsets.US_ASCII;

import belfry.access.Caller;
import belfry.access.Role;
import belfry.access.TokenFile;
import belfry.access.trust.Certificates;
import belfry.delivery.subscriptions.Subscriptions;
import belfry.event.Cursor;
import belfry.event.InvalidCursor;
import belfry.event.Origin;
import belfry.journal.Expired;
import belfry.registry.Change;
import belfry.registry.Changes;
import belfry.registry.Registry;
import belfry.self.OwnEvents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Tells of each change of a document exactly once, as a lifecycle event. How far it has told is in
 * a file; what was told and not noted before a crash is told again with the same id, and intake
 * finds it there.
 */
final class DocumentEvents implements AutoCloseable {
  /** By collection, what one of its documents is called in the names of events. */
  private static final Map<String, String> KINDS =
      Map.of(Subscriptions.COLLECTION, "subscription", Certificates.COLLECTION, "certificate");

  private static final int CHANGES_MAX = 100;
  private static final Duration WAIT = Duration.ofSeconds(10);
  private static final Duration TRY_AGAIN = Duration.ofSeconds(1);
  private static final System.Logger LOG = System.getLogger(DocumentEvents.class.getName());

  private final OwnEvents own;
  private final Path file;
  private final Changes changes;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Thread thread;

  private DocumentEvents(OwnEvents own, Path file, Changes changes) {
    this.own = own;
    this.file = file;
    this.changes = changes;
    this.thread = Thread.ofPlatform().name("document-events").unstarted(this::run);
  }

  /**
   * @param file where to note how far it has told
   */
  static DocumentEvents start(Registry registry, OwnEvents own, Path file) throws IOException {
    var events = new DocumentEvents(own, file, changes(registry, file));
    events.thread.start();
    return events;
  }

  private static Changes changes(Registry registry, Path file) throws IOException {
    try {
      Optional<Cursor> told = told(file);
      return told.isPresent() ? registry.changes(told.get()) : registry.changes();
    } catch (InvalidCursor e) {
      LOG.log(WARNING, "all changes are told again error=" + e.getMessage());
      return all(registry);
    } catch (Expired e) {
      throw new IOException(e);
    }
  }

  private static Changes all(Registry registry) throws IOException {
    try {
      return registry.changes();
    } catch (Expired e) {
      throw new IOException(e);
    }
  }

  private static Optional<Cursor> told(Path file) throws IOException, InvalidCursor {
    return Files.exists(file)
        ? Optional.of(Cursor.decode(Files.readString(file, US_ASCII).strip()))
        : Optional.empty();
  }

  private void run() {
    try {
      while (stop.getCount() > 0) {
        List<Change> more = changes.poll(CHANGES_MAX, WAIT);
        while (!more.isEmpty() && !told(more)) {
          if (stop.await(TRY_AGAIN.toMillis(), TimeUnit.MILLISECONDS)) {
            return;
          }
        }
      }
    } catch (IOException | Expired e) {
      LOG.log(ERROR, "changes of documents are not told any more error=" + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean told(List<Change> more) {
    try {
      for (Change change : more) {
        String kind = KINDS.get(change.key().collection());
        if (kind != null) {
          tell(kind, change);
        }
      }
      TokenFile.write(file, changes.next().encoded().getBytes(US_ASCII));
      return true;
    } catch (IOException e) {
      LOG.log(WARNING, "changes of documents not told yet error=" + e.getMessage());
      return false;
    }
  }

  private void tell(String kind, Change change) throws IOException {
    String action = kind + "-" + change.action().name().toLowerCase(Locale.ROOT);
    own.lifecycle(
        "registry-" + change.version(),
        change.time(),
        action,
        "/1.0/" + change.key(),
        caller(change.by()));
  }

  private static Caller caller(Origin by) {
    String principal = by.principal().orElse("");
    int slash = principal.indexOf('/');
    if (slash < 0) {
      return Caller.anonymous(by.address().orElse(""));
    }
    String way = principal.substring(0, slash);
    return new Caller(
        way.equals("token") ? "bearer" : way,
        principal.substring(slash + 1),
        by.address().orElse(""),
        Set.of(Role.ADMIN),
        Optional.empty());
  }

  /** What is not told yet is told at the next start. */
  @Override
  public void close() {
    stop.countDown();
    changes.close();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
