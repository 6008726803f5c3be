package belfry.sink;

import java.util.function.Supplier;

/**
 * A destination that writes lines of one dialect, an entry at a time, and has no settings but that.
 *
 * @param opener makes the sink
 */
public record LineDestination(LineSettings settings, Supplier<Sink> opener) implements Destination {
  @Override
  public Batching batching() {
    return Batching.SINGLE;
  }

  @Override
  public Sink open() {
    return opener.get();
  }

  @Override
  public String toString() {
    return settings.toString();
  }
}
