package belfry.source;

import java.io.IOException;

/** Ability of a source: it can begin before it runs, so that it is known at once whether it can. */
public interface Openable {
  /**
   * Begins; the next run goes on from here.
   *
   * @throws IOException if it cannot; a later run may
   */
  void open() throws IOException;
}
