package belfry.registry;

import belfry.event.JournalId;
import belfry.event.Payload;
import belfry.event.Position;
import java.util.List;

/**
 * The registry as it was at one position of the journal.
 *
 * @param journal of which journal
 * @param last the last change in it
 * @param salt of that change's entry: random, so a journal that was cut and written on differently
 *     is not mistaken for the one this was made of
 * @param version of that change
 * @param items all of them
 */
record Snapshot(JournalId journal, Position last, Payload salt, long version, List<Item> items) {
  Snapshot {
    items = List.copyOf(items);
  }
}
