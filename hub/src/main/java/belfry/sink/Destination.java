package belfry.sink;

import java.io.IOException;

/** A checked place to deliver to. Its {@code toString} shows what it is, without secrets. */
public interface Destination {
  Batching batching();

  /**
   * A new sink for it, to be closed by the caller.
   *
   * @throws IOException if what it needs on this machine is not there; try again later
   */
  Sink open() throws IOException;
}
