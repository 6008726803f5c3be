package belfry.delivery.subscriptions;

import belfry.delivery.Destinations;
import belfry.delivery.Subscription;
import belfry.format.Decoded;
import belfry.sink.Batching;
import belfry.sink.Destination;
import belfry.sink.Exchange;
import belfry.sink.Outcome;
import belfry.sink.Sink;
import belfry.sink.Witness;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The destinations of all subscriptions, by name. */
public final class Openings implements Destinations {
  private final Map<String, Destination> destinations = new ConcurrentHashMap<>();

  void put(String name, Destination destination) {
    destinations.put(name, destination);
  }

  void remove(String name) {
    destinations.remove(name);
  }

  @Override
  public Sink open(Subscription subscription) {
    return open(subscription.name());
  }

  Sink open(String name) {
    return new WhenNeeded(of(name));
  }

  @Override
  public Batching batching(Subscription subscription) {
    return of(subscription.name()).batching();
  }

  private Destination of(String name) {
    Destination found = destinations.get(name);
    return found == null ? NOWHERE : found;
  }

  /** Of a subscription that cannot be opened; it stands still, so nobody asks it. */
  static final Destination NOWHERE =
      new Destination() {
        @Override
        public Batching batching() {
          return Batching.SINGLE;
        }

        @Override
        public Sink open() throws IOException {
          throw new IOException("the subscription cannot be opened");
        }
      };

  /** Opens with the first attempt; what cannot be opened is an attempt that failed. */
  private static final class WhenNeeded implements Sink, Witness {
    private final Destination destination;
    private Optional<Sink> sink = Optional.empty();

    WhenNeeded(Destination destination) {
      this.destination = destination;
    }

    @Override
    public Outcome deliver(List<Decoded> entries) throws InterruptedException {
      try {
        if (sink.isEmpty()) {
          sink = Optional.of(destination.open());
        }
      } catch (IOException e) {
        return new Outcome.Retry(String.valueOf(e.getMessage()), Optional.empty());
      }
      return sink.get().deliver(entries);
    }

    @Override
    public Optional<Exchange> exchange() {
      return sink.isPresent() && sink.get() instanceof Witness witness
          ? witness.exchange()
          : Optional.empty();
    }

    @Override
    public void close() {
      sink.ifPresent(Sink::close);
    }
  }
}
