package belfry.journal;

import belfry.event.Position;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** One append on its way to the disk. Made by the caller, who waits; ended by the committer. */
final class Append {
  private final Draft draft;
  private final Thread waiting = Thread.currentThread();
  private volatile boolean done;
  private @Nullable IOException failure;
  private int partition;
  private long first;

  Append(Draft draft) {
    this.draft = draft;
  }

  Draft draft() {
    return draft;
  }

  /** Where its first event goes. */
  void place(int inPartition, long offset) {
    partition = inPartition;
    first = offset;
  }

  void durable() {
    done = true;
    LockSupport.unpark(waiting);
  }

  void failed(IOException why) {
    failure = why;
    durable();
  }

  /**
   * Waits until the events are on disk, or refused. An interrupt does not end the wait, because
   * what became of the events would be unknown; the flag is set again on return.
   */
  List<Position> await() throws IOException {
    boolean interrupted = false;
    while (!done) {
      LockSupport.park(this);
      interrupted |= Thread.interrupted();
    }
    if (interrupted) {
      waiting.interrupt();
    }
    IOException why = failure;
    if (why != null) {
      throw why instanceof DiskFull
          ? new DiskFull(String.valueOf(why.getMessage()), why)
          : new ReadOnly(String.valueOf(why.getMessage()), why);
    }
    var positions = new ArrayList<Position>(draft.events());
    for (int i = 0; i < draft.events(); i++) {
      positions.add(new Position(partition, first + i));
    }
    return positions;
  }
}
