package belfry.registry;

import belfry.testing.MemoryRegistry;
import java.time.InstantSource;

class MemoryRegistryTest extends RegistryContract {
  @Override
  Registry open(InstantSource clock) {
    return new MemoryRegistry(clock);
  }

  @Override
  void close() {
    ((MemoryRegistry) registry).close();
  }
}
