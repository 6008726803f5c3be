package belfry.cli.wire;

import java.io.IOException;

/** Nobody answers at an address. The command line's exit code 3. */
public final class Unreachable extends IOException {
  private static final long serialVersionUID = 1L;

  public Unreachable(HubAddress address, String why) {
    super("no hub at " + address + ": " + why);
  }
}
