package belfry.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import belfry.event.Event;
import belfry.event.InvalidEvent;
import belfry.event.Malformed;
import belfry.event.Payload;
import belfry.format.Decoded;
import belfry.format.Dialect;
import belfry.format.Raw;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every dialect promises. A new one is done when its subclass of this is green. */
public abstract class DialectContract {
  private static final int MUTATIONS = 20_000;
  private static final long SEED = Long.getLong("belfry.seed", 20261120L);

  protected abstract Dialect dialect();

  /** Good input; at least one of each kind that the dialect has. */
  protected abstract List<Raw> samples();

  /** Good input that does not come out as the same bytes, for a reason its encoder tells. */
  protected List<Raw> reshaped() {
    return List.of();
  }

  private List<Raw> all() {
    return Stream.concat(samples().stream(), reshaped().stream()).toList();
  }

  @Test
  protected void decodesTheSameBytesToTheSameEvent() throws Exception {
    for (Raw raw : all()) {
      Event event = dialect().decoder().decode(raw);
      assertThat(dialect().decoder().decode(raw)).isEqualTo(event);
      assertThat(event.format()).isEqualTo(dialect().name());
      assertThat(event.data()).isEqualTo(raw.bytes());
      assertThat(event.origin()).isEqualTo(raw.origin());
      assertThat(event.project()).isEqualTo(Event.DEFAULT_PROJECT);
    }
  }

  @Test
  protected void givesTheOriginalBytesBackInItsOwnFormat() throws Exception {
    for (Raw raw : samples()) {
      Event event = dialect().decoder().decode(raw);
      assertThat(dialect().encoder().encode(DecodedEntry.of(dialect(), event)))
          .isEqualTo(raw.bytes());
    }
  }

  @Test
  protected void refusesDamagedBytesOnlyAsMalformedOrInvalid() {
    var random = new Random(SEED);
    List<Raw> samples = all();
    for (int i = 0; i < MUTATIONS; i++) {
      Raw sample = samples.get(random.nextInt(samples.size()));
      Raw raw =
          new Raw(
              damaged(sample.bytes(), random),
              sample.origin(),
              sample.received(),
              sample.freshId(),
              0);
      try {
        Event event = dialect().decoder().decode(raw);
        Decoded decoded = DecodedEntry.of(dialect(), event);
        dialect().encoder().encode(decoded);
      } catch (Malformed | InvalidEvent expected) {
        assertThat(expected).hasMessageContaining("expected");
      } catch (RuntimeException e) {
        fail("seed " + SEED + ", step " + i + ": " + raw.bytes().text(), e);
      }
    }
  }

  /**
   * One to four changes: bytes flipped, cut out, doubled or set to what means something in JSON.
   */
  private static Payload damaged(Payload good, Random random) {
    byte[] bytes = good.toBytes();
    for (int change = random.nextInt(4); change >= 0 && bytes.length > 1; change--) {
      int at = random.nextInt(bytes.length);
      int size = Math.min(1 + random.nextInt(8), bytes.length - at);
      switch (random.nextInt(5)) {
        case 0 -> bytes[at] = (byte) random.nextInt();
        case 1 -> bytes[at] = (byte) "{}[]\":,\\0-nt".charAt(random.nextInt(12));
        case 2 -> bytes = spliced(bytes, at, at + size, new byte[0]);
        case 3 ->
            bytes = spliced(bytes, at, at, good.slice(0, Math.min(size, good.size())).toBytes());
        default -> bytes = spliced(bytes, at, bytes.length, new byte[0]);
      }
    }
    return Payload.owning(bytes);
  }

  private static byte[] spliced(byte[] bytes, int from, int to, byte[] between) {
    byte[] out = new byte[bytes.length - (to - from) + between.length];
    System.arraycopy(bytes, 0, out, 0, from);
    System.arraycopy(between, 0, out, from, between.length);
    System.arraycopy(bytes, to, out, from + between.length, bytes.length - to);
    return out;
  }
}
