package belfry.cli.demo;

/** The demo cannot play: the hub does not take its events. */
public final class DemoFailed extends Exception {
  private static final long serialVersionUID = 1L;

  DemoFailed(String message) {
    super(message);
  }
}
