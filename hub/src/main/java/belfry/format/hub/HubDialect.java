package belfry.format.hub;

import belfry.event.Audit;
import belfry.event.Event;
import belfry.format.Content;
import belfry.format.Decoder;
import belfry.format.Dialect;
import belfry.format.Encoder;
import belfry.format.Timestamp;
import belfry.format.json.JsonValue;
import belfry.format.json.JsonWriter;
import belfry.format.json.JsonWriter.Style;
import belfry.format.json.Rules;

/**
 * The dialect {@code belfry}. Its encoder writes the whole envelope of any entry; its decoder reads
 * what the hub notes about its own journal, gaps above all: {@code {"kind": "gap", "type":
 * "belfry.gap", …}}.
 */
public final class HubDialect implements Dialect {
  public static final String NAME = "belfry";

  /** Events known to be missing; the data say of which source and, if known, how many. */
  public static final String GAP = "belfry.gap";

  /** What a system said about itself after a gap; the data name the query that found it. */
  public static final String RECONCILED = "belfry.reconciled";

  private final Encoder encoder = new HubEncoder();

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Decoder decoder() {
    return HubDecoder::decode;
  }

  @Override
  public Encoder encoder() {
    return encoder;
  }

  @Override
  public JsonValue content(Event event) {
    return Content.json(event, Rules.STRICT);
  }

  @Override
  public Audit audit(Event event, JsonValue content) {
    String type = event.type();
    boolean failed =
        switch (event.severity()) {
          case TRACE, DEBUG, INFO -> false;
          case WARN, ERROR, CRITICAL -> true;
        };
    var details = new JsonWriter(Style.COMPACT).sorted(content).payload();
    String project = event.nativeProject().orElse("");
    String subject = event.subject().orElse("");
    return Audit.of(
            "belfry",
            type.startsWith("belfry.") ? type.substring("belfry.".length()) : type,
            failed ? "ERROR" : "SUCCESS",
            event.id())
        .logSource(Audit.LogSource.PLATFORM)
        .subject(new Audit.Subject(true, "SYSTEM", "belfry", "belfry"))
        .resource("project", project, project)
        .resource("object", subject, subject)
        .error(failed ? content.text("reason") : "")
        .details(details.text())
        .eventTime(Timestamp.of(event.time()).utc())
        .inferred("eventStatus")
        .build();
  }
}
