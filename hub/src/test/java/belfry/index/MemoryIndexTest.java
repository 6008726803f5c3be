package belfry.index;

import java.nio.file.Path;

/** The index that tests compare others with. */
class MemoryIndexTest extends IndexContract {
  @Override
  Index open(Path home) {
    return new MemoryIndex();
  }
}
