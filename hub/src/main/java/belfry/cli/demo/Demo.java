package belfry.cli.demo;

import belfry.cli.demo.Trail.Deed;
import belfry.cli.wire.HubClient;
import belfry.cli.wire.Reply;
import belfry.cli.wire.Request;
import belfry.event.Malformed;
import belfry.event.Payload;
import belfry.format.Uuids;
import belfry.format.json.Json;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * Plays recorded events to a hub: first a burst that fills the last minutes, so that there is
 * something to search at once, then one event after the other at a pace that people can follow,
 * round after round. It is a client like any other and sends over the hub's socket.
 */
public final class Demo {
  /** How far back the burst reaches. */
  static final Duration BURST_SPAN = Duration.ofMinutes(20);

  private static final int PAUSE_MILLIS_MIN = 200;
  private static final int PAUSE_MILLIS_MAX = 1500;
  private static final int EVENTS_PER_REPORT = 12;
  private static final int EVENTS_PER_ERROR = 60;

  private final HubClient client;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Trail trail;
  private final List<Recording.Line> lines = Recording.mixed(Recording.all());
  private final CountDownLatch stopped = new CountDownLatch(1);

  /**
   * @param client over the hub's unix socket; closed at the end of {@link #play}
   * @param random for ids and pauses
   */
  public Demo(HubClient client, InstantSource clock, RandomGenerator random) {
    this.client = client;
    this.clock = clock;
    this.random = random;
    this.trail = new Trail(random);
  }

  /**
   * Plays one round at once, spread over the last minutes. The lines go in a few batches, so that
   * it takes no longer than a few writes to disk.
   *
   * @return how many events the hub took
   * @throws DemoFailed if it took none
   */
  public int burst() throws DemoFailed {
    Instant now = clock.instant();
    Duration step = BURST_SPAN.dividedBy(lines.size() + 1);
    int taken = 0;
    try {
      for (int from = 0; from < lines.size(); from += EVENTS_PER_REPORT) {
        int to = Math.min(from + EVENTS_PER_REPORT, lines.size());
        var byDialect = new TreeMap<String, StringBuilder>();
        for (int i = from; i < to; i++) {
          Instant when = now.minus(step.multipliedBy(lines.size() - i));
          taken += trail(i, when);
          byDialect
              .computeIfAbsent(lines.get(i).dialect(), dialect -> new StringBuilder())
              .append(fresh(i, when))
              .append('\n');
        }
        for (var batch : byDialect.entrySet()) {
          taken += sendLines(batch.getKey(), batch.getValue().toString());
        }
      }
    } catch (IOException e) {
      throw new DemoFailed("the demo cannot reach the hub: " + e.getMessage());
    }
    if (taken == 0) {
      throw new DemoFailed("the hub took none of the demo's events (see its log)");
    }
    return taken;
  }

  /** Plays at a human pace until stopped or until the hub is gone. */
  public void play() throws InterruptedException {
    try {
      for (int i = 0; !stopped.await(pause(), TimeUnit.MILLISECONDS); i = (i + 1) % lines.size()) {
        play(i, clock.instant());
      }
    } catch (IOException e) {
      // The hub is stopping, and the demo with it.
    } finally {
      client.close();
    }
  }

  private long pause() {
    return random.nextInt(PAUSE_MILLIS_MIN, PAUSE_MILLIS_MAX);
  }

  /** Sends the event at a place of the round, and what the trail has to say about it. */
  private void play(int index, Instant when) throws IOException {
    trail(index, when);
    send(lines.get(index).dialect(), Payload.of(fresh(index, when)));
  }

  private String fresh(int index, Instant when) {
    return Freshening.at(when, Uuids.ordered(when, random), lines.get(index).text());
  }

  private int trail(int index, Instant when) throws IOException {
    int taken = 0;
    if (index % EVENTS_PER_REPORT == 0) {
      taken += report(when, new Deed("PlayRecording", "STARTED", "round", ""));
    }
    if (index % EVENTS_PER_ERROR == EVENTS_PER_REPORT / 2) {
      taken += misbehave(when);
    }
    return taken;
  }

  private int sendLines(String dialect, String events) throws IOException {
    Reply reply =
        client.send(
            Request.post("/1.0/events/" + dialect, "application/x-ndjson", Payload.of(events)));
    return reply.ok() ? (int) events.lines().count() : 0;
  }

  /**
   * Sends half an event, which the hub refuses, and records the refusal: so the trail has an error
   * in it that really happened.
   */
  private int misbehave(Instant when) throws IOException {
    String whole = lines.getFirst().text();
    Reply reply = post("lxd", Payload.of(whole.substring(0, whole.length() / 2)));
    return reply.ok() ? 0 : report(when, new Deed("EmitEvent", "ERROR", "lxd", said(reply)));
  }

  private static String said(Reply reply) {
    try {
      return Json.parse(reply.body()).text("error");
    } catch (Malformed e) {
      return "HTTP " + reply.status();
    }
  }

  private int report(Instant when, Deed deed) throws IOException {
    return send("cloudru", trail.cloudru(when, deed))
        + send("cloudevents", trail.cloudEvent(when, deed));
  }

  private int send(String dialect, Payload event) throws IOException {
    return post(dialect, event).ok() ? 1 : 0;
  }

  private Reply post(String dialect, Payload event) throws IOException {
    return client.send(Request.post("/1.0/events/" + dialect, "application/json", event));
  }

  /** Ends {@link #play}. */
  public void stop() {
    stopped.countDown();
  }
}
