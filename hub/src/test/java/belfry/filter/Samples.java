package belfry.filter;

import belfry.event.Audit;
import belfry.event.Event;
import belfry.event.Marks;
import belfry.event.Origin;
import belfry.event.Payload;
import belfry.event.Severity;
import belfry.testing.FixedFacts;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Entries that the tests of the language are asked about. */
final class Samples {
  static final Instant NOW = FixedFacts.RECORDED;

  private Samples() {}

  /** A Cloud.ru record with every field, and an envelope with every attribute. */
  static FixedFacts full() {
    var origin =
        new Origin(
            "http",
            Optional.of("token/ci"),
            Optional.of("192.0.2.7:4711"),
            new TreeMap<>(Map.of("routing_key", "notifications.info")));
    var event =
        Event.of(
                "ev-1",
                "/cloudru/Личный кабинет",
                "cloudru.CreateProject",
                NOW.minusSeconds(90),
                "cloudru",
                Payload.EMPTY)
            .subject("web-1")
            .project("shop")
            .nativeProject("p-17")
            .location("node-3")
            .severity(Severity.WARN)
            .origin(origin)
            .marks(Marks.NONE.withMasked(List.of("/secret", "/fds")).asConflict())
            .build();
    return FixedFacts.of(event, audit())
        .withData(
            Map.of("size", "1048576", "flag", "true", "name", "Ärger", "odd key.x", "y", "n", "7"))
        .withInside(Map.of("DETAILS.zone", "a", "RESPONSE.code", "404", "ERROR.code", "5"))
        .withText("CreateProject\nПроект «web-1» создан\nvol_1 at 10.0.0.7\n");
  }

  private static Audit audit() {
    return Audit.of("Личный кабинет", "CreateProject", "ERROR", "c467bc13-b0fb")
        .resource("customer", "cu-1", "Acme")
        .resource("project", "p-17", "Shop")
        .resource("object", "o-9", "web-1")
        .remoteAddress("10.1.2.3")
        .userAgent("Terraform/1.9")
        .requestId("rq-1")
        .requestMethod("POST")
        .requestEndpoint("/v1/projects")
        .request("{\"name\":\"Shop\"}")
        .response("{\"code\":404}")
        .subject(new Audit.Subject(true, "USER", "u-1", "Алиса"))
        .xRequestId("376c7026-8839")
        .error("{\"code\":5}")
        .details("{\"zone\":\"a\"}")
        .logSource(Audit.LogSource.PLATFORM)
        .inferred("authorization.authorized")
        .build();
  }

  /** An event of which nothing but the required attributes is known. */
  static FixedFacts bare() {
    var event =
        Event.of("ev-2", "/gluster/n1", "gluster.VOLUME_CREATE", NOW, "gluster", Payload.EMPTY)
            .build();
    return FixedFacts.of(event, Audit.of("Gluster", "VOLUME_CREATE", "SUCCESS", "ev-2").build());
  }
}
