package belfry.sink.wire;

import java.io.IOException;

/** An address that may not be connected to. The text says which and why. */
public final class Refused extends IOException {
  private static final long serialVersionUID = 1L;

  Refused(String message) {
    super(message);
  }
}
