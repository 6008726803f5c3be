package belfry.registry;

import belfry.metrics.Metrics;
import belfry.testing.MemoryJournal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;

/** With holes between offsets; and in the random test opened again and again. */
class JournalRegistryContractTest extends RegistryContract {
  @TempDir Path state;
  private final MemoryJournal journal = new MemoryJournal(now::get, 1, 42);

  @Override
  Registry open(InstantSource clock) throws Exception {
    return JournalRegistry.open(journal, state, clock, new Metrics());
  }

  @Override
  void close() {
    ((JournalRegistry) registry).close();
  }

  @Override
  void changed(int step, Random random) throws Exception {
    switch (random.nextInt(20)) {
      case 0 -> {
        close();
        registry = open(now::get);
      }
      case 1 -> registry = open(now::get); // as after a crash: the snapshot is old
      case 2 -> {
        Files.deleteIfExists(state.resolve(SnapshotFile.NAME));
        registry = open(now::get);
      }
      default -> {}
    }
  }
}
