package belfry.intake;

import belfry.format.Raw;
import belfry.journal.Busy;
import java.io.IOException;
import java.util.List;

/** The one write path. Thread-safe. */
public interface Intake {
  /**
   * Takes what one source or request brought, as one batch: what is accepted is on disk on return.
   *
   * @param terms how this origin is let in
   * @param items in order; each is answered on its own unless the terms say atomic
   * @return one answer per item, in order
   * @throws Busy if the hub is behind or a quota is used up: nothing was taken, try again later
   * @throws IOException if the journal cannot write: nothing was taken
   */
  Receipt accept(Terms terms, List<Raw> items) throws Busy, IOException;
}
