package belfry.registry;

import belfry.event.Cursor;
import belfry.event.Entry;
import belfry.journal.Expired;
import belfry.journal.Reader;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Changes, read from the journal. */
final class JournalChanges implements Changes {
  private final JournalRegistry registry;
  private final Reader reader;
  private final Optional<String> collection;

  /** Polled, but not returned as something failed: they come with the next poll. */
  private List<Entry> unread = List.of();

  private long next;

  /**
   * @param collection what is read; empty for everything
   */
  JournalChanges(JournalRegistry registry, Reader reader, Optional<String> collection) {
    this.registry = registry;
    this.reader = reader;
    this.collection = collection;
    this.next = reader.next();
  }

  @Override
  public List<Change> poll(int max, Duration wait)
      throws IOException, Expired, InterruptedException {
    long deadline = System.nanoTime() + wait.toNanos();
    Duration left = wait;
    while (true) {
      if (unread.isEmpty()) {
        unread = reader.poll(max, left);
      }
      boolean waited = unread.isEmpty();
      List<Change> found = wanted(unread);
      if (!found.isEmpty()) {
        registry.awaitApplied(found.getLast().version());
      }
      unread = List.of();
      next = reader.next();
      if (waited || !found.isEmpty()) {
        return found;
      }
      left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
    }
  }

  private List<Change> wanted(List<Entry> entries) throws IOException {
    var found = new ArrayList<Change>();
    for (Entry entry : entries) {
      Optional<ChangeEvent> change = ChangeEvent.of(entry.event());
      if (change.isPresent()
          && collection.map(change.get().key().collection()::equals).orElse(true)) {
        found.add(change.get().at(entry.position()));
      }
    }
    return found;
  }

  @Override
  public Cursor next() {
    return registry.cursor(next);
  }

  @Override
  public void close() {
    reader.close();
    registry.left(this);
  }
}
