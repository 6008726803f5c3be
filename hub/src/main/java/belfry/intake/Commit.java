package belfry.intake;

import belfry.event.Event;
import belfry.event.Position;
import belfry.intake.Duplicates.Verdict;
import belfry.intake.Receipt.Why;
import belfry.journal.Busy;
import belfry.journal.Journal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * One call's way into the journal: reserve, append, answer; and again for those that had to wait
 * for somebody else's copy of the same event.
 */
final class Commit {
  private final Journal journal;
  private final Duplicates duplicates;
  private final Terms terms;
  private final Receipt.Item[] answers;

  /**
   * @param answers one per item of the call; filled where the item was refused already
   */
  Commit(Journal journal, Duplicates duplicates, Terms terms, Receipt.Item[] answers) {
    this.journal = journal;
    this.duplicates = duplicates;
    this.terms = terms;
    this.answers = answers;
  }

  void run(List<Item> items) throws Busy, IOException {
    List<Item> left = items;
    while (!left.isEmpty()) {
      left = round(left);
    }
  }

  /** Returns those whose answer is not known yet, after waiting until it can be. */
  private List<Item> round(List<Item> items) throws Busy, IOException {
    Batch batch = duplicates.open();
    var twins = new ArrayList<Item>();
    var waiting = new ArrayList<Item>();
    Batch holder = batch;
    boolean done = false;
    try {
      boolean keep = terms.conflict() == Terms.Conflict.KEEP;
      Verdict[] verdicts = duplicates.reserve(batch, items, keep);
      boolean refused = false;
      for (int i = 0; i < verdicts.length; i++) {
        Item item = items.get(i);
        switch (verdicts[i]) {
          case Verdict.Reserved() -> {}
          case Verdict.Twin() -> twins.add(item);
          case Verdict.Same(var position) ->
              answers[item.index()] = new Receipt.Duplicate(item.event().id(), position);
          case Verdict.Conflict() -> {
            answers[item.index()] = conflict(item.event());
            refused = true;
          }
          case Verdict.Pending(var other) -> {
            waiting.add(item);
            holder = other;
          }
        }
      }
      if (terms.atomic() && refused) {
        return List.of();
      }
      if (terms.atomic() && !waiting.isEmpty()) {
        waiting = new ArrayList<>(items);
      } else {
        append(batch, twins);
        done = true;
      }
    } finally {
      if (!done) {
        duplicates.abandon(batch);
      }
    }
    if (!waiting.isEmpty()) {
      await(holder);
    }
    return waiting;
  }

  private void append(Batch batch, List<Item> twins) throws Busy, IOException {
    List<Event> events = batch.fresh().stream().map(Item::event).toList();
    List<Position> positions = events.isEmpty() ? List.of() : journal.append(events);
    duplicates.settle(batch, positions);
    for (int i = 0; i < positions.size(); i++) {
      Item item = batch.fresh().get(i);
      answers[item.index()] =
          new Receipt.Accepted(
              item.event().id(), positions.get(i), item.event().marks().conflict());
    }
    for (Item twin : twins) {
      answers[twin.index()] =
          new Receipt.Duplicate(twin.event().id(), batch.positionOf(twin, positions));
    }
  }

  private static void await(Batch other) throws IOException {
    try {
      other.awaitSettled();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while another copy of the same event was written", e);
    }
  }

  private static Receipt.Refused conflict(Event event) {
    return new Receipt.Refused(
        Why.CONFLICT,
        "",
        0,
        "id: "
            + event.id()
            + " of source "
            + event.source()
            + " is there with other content (expected: the same content, or a new id)");
  }
}
