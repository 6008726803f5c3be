package belfry.delivery;

/** Whether a subscription delivers. What it is not allowed to become, it has no method for. */
public sealed interface State {
  /** It delivers, or waits for something to deliver. */
  record Running() implements State {
    Paused pause() {
      return new Paused();
    }

    /** The destination wants nothing any more. */
    Disabled disable(String reason) {
      return new Disabled(reason);
    }
  }

  /** Somebody paused it: it keeps its position. */
  record Paused() implements State {
    Running resume() {
      return new Running();
    }
  }

  /**
   * The destination said that it is gone: it keeps its position until somebody resumes it.
   *
   * @param reason what it said
   */
  record Disabled(String reason) implements State {
    Running resume() {
      return new Running();
    }
  }
}
