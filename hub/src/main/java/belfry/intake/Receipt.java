package belfry.intake;

import belfry.event.Position;
import java.util.List;

/** What became of each item of a batch, in its order. */
public record Receipt(List<Item> items) {
  public Receipt {
    items = List.copyOf(items);
  }

  /** What became of one item. */
  public sealed interface Item {}

  /** New, and on disk. {@code conflict} if kept beside another of the same identity. */
  public record Accepted(String id, Position position, boolean conflict) implements Item {}

  /** The same event is already there, on disk, at this position. */
  public record Duplicate(String id, Position position) implements Item {}

  /**
   * Not taken.
   *
   * @param why which rule
   * @param pointer JSON pointer to what is wrong; empty if that makes no sense
   * @param column of the first wrong byte from 1; 0 if that makes no sense
   * @param message what was, what was expected, where to look
   */
  public record Refused(Why why, String pointer, int column, String message) implements Item {}

  /** Why an item was not taken. */
  public enum Why {
    /** The bytes are not the dialect. */
    MALFORMED,
    /** They are, but say something that cannot be. */
    INVALID,
    /** Larger than an event may be. */
    TOO_LARGE,
    /** The same identity with other content is already there. */
    CONFLICT,
    /** The caller may not emit for this project or source. */
    FORBIDDEN,
    /** Sent by this hub itself. */
    LOOP,
    /** Another item of an atomic batch was refused. */
    ABANDONED
  }

  public long accepted() {
    return items.stream().filter(Accepted.class::isInstance).count();
  }

  public long duplicates() {
    return items.stream().filter(Duplicate.class::isInstance).count();
  }
}
