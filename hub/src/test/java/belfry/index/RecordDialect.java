package belfry.index;

import belfry.event.Audit;
import belfry.event.AuditBuilder;
import belfry.event.Event;
import belfry.event.Malformed;
import belfry.format.Decoder;
import belfry.format.Dialect;
import belfry.format.Dialects;
import belfry.format.Encoder;
import belfry.format.json.Json;
import belfry.format.json.JsonValue;
import belfry.testing.PlainDialect;
import java.util.List;

/** A JSON object whose members are the audit record: every facet an index can be asked for. */
final class RecordDialect implements Dialect {
  static final String NAME = "record";
  static final Dialects DIALECTS = new Dialects(List.of(new RecordDialect(), new PlainDialect()));

  private final Dialect plain = new PlainDialect();

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Decoder decoder() {
    return plain.decoder();
  }

  @Override
  public Encoder encoder() {
    return plain.encoder();
  }

  @Override
  public JsonValue content(Event event) {
    try {
      return Json.parse(event.data());
    } catch (Malformed e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public Audit audit(Event event, JsonValue data) {
    AuditBuilder audit =
        Audit.of(
                data.text("event_source"),
                data.text("event_type"),
                data.text("status"),
                data.text("event_id"))
            .authorized(data.text("authorized").equals("yes"))
            .remoteAddress(data.text("address"))
            .userAgent(data.text("agent"))
            .requestId(data.text("request_id"))
            .requestMethod(data.text("method"))
            .requestEndpoint(data.text("endpoint"))
            .request(data.text("request"))
            .subject(
                new Audit.Subject(
                    data.text("who").isEmpty(),
                    data.text("who_type"),
                    data.text("who_id"),
                    data.text("who")))
            .xRequestId(data.text("x_request_id"))
            .error(data.text("error"))
            .details(data.text("details"))
            .logSource(List.of(Audit.LogSource.values()).get(data.text("status").length() % 3));
    data.get("resources")
        .ifPresent(
            resources ->
                resources
                    .elements()
                    .forEach(
                        each ->
                            audit.resource(each.text("type"), each.text("id"), each.text("name"))));
    if (!data.text("inferred").isEmpty()) {
      audit.inferred(data.text("inferred"), "time");
    }
    return audit.build();
  }
}
