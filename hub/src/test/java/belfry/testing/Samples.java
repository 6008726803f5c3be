package belfry.testing;

import belfry.event.Event;
import belfry.event.Kind;
import belfry.event.Marks;
import belfry.event.Origin;
import belfry.event.Payload;
import belfry.event.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;

/** Events from a seed. */
public final class Samples {
  private static final String[] TYPES = {
    "lxd.lifecycle.instance-created",
    "gluster.VOLUME_CREATE",
    "openstack.image.upload",
    "cloudru.CreateProject",
    "lxd.logging"
  };

  private final Random random;

  public Samples(long seed) {
    random = new Random(seed);
  }

  /** A plain event whose id and data say its number. */
  public static Event event(int number) {
    return Event.of(
            "id-" + number,
            "/test/" + number % 7,
            TYPES[number % TYPES.length],
            Instant.ofEpochSecond(1_700_000_000L + number),
            "native",
            Payload.of("{\"number\":" + number + ",\"text\":\"event number " + number + "\"}"))
        .project("project-" + number % 3)
        .subject("/things/" + number)
        .build();
  }

  /** Plain events with the numbers from {@code from} on. */
  public static List<Event> events(int from, int count) {
    return IntStream.range(from, from + count).mapToObj(Samples::event).toList();
  }

  /** An event with anything in it that an event may have. */
  public Event any() {
    var attributes = new TreeMap<String, String>();
    for (int i = random.nextInt(4); i > 0; i--) {
      attributes.put(text(1, 20), text(0, 60));
    }
    var unknown = new TreeMap<Integer, Payload>();
    for (int i = random.nextInt(3); i > 0; i--) {
      unknown.put(32 + random.nextInt(100_000), bytes(random.nextInt(40)));
    }
    List<String> masked = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      masked.add("/" + text(1, 20));
    }
    var origin =
        new Origin(
            random.nextInt(5) == 0 ? "" : "http",
            optional(),
            random.nextBoolean() ? Optional.of("10.0.0.1:" + random.nextInt(9)) : Optional.empty(),
            attributes);
    return Event.of(
            text(1, 256),
            text(1, 200),
            TYPES[random.nextInt(TYPES.length)],
            time(),
            "native",
            bytes(random.nextInt(10) == 0 ? 70_000 : random.nextInt(900)))
        .subject(text(0, 40))
        .project(text(1, 30))
        .nativeProject(text(0, 30))
        .location(text(0, 30))
        .kind(Kind.values()[random.nextInt(Kind.values().length)])
        .severity(Severity.values()[random.nextInt(Severity.values().length)])
        .decoderVersion(random.nextInt(300))
        .origin(origin)
        .marks(new Marks(masked, random.nextBoolean(), unknown))
        .build();
  }

  /** About 600 bytes of JSON as infrastructure writes it. */
  public Event typical() {
    int source = random.nextInt(200);
    String id = new UUID(random.nextLong(), random.nextLong()).toString();
    var words = new StringBuilder();
    for (int i = 0; i < 10; i++) {
      words.append(i > 0 ? " " : "").append("word").append(random.nextInt(20_000));
    }
    Instant time = Instant.ofEpochSecond(1_700_000_000L + random.nextInt(1_000_000));
    String type = "openstack.image.action" + (int) Math.pow(61, random.nextDouble());
    String data =
        "{\"message_id\":\""
            + id
            + "\",\"publisher_id\":\"image.host-"
            + source
            + "\",\"timestamp\":\""
            + time
            + "\",\"priority\":\"INFO\",\"event_type\":\""
            + type
            + "\",\"payload\":{\"size\":"
            + random.nextInt(1 << 30)
            + ",\"name\":\""
            + words
            + "\",\"owner\":\"actor-"
            + random.nextInt(1000)
            + "\",\"status\":\"active\","
            + "\"container_format\":\"bare\",\"disk_format\":\"qcow2\",\"visibility\":\"shared\","
            + "\"checksum\":\""
            + Long.toHexString(random.nextLong())
            + Long.toHexString(random.nextLong())
            + "\",\"protected\":false,\"min_disk\":0,"
            + "\"min_ram\":0,\"created_at\":\""
            + time
            + "\",\"deleted\":false}}";
    return Event.of(id, "/openstack/image.host-" + source, type, time, "oslo", Payload.of(data))
        .project("project-" + random.nextInt(500))
        .origin(
            new Origin(
                "http", Optional.of("token/ci"), Optional.of("10.0.0.1:4711"), new TreeMap<>()))
        .build();
  }

  private Instant time() {
    return Instant.ofEpochSecond(
        random.nextLong(-1_000_000_000_000L, 1_000_000_000_000L), random.nextInt(1_000_000_000));
  }

  private Optional<String> optional() {
    return random.nextBoolean() ? Optional.of(text(1, 20)) : Optional.empty();
  }

  private Payload bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return Payload.owning(bytes);
  }

  private String text(int from, int to) {
    var out = new StringBuilder();
    for (int i = random.nextInt(from, to + 1); i > 0; i--) {
      out.append(random.nextInt(9) == 0 ? 'é' : (char) random.nextInt(0x20, 0x7f));
    }
    return out.toString();
  }
}
