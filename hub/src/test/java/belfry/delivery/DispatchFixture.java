package belfry.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import belfry.event.Event;
import belfry.event.Position;
import belfry.feed.Feed;
import belfry.filter.Filter;
import belfry.filter.View;
import belfry.journal.Journal;
import belfry.metrics.Metrics;
import belfry.sink.Batching;
import belfry.sink.Sink;
import belfry.testing.FlakySink;
import belfry.testing.ManualTime;
import belfry.testing.MemoryJournal;
import belfry.testing.PlainDialect;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The engine with its threads, on a feed, with a time that passes only when told. */
abstract class DispatchFixture {
  final ManualTime time = new ManualTime(Instant.parse("2026-01-01T00:00:00Z"));
  final MemoryJournal events = new MemoryJournal(time);
  final MemoryJournal deliveries = new MemoryJournal(time, 1, 2);
  final Map<String, FlakySink> sinks = new LinkedHashMap<>();
  final List<String> notices = new CopyOnWriteArrayList<>();
  final Feed feed = Feed.open(events, PlainDialect.DIALECTS, new Metrics());
  Dispatch dispatch;
  private int sent;

  final class Fakes implements Destinations, Notices {
    @Override
    public Sink open(Subscription subscription) {
      return sinks.get(subscription.name());
    }

    @Override
    public Batching batching(Subscription subscription) {
      return Batching.SINGLE;
    }

    @Override
    public void disabled(String subscription, String reason) {
      notices.add("disabled " + subscription);
    }

    @Override
    public void breakerOpened(String subscription, String reason) {
      notices.add("opened " + subscription);
    }

    @Override
    public void breakerClosed(String subscription) {
      notices.add("closed " + subscription);
    }

    @Override
    public void parked(String subscription, DeadLetter letter) {
      notices.add("parked " + subscription);
    }
  }

  /** What all work with, on a feed. */
  Context context(Feed on) {
    var fakes = new Fakes();
    return new Context(
        events, on, PlainDialect.DIALECTS, fakes, fakes, time, new Random(1), new Metrics());
  }

  /** What survives a restart. */
  Journal deliveries() throws Exception {
    return deliveries;
  }

  @BeforeEach
  void open() throws Exception {
    dispatch = Dispatch.open(context(feed), deliveries());
  }

  @AfterEach
  void close() throws Exception {
    sinks.values().forEach(sink -> sink.mood(FlakySink.TAKES));
    dispatch.close();
    feed.close();
    events.close();
  }

  FlakySink add(String name, FlakySink.Mood mood) throws Exception {
    var sink = new FlakySink(mood);
    sinks.put(name, sink);
    dispatch.add(plain(name));
    return sink;
  }

  static Subscription plain(String name) {
    return Subscription.of(name, Filter.ALL, View.ALL, "plain").withStart(new Start.Oldest());
  }

  List<Position> append(int count, String source) throws Exception {
    var some = new ArrayList<Event>();
    for (int i = 0; i < count; i++) {
      some.add(PlainDialect.event(source, "" + sent++));
    }
    return events.append(some);
  }

  void pass(Duration duration) {
    time.pass(duration);
    dispatch.look();
  }

  static void awaitTaken(FlakySink sink, List<Position> all) {
    await().untilAsserted(() -> assertThat(sink.taken()).containsAll(all));
  }
}
