package belfry.intake;

import belfry.event.Event;

/**
 * An item that may be taken, on its way to the journal.
 *
 * @param index its place in the batch
 * @param key hash of project, source and id
 * @param content hash of what it says
 */
record Item(int index, Event event, long key, long content) {
  Item asConflict() {
    return new Item(
        index, event.toBuilder().marks(event.marks().asConflict()).build(), key, content);
  }
}
