package belfry.registry.vault;

import java.io.IOException;

/** A secret that cannot be had. The text names document and field, and never the secret. */
public final class Unreadable extends IOException {
  private static final long serialVersionUID = 1L;

  Unreadable(String place, String was, String expected) {
    super(place + ": " + was + " (expected: " + expected + ")");
  }
}
