package belfry.index;

import belfry.event.Event;
import belfry.event.Kind;
import belfry.event.Marks;
import belfry.event.Origin;
import belfry.event.Payload;
import belfry.event.Severity;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Events out of few values, so that conditions on them often hold, with everything that is hard for
 * an index among them: long values, control characters, words that are cut, ids, other scripts.
 */
final class RandomEvents {
  static final Instant TIME = Instant.parse("2026-11-20T12:00:00Z");
  static final String LONG = "x".repeat(600);
  static final String CUT = "ab".repeat(140) + "needle";
  static final List<String> VALUES =
      List.of(
          "alpha",
          "Beta",
          "gamma-7",
          "10.0.0.7",
          "2001:db8::1",
          "8d25aa9c-a17c-3043-9d41-0a1b2c3d4e5f",
          "8d25aa9c",
          "DEADBEEF0",
          "Личный кабинет",
          "zero\u0000byte",
          "42",
          "volume vol_1",
          LONG,
          CUT);
  static final List<String> TYPES =
      List.of(
          "lxd.lifecycle.instance-created",
          "lxd.logging",
          "lxd.security.authn_login_fail",
          "gluster.VOLUME_CREATE",
          "openstack.image.upload",
          "plain");
  static final List<String> PROJECTS = List.of("default", "shop", "bank");
  static final List<String> STATUSES = List.of("SUCCESS", "ERROR", "CANCELLED", "PAUSED");

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Random random;
  private int count;

  RandomEvents(long seed) {
    random = new Random(seed);
  }

  static <T> T pick(Random random, List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  private String value() {
    return pick(random, VALUES);
  }

  private String perhaps() {
    return random.nextInt(3) == 0 ? value() : "";
  }

  private String name() {
    String value;
    do {
      value = perhaps();
    } while (value.indexOf('\u0000') >= 0);
    return value;
  }

  Event next() {
    count++;
    var origin =
        new Origin(
            random.nextBoolean() ? "http" : "unix",
            random.nextBoolean() ? Optional.of("token/ci") : Optional.empty(),
            Optional.of("192.0.2." + random.nextInt(3) + ":4711"),
            new TreeMap<>(Map.of("routing_key", "info")));
    Marks marks = random.nextInt(5) == 0 ? Marks.NONE.asConflict() : Marks.NONE;
    return Event.of(
            "id-" + count,
            "/s/" + random.nextInt(4),
            pick(random, TYPES),
            TIME.plusNanos(1_000_000L * random.nextInt(5_000) + 500L * random.nextInt(2)),
            RecordDialect.NAME,
            Payload.of(data().toString()))
        .subject(name())
        .project(pick(random, PROJECTS))
        .nativeProject(name())
        .location(name())
        .kind(random.nextInt(8) == 0 ? Kind.GAP : Kind.EVENT)
        .severity(pick(random, List.of(Severity.values())))
        .origin(origin)
        .marks(random.nextInt(5) == 0 ? marks.withMasked(List.of("/secret")) : marks)
        .build();
  }

  private ObjectNode data() {
    ObjectNode data = JSON.createObjectNode();
    data.put("event_source", perhaps());
    data.put("event_type", value());
    data.put("status", random.nextInt(20) == 0 ? value() : pick(random, STATUSES));
    data.put("event_id", perhaps());
    for (String name :
        List.of(
            "authorized",
            "address",
            "agent",
            "request_id",
            "method",
            "endpoint",
            "request",
            "who",
            "who_type",
            "who_id",
            "x_request_id",
            "error",
            "details",
            "inferred")) {
      if (random.nextInt(3) == 0) {
        data.put(name, name.equals("authorized") ? "yes" : value());
      }
    }
    var resources = data.putArray("resources");
    for (int i = random.nextInt(3); i > 0; i--) {
      ObjectNode resource = resources.addObject();
      resource.put("type", pick(random, List.of("project", "customer", "object")));
      resource.put("id", perhaps());
      resource.put("name", perhaps());
    }
    data.put("number", random.nextInt(3) * 1.5);
    data.put("flag", random.nextBoolean());
    data.put("text", "a " + value() + " Wörter und " + value());
    return data;
  }
}
