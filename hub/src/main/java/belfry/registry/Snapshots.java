package belfry.registry;

import static java.lang.System.Logger.Level.WARNING;

import belfry.event.Entry;
import belfry.event.Payload;
import belfry.event.Position;
import belfry.journal.Journal;
import belfry.metrics.Counter;
import belfry.metrics.Metrics;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The snapshots of one journal: which one may be believed, and making new ones. */
final class Snapshots {
  private static final System.Logger LOG = System.getLogger(Snapshots.class.getName());

  private final Journal journal;
  private final SnapshotFile file;
  private final Counter failures;

  Snapshots(Journal journal, SnapshotFile file, Metrics metrics) {
    this.journal = journal;
    this.file = file;
    this.failures =
        metrics.counter(
            "belfry_registry_snapshot_failures_total", "Snapshots that could not be written.");
  }

  /**
   * The snapshot, if it is whole and the journal is the one that it was made of.
   *
   * @throws IOException if the journal cannot be read
   */
  Optional<Snapshot> usable() throws IOException {
    Optional<Snapshot> found;
    try {
      found = file.read();
    } catch (IOException e) {
      LOG.log(WARNING, "registry snapshot ignored error=" + e.getMessage());
      return Optional.empty();
    }
    if (found.isPresent() && !isOfThisJournal(found.get())) {
      LOG.log(WARNING, "registry snapshot ignored error=of another journal");
      return Optional.empty();
    }
    return found;
  }

  private boolean isOfThisJournal(Snapshot snapshot) throws IOException {
    return snapshot.journal().equals(journal.id())
        && snapshot.last().partition() == journal.partitions().getFirst().number()
        && salt(snapshot.last()).equals(Optional.of(snapshot.salt()));
  }

  private Optional<Payload> salt(Position position) throws IOException {
    return journal.read(List.of(position)).stream().map(Entry::salt).findFirst();
  }

  /** One that fails costs time at the next start, and nothing else. */
  void save(State state, Position last) {
    try {
      Optional<Payload> salt = salt(last);
      if (salt.isPresent()) {
        file.write(new Snapshot(journal.id(), last, salt.get(), state.version(), state.all()));
      }
    } catch (IOException e) {
      failures.add();
      LOG.log(WARNING, "registry snapshot not written error=" + e.getMessage());
    }
  }
}
