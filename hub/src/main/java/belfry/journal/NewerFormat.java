package belfry.journal;

import java.io.IOException;

/** A newer version of the program wrote this; it is left alone. */
final class NewerFormat extends IOException {
  private static final long serialVersionUID = 1L;

  NewerFormat(String file, int version, int known) {
    super(
        file
            + ": format version "
            + version
            + " (expected: at most "
            + known
            + "; start the version of Belfry that wrote it, or a newer one)");
  }
}
