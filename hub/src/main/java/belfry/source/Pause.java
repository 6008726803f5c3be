package belfry.source;

import java.time.Duration;

/** How the restart loop waits: in tests no time passes. */
@FunctionalInterface
interface Pause {
  void await(Duration time) throws InterruptedException;
}
