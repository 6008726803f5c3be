package belfry.event;

import java.util.Comparator;

/**
 * Where an entry stands: offsets rise strictly within a partition and may skip.
 *
 * @param partition 0 or more
 * @param offset 0 or more
 */
public record Position(int partition, long offset) implements Comparable<Position> {
  private static final Comparator<Position> ORDER =
      Comparator.comparingInt(Position::partition).thenComparingLong(Position::offset);

  public Position {
    if (partition < 0 || offset < 0) {
      throw new IllegalArgumentException(
          "position: " + partition + "/" + offset + " (expected: 0/0 or more)");
    }
  }

  /** The first position that can follow this one. */
  public Position next() {
    return new Position(partition, offset + 1);
  }

  @Override
  public int compareTo(Position other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return partition + "/" + offset;
  }
}
