package belfry.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belfry.event.Malformed;
import belfry.event.Payload;
import belfry.format.Decoded;
import belfry.format.Dialects;
import belfry.format.cloudevents.CloudEventsDialect;
import belfry.format.gluster.GlusterDialect;
import belfry.format.json.Json;
import belfry.format.json.JsonValue;
import belfry.net.Network;
import belfry.sink.Destination;
import belfry.sink.InvalidSink;
import belfry.sink.Means;
import belfry.sink.Outcome;
import belfry.sink.Sink;
import belfry.sink.SinkKind;
import belfry.sink.guard.Guard;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every sink promises. A new sink is done when its subclass of this is green. */
public abstract class SinkContract {
  /** When the tests happen. */
  public static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

  /** Stands in the settings of the sink under test wherever it has a secret. */
  protected static final String SECRET = "correct-horse-battery-staple";

  private static final GlusterDialect DIALECT = new GlusterDialect();

  @TempDir protected Path home;

  /** The kind under test. */
  protected abstract SinkKind kind() throws Exception;

  /** Settings of a destination that takes everything, with {@link #SECRET} where it may stand. */
  protected abstract String settings() throws Exception;

  /** What the other side has got so far: one text for each attempt or line, in order. */
  protected abstract List<String> arrived() throws Exception;

  /** The idempotency keys that the other side has seen, in order. */
  protected abstract List<String> keys() throws Exception;

  /** Settings of a destination that never takes anything; empty if there can be none. */
  protected abstract String failing() throws Exception;

  /** Whether the other side keeps anything at all. */
  protected boolean keeps() {
    return true;
  }

  /** What the hub would give, with loopback allowed. */
  protected Means means() {
    return means(home);
  }

  public static Means means(Path home) {
    Guard guard = Guard.allowing(List.of(Network.parse("127.0.0.0/8").orElseThrow()));
    var dialects = new Dialects(List.of(DIALECT, new CloudEventsDialect()));
    return new Means(dialects, InstantSource.fixed(NOW), guard, home.resolve("files"));
  }

  /** An entry of Gluster whose volume has this name. */
  public static Decoded entry(String volume) {
    try {
      String body =
          "{\"event\": \"VOLUME_CREATE\", \"message\": {\"bricks\": \" vm:/b\", \"name\": \""
              + volume
              + "\"}, \"nodeid\": \"effeca22-dd38-4dce-80b3-27c9107833af\", \"ts\": 1795167319}";
      return DecodedEntry.of(DIALECT, body);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  public static JsonValue json(String text) {
    try {
      return Json.parse(Payload.of(text));
    } catch (Malformed e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  private Destination destination() throws Exception {
    return kind().read(json(settings()), means());
  }

  @Test
  void deliveredMeansThatTheOtherSideHasIt() throws Exception {
    try (Sink sink = destination().open()) {
      assertThat(sink.deliver(List.of(entry("gv1")))).isEqualTo(new Outcome.Delivered());
      if (keeps()) {
        assertThat(arrived()).last().asString().contains("gv1");
      }
      assertThat(sink.deliver(List.of(entry("gv2")))).isEqualTo(new Outcome.Delivered());
      if (keeps()) {
        assertThat(arrived()).last().asString().contains("gv2");
      }
    }
  }

  @Test
  void takesAsManyAtOnceAsItSays() throws Exception {
    Destination destination = destination();
    int count = Math.min(destination.batching().entriesMax(), 20);
    List<Decoded> entries = IntStream.range(0, count).mapToObj(i -> entry("gv" + i)).toList();
    try (Sink sink = destination.open()) {
      assertThat(sink.deliver(entries)).isEqualTo(new Outcome.Delivered());
    }
    if (keeps()) {
      assertThat(String.join("\n", arrived())).contains("gv0").contains("gv" + (count - 1));
    }
  }

  @Test
  void sameEntryHasTheSameKeyInEveryAttemptAndInEverySink() throws Exception {
    Decoded entry = entry("gv1");
    for (int i = 0; i < 2; i++) {
      try (Sink sink = destination().open()) {
        sink.deliver(List.of(entry));
        sink.deliver(List.of(entry));
      }
    }
    if (keeps()) {
      List<String> keys = keys();
      assertThat(keys).hasSize(4).containsOnly(keys.getFirst()).doesNotContain("");
    }
  }

  @Test
  void canBeClosedTwice() throws Exception {
    Sink sink = destination().open();
    sink.deliver(List.of(entry("gv1")));
    sink.close();
    sink.close();
  }

  @Test
  void isOpenedAndClosedWithoutUse() throws Exception {
    destination().open().close();
    assertThat(arrived()).isEmpty();
  }

  @Test
  void interruptedThreadDeliversNothingAndGoesOnLater() throws Exception {
    try (Sink sink = destination().open()) {
      sink.deliver(List.of(entry("gv1")));
      var thrown = new AtomicReference<Throwable>();
      var done = new CountDownLatch(1);
      Thread thread =
          Thread.ofVirtual()
              .start(
                  () -> {
                    Thread.currentThread().interrupt();
                    try {
                      sink.deliver(List.of(entry("gv2")));
                    } catch (InterruptedException e) {
                      thrown.set(e);
                    } finally {
                      done.countDown();
                    }
                  });
      assertThat(done.await(5, TimeUnit.SECONDS)).isTrue();
      thread.join();
      assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
      assertThat(sink.deliver(List.of(entry("gv3")))).isEqualTo(new Outcome.Delivered());
    }
  }

  @Test
  void whatIsShownOfItHasNoSecret() throws Exception {
    assertThat(destination().toString()).doesNotContain(SECRET);
  }

  @Test
  void failureIsAnOutcomeWhoseReasonHasNoSecret() throws Exception {
    if (failing().isEmpty()) {
      return;
    }
    try (Sink sink = kind().read(json(failing()), means()).open()) {
      Outcome outcome = sink.deliver(List.of(entry("gv1")));
      assertThat(outcome).isNotEqualTo(new Outcome.Delivered());
      assertThat(outcome.toString()).doesNotContain(SECRET).doesNotContain("\n");
      assertThat(sink.deliver(List.of(entry("gv1")))).isNotEqualTo(new Outcome.Delivered());
    }
  }

  @Test
  void refusesMembersItDoesNotKnow() {
    assertThatThrownBy(() -> kind().read(json("{\"surprise\": 1}"), means()))
        .isInstanceOf(InvalidSink.class);
  }
}
