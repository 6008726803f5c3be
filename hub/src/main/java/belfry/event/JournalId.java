package belfry.event;

import static java.util.Objects.requireNonNull;

import java.util.UUID;

/**
 * Which journal a position belongs to.
 *
 * @param id made once, when the data directory is made
 * @param incarnation 1 at first; one more after each restore from a backup, so that positions given
 *     out after the backup are never mistaken for new ones
 */
public record JournalId(UUID id, int incarnation) {
  public JournalId {
    requireNonNull(id, "id");
    if (incarnation < 1) {
      throw new IllegalArgumentException("incarnation: " + incarnation + " (expected: 1 or more)");
    }
  }
}
