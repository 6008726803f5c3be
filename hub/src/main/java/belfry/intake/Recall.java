package belfry.intake;

import belfry.event.Entry;
import belfry.event.Position;
import belfry.journal.Damaged;
import belfry.journal.Expired;
import belfry.journal.Journal;
import belfry.journal.Reader;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Brings the duplicate window back at the start. */
final class Recall {
  private static final System.Logger LOG = System.getLogger(Recall.class.getName());
  private static final int BATCH = 1024;

  private Recall() {}

  static Duplicates open(Journal journal, Optional<Path> file, RandomGenerator random)
      throws IOException {
    Optional<WindowFile.Content> saved = file.flatMap(path -> read(path, journal));
    var window = new Window();
    saved.ifPresent(content -> content.addTo(window));
    var keys =
        saved
            .map(content -> content.keys)
            .orElseGet(() -> new WindowFile.Keys(random.nextLong(), random.nextLong()));
    long[] complete = saved.map(content -> content.complete).orElse(new long[0]);
    var duplicates = new Duplicates(window, keys.k0(), keys.k1(), complete);
    List<Journal.Partition> partitions = journal.partitions();
    for (Journal.Partition partition : partitions) {
      int number = partition.number();
      long known = number < complete.length ? complete[number] : 0;
      long reach = partition.end() - Window.ENTRIES_MAX / partitions.size();
      replay(journal, partition, Math.max(known, reach), duplicates);
    }
    return duplicates;
  }

  private static Optional<WindowFile.Content> read(Path file, Journal journal) {
    try {
      return WindowFile.read(file).filter(content -> content.journal.equals(journal.id()));
    } catch (IOException e) {
      LOG.log(Level.WARNING, "duplicate window is read from the journal, error=" + e.getMessage());
      return Optional.empty();
    }
  }

  private static void replay(
      Journal journal, Journal.Partition partition, long from, Duplicates duplicates)
      throws IOException {
    long at = Math.max(from, partition.oldest());
    while (at < partition.end()) {
      try (Reader reader = journal.open(new Position(partition.number(), at))) {
        while (at < partition.end()) {
          at = readOn(reader, duplicates);
        }
      } catch (Expired e) {
        at = e.oldest().offset();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted while the duplicate window was read", e);
      }
    }
  }

  private static long readOn(Reader reader, Duplicates duplicates)
      throws IOException, Expired, InterruptedException {
    try {
      List<Entry> entries = reader.poll(BATCH, Duration.ZERO);
      entries.forEach(duplicates::recall);
    } catch (Damaged e) {
      LOG.log(Level.ERROR, "entries missing in the duplicate window, error=" + e.getMessage());
    }
    return reader.next();
  }
}
