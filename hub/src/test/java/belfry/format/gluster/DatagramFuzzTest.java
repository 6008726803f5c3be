package belfry.format.gluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import belfry.event.InvalidEvent;
import belfry.event.Malformed;
import belfry.event.Origin;
import belfry.event.Payload;
import belfry.format.Raw;
import belfry.testing.Captures;
import belfry.testing.DecodedEntry;
import belfry.testing.Proves;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Anybody can send any bytes to the port: none of them may be more than malformed. */
class DatagramFuzzTest {
  private static final GlusterDialect GLUSTER = new GlusterDialect();
  private static final long SEED = 20_261_120;
  private static final byte[] TELLING = " ;=,(){}\"\\-+_0\n\u0000".getBytes(UTF_8);

  @Test
  @Proves("gluster 4")
  void anyBytesAreAnEventOrMalformedAndNothingElse() throws Exception {
    List<byte[]> real = new ArrayList<>();
    for (String file : List.of("gluster-real-datagrams.jsonl", "gluster-wire-cases.jsonl")) {
      Captures.records(file).forEach(r -> real.add(r.get("datagram").asString().getBytes(UTF_8)));
    }
    var random = new Random(SEED);
    int events = 0;
    for (int i = 0; i < 30_000; i++) {
      byte[] bytes = mutated(real.get(random.nextInt(real.size())).clone(), random);
      events += reads(bytes, "seed " + SEED + ", round " + i) ? 1 : 0;
    }
    assertThat(events).isBetween(5_000, 29_000);
  }

  private static byte[] mutated(byte[] bytes, Random random) {
    for (int change = random.nextInt(5); change > 0 && bytes.length > 0; change--) {
      boolean telling = random.nextBoolean();
      bytes[random.nextInt(bytes.length)] =
          telling ? TELLING[random.nextInt(TELLING.length)] : (byte) random.nextInt(256);
    }
    return random.nextInt(8) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length + 1)) : bytes;
  }

  /** Whether it is an event; then everything that can be asked of it has an answer. */
  private static boolean reads(byte[] bytes, String round) {
    Origin origin = Origin.of(GlusterDialect.DATAGRAMS).with(Map.of("nodeid", "n1"));
    var raw = new Raw(Payload.owning(bytes), origin, Instant.EPOCH, "fresh", 0);
    try {
      DecodedEntry decoded = DecodedEntry.of(GLUSTER, raw);
      assertThat(decoded.event().data().toBytes()).as(round).isEqualTo(bytes);
      assertThat(GLUSTER.encoder().encode(decoded).text()).as(round).startsWith("{\"event\": ");
      return true;
    } catch (Malformed | InvalidEvent e) {
      return false;
    } catch (RuntimeException e) {
      throw new AssertionError(round + ": " + new String(bytes, UTF_8), e);
    }
  }
}
