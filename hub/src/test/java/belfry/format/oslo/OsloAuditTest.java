package belfry.format.oslo;

import static org.assertj.core.api.Assertions.assertThat;

import belfry.event.Audit;
import belfry.event.Payload;
import belfry.format.json.Json;
import belfry.testing.DecodedEntry;
import belfry.testing.Proves;
import java.util.List;
import org.junit.jupiter.api.Test;

class OsloAuditTest {
  private static final String IMAGE = "594ac7ed-42c3-4cb3-807b-ad5fc6494c01";

  private final OsloDialect dialect = new OsloDialect();

  @Test
  void readsAnImageNotificationAsARecord() throws Exception {
    Audit audit =
        audit(OsloDialectTest.captured("glance-notifications-v2.jsonl", "body").getFirst());

    assertThat(audit.eventSource()).isEqualTo("glance");
    assertThat(audit.eventType()).isEqualTo("image.create");
    assertThat(audit.eventStatus()).isEqualTo("SUCCESS");
    assertThat(audit.eventId()).isEqualTo("49cad760-59ad-4e88-af1e-06cc9530568d");
    assertThat(audit.eventTime()).isEqualTo("2026-11-20T09:36:50.298677Z");
    assertThat(audit.resources())
        .containsExactly(
            new Audit.Resource("project", "p-admin-1", ""),
            new Audit.Resource("object", IMAGE, "cirros-test"));
    assertThat(audit.subject()).isEqualTo(Audit.Subject.UNKNOWN);
    assertThat(audit.inferred())
        .containsExactly("authorization.authorized", "authentication.authenticated");
    assertThat(audit.logSource()).isEqualTo(Audit.LogSource.INFRASTRUCTURE);
    var details = Json.parse(Payload.of(audit.details().text()));
    assertThat(details.text("publisher_id")).isEqualTo("image.localhost");
    assertThat(details.text("priority")).isEqualTo("INFO");
    assertThat(details.at("payload.properties.os_distro").orElseThrow().text()).isEqualTo("cirros");
  }

  @Test
  void tellsTheStatusFromThePriorityAndTheType() throws Exception {
    for (String body : OsloDialectTest.captures()) {
      Audit audit = audit(body);
      String expected =
          switch (audit.eventType()) {
            case "image.prepare", "task.run", "task.processing" -> "STARTED";
            case "task.failure" -> "ERROR";
            default ->
                audit.details().text().matches(".*\"priority\":\"(WARN|ERROR)\".*")
                    ? "ERROR"
                    : "SUCCESS";
          };
      if (!audit.eventType().startsWith("audit.")) {
        assertThat(audit.eventStatus()).as(audit.eventType()).isEqualTo(expected);
      }
    }
  }

  @Test
  @Proves("glance 20")
  void takesTheTextOfAFailureAsTheError() throws Exception {
    List<Audit> failures =
        OsloDialectTest.captured("glance-errors-v2.jsonl", "body").stream()
            .map(this::audit)
            .filter(audit -> audit.eventStatus().equals("ERROR"))
            .toList();

    assertThat(failures)
        .filteredOn(audit -> audit.eventType().equals("image.upload"))
        .isNotEmpty()
        .allSatisfy(
            audit -> {
              assertThat(audit.error()).contains("image");
              assertThat(audit.details().text()).doesNotContain("payload");
            });
    assertThat(failures)
        .filteredOn(audit -> audit.eventType().equals("image.send"))
        .isNotEmpty()
        .allSatisfy(
            audit -> {
              assertThat(audit.error()).isEmpty();
              assertThat(audit.details().text()).contains("\"bytes_sent\":70000");
            });
  }

  @Test
  void knowsWhoDownloadedAnImage() throws Exception {
    Audit audit =
        audit(OsloDialectTest.captured("glance-image-send-cache.jsonl", "body").getLast());

    assertThat(audit.remoteAddress()).isEqualTo("127.0.0.1");
    assertThat(audit.subject()).isEqualTo(new Audit.Subject(true, "USER", "u-admin-1", ""));
    assertThat(audit.resources().getLast().id()).isEqualTo("1ba9519d-dac8-485e-a659-fa45d3ae0423");
  }

  @Test
  @Proves("glance 24")
  void readsTheAuditMiddlewaresRecords() throws Exception {
    List<Audit> audits =
        OsloDialectTest.captured("glance-cadf-audit-v2.jsonl", "body").stream()
            .map(this::audit)
            .toList();

    assertThat(audits.get(1))
        .returns("glance", Audit::eventSource)
        .returns("audit.http.response", Audit::eventType)
        .returns("SUCCESS", Audit::eventStatus)
        .returns("10.0.0.7", Audit::remoteAddress)
        .returns("python-glanceclient", Audit::userAgent)
        .returns("req-demo", Audit::requestId)
        .returns("/v2/images", Audit::requestEndpoint)
        .returns("{\"reasonType\":\"HTTP\",\"reasonCode\":\"201\"}", Audit::response)
        .returns(new Audit.Subject(true, "USER", "u-admin-1", "admin"), Audit::subject)
        .returns("req-f7313f48-b375-43e5-978b-c6156bae6476", Audit::xRequestId)
        .returns(true, Audit::authorized)
        .returns(List.of("authorization.authorized"), Audit::inferred)
        .returns(
            List.of(
                new Audit.Resource("project", "p-admin-1", ""),
                new Audit.Resource("object", "ep-1", "glance")),
            Audit::resources);
    assertThat(audits.getFirst().eventStatus()).isEqualTo("STARTED");
    assertThat(audits.get(7))
        .returns("ERROR", Audit::eventStatus)
        .returns("HTTP 403", Audit::error)
        .returns(false, Audit::authorized);
  }

  @Test
  @Proves("glance 22")
  void keepsTokensOfOldSendersOutOfTheRecord() {
    Audit audit =
        audit(
            OsloDialectTest.MESSAGE.replace(
                "\"payload\"",
                "\"_context_auth_token\": \"gAAAA\", \"_context_service_catalog\": [1],"
                    + " \"_context_request_id\": \"req-1\", \"payload\""));

    assertThat(audit.details().text()).contains("\"context\":{\"request_id\":\"req-1\"}");
    assertThat(audit.details().text()).doesNotContain("gAAAA", "catalog");
    assertThat(audit.requestId()).isEqualTo("req-1");
  }

  @Test
  void namesOtherServicesByTheirPublisher() {
    String nova =
        OsloDialectTest.MESSAGE
            .replace("image.host1", "compute.host1")
            .replace("image.create", "compute.instance.create.start")
            .replace("\"id\"", "\"instance_id\"");

    assertThat(audit(nova))
        .returns("compute", Audit::eventSource)
        .returns("STARTED", Audit::eventStatus)
        .returns(List.of(new Audit.Resource("object", "x", "")), Audit::resources);
  }

  private Audit audit(String body) {
    try {
      return DecodedEntry.of(dialect, dialect.decoder().decode(OsloDialectTest.raw(body))).audit();
    } catch (Exception e) {
      throw new AssertionError(body, e);
    }
  }
}
