package belfry.journal;

import java.io.IOException;

/** A write could not be made durable; nothing is appended until a restart has verified the end. */
public final class ReadOnly extends IOException {
  private static final long serialVersionUID = 1L;

  public ReadOnly(String message, Throwable cause) {
    super(message, cause);
  }
}
