package belfry.http;

import belfry.journal.Busy;
import java.io.IOException;

/** Answers the calls of one endpoint, on the request's own virtual thread: it may block. */
@FunctionalInterface
public interface Route {
  /**
   * @throws Problem to answer with an error
   * @throws Busy if the hub is behind
   * @throws IOException if the peer is gone or the journal cannot be read
   */
  Reply answer(Call call) throws Problem, Busy, IOException, InterruptedException;
}
