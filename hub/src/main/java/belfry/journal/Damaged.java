package belfry.journal;

import java.io.IOException;

/** Bytes on disk are not what was written; says the file, the place and the offsets concerned. */
public final class Damaged extends IOException {
  private static final long serialVersionUID = 1L;

  public Damaged(String message) {
    super(message);
  }
}
