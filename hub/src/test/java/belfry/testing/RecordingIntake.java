package belfry.testing;

import belfry.event.Position;
import belfry.format.Raw;
import belfry.intake.Intake;
import belfry.intake.Receipt;
import belfry.intake.Terms;
import belfry.journal.Busy;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/** Remembers what it was given, and fails as often as it is told to. Thread-safe. */
public final class RecordingIntake implements Intake {
  private final List<List<Raw>> calls = new ArrayList<>();
  private final Deque<Exception> failures = new ArrayDeque<>();
  private Consumer<List<Raw>> during = raws -> {};

  /** The next call takes nothing. */
  public synchronized void failBusy(Duration after) {
    failures.add(new Busy("intake: told to be busy", after));
  }

  /** As {@link #failBusy}, and the journal is the reason. */
  public synchronized void failWriting() {
    failures.add(new IOException("intake: told to fail"));
  }

  /** Looks at each call before it is answered. */
  public synchronized void during(Consumer<List<Raw>> look) {
    during = look;
  }

  @Override
  public synchronized Receipt accept(Terms terms, List<Raw> items) throws Busy, IOException {
    during.accept(items);
    switch (failures.poll()) {
      case null -> {}
      case Busy busy -> throw busy;
      case IOException broken -> throw broken;
      case Exception other -> throw new IllegalStateException(other);
    }
    calls.add(List.copyOf(items));
    var answers = new ArrayList<Receipt.Item>();
    for (Raw item : items) {
      answers.add(new Receipt.Accepted(item.freshId(), new Position(0, answers.size()), false));
    }
    return new Receipt(answers);
  }

  /** The calls that were taken. */
  public synchronized List<List<Raw>> calls() {
    return List.copyOf(calls);
  }

  /** What was taken, as texts, in order. */
  public List<String> texts() {
    return calls().stream().flatMap(List::stream).map(raw -> raw.bytes().text()).toList();
  }
}
