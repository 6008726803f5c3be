package belfry.journal;

import java.io.IOException;

/** No room for another segment. Nothing was written; the journal goes on when there is room. */
public final class DiskFull extends IOException {
  private static final long serialVersionUID = 1L;

  public DiskFull(String message, Throwable cause) {
    super(message, cause);
  }
}
