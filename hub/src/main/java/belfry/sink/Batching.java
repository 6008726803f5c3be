package belfry.sink;

/**
 * How many entries a sink takes in one attempt.
 *
 * @param entriesMax 1 or more; 1 for a sink that takes them singly
 */
public record Batching(int entriesMax) {
  /** One entry per attempt. */
  public static final Batching SINGLE = new Batching(1);

  public Batching {
    if (entriesMax < 1) {
      throw new IllegalArgumentException("entriesMax: " + entriesMax + " (expected: 1 or more)");
    }
  }
}
