package belfry.intake;

import belfry.event.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * The items of one call that are new, from the moment their identities are reserved until they are
 * on disk or given up.
 */
final class Batch {
  private final CountDownLatch settled = new CountDownLatch(1);
  private final List<Item> fresh = new ArrayList<>();
  private final long[] floor;

  /**
   * @param floor by partition, an offset that everything in this batch will be at or after
   */
  Batch(long[] floor) {
    this.floor = floor;
  }

  void add(Item item) {
    fresh.add(item);
  }

  /** To be appended, in order. */
  List<Item> fresh() {
    return fresh;
  }

  long[] floor() {
    return floor;
  }

  /** Whether it holds this very content under this identity. */
  boolean holds(long key, long content) {
    return fresh.stream().anyMatch(item -> item.key() == key && item.content() == content);
  }

  /** Where this content went, given where all went. */
  Position positionOf(Item twin, List<Position> positions) {
    for (int i = 0; i < fresh.size(); i++) {
      if (fresh.get(i).key() == twin.key() && fresh.get(i).content() == twin.content()) {
        return positions.get(i);
      }
    }
    throw new IllegalStateException("item " + twin.index() + " has no twin in its batch");
  }

  void settle() {
    settled.countDown();
  }

  /** Waits until it is on disk or given up. */
  void awaitSettled() throws InterruptedException {
    settled.await();
  }
}
