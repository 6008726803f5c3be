package belfry.source;

import belfry.format.Raw;
import belfry.intake.Intake;
import belfry.intake.Receipt;
import belfry.intake.Terms;
import belfry.journal.Busy;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Calls of intake that are to be made, in order. A call that fails stays the first one, with the
 * ids it had: intake knows it again if it was on disk after all. Used by one thread, but for the
 * number of events.
 */
public final class Handover {
  private final Deque<Call> calls = new ArrayDeque<>();
  private final AtomicInteger events = new AtomicInteger();

  private record Call(Terms terms, List<Raw> raws) {}

  /** One more call, of no more than intake takes at once; none if there is nothing. */
  public void add(Terms terms, List<Raw> raws) {
    if (!raws.isEmpty()) {
      calls.add(new Call(terms, raws));
      events.addAndGet(raws.size());
    }
  }

  /**
   * Makes all of them.
   *
   * @return how many events intake refused
   */
  public long flush(Intake intake) throws Busy, IOException {
    long refused = 0;
    while (!calls.isEmpty()) {
      Call call = calls.element();
      Receipt receipt = intake.accept(call.terms(), call.raws());
      calls.remove();
      events.addAndGet(-call.raws().size());
      refused += receipt.items().stream().filter(Receipt.Refused.class::isInstance).count();
    }
    return refused;
  }

  /** In all calls that are to be made. Called by any thread. */
  public int events() {
    return events.get();
  }
}
