package belfry.format.lxd;

import belfry.event.Audit;
import belfry.event.Event;
import belfry.format.Content;
import belfry.format.Decoder;
import belfry.format.Dialect;
import belfry.format.Encoder;
import belfry.format.json.JsonValue;
import belfry.format.json.Rules;

/** LXD's and Incus' event JSON, as it stands in a frame of {@code GET /1.0/events}. */
public final class LxdDialect implements Dialect {
  public static final String NAME = "lxd";

  /** The connector of the hub's own events, which are LXD events of source {@value #OWN_SOURCE}. */
  static final String OWN_CONNECTOR = "belfry";

  /** The source of the hub's own events. */
  public static final String OWN_SOURCE = "/belfry";

  /** The origin's attribute that names the cluster, by configuration of the source. */
  public static final String CLUSTER = "cluster";

  private static final String CLUSTER_DEFAULT = "default";

  private final Decoder decoder = new LxdDecoder();
  private final Encoder encoder = new LxdEncoder();

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Decoder decoder() {
    return decoder;
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
    return new LxdAudit(event, content).facet();
  }

  static String cluster(Event event) {
    return event.origin().attribute(CLUSTER).orElse(CLUSTER_DEFAULT);
  }

  static JsonValue metadata(JsonValue content) {
    return content.get("metadata").orElse(Content.NOTHING);
  }

  /** A security event's name without the identifiers behind its colons. */
  static String baseName(String name) {
    int colon = name.indexOf(':');
    return colon < 0 ? name : name.substring(0, colon);
  }

  /** A source path without its query, which names the project once more. */
  static String path(String source) {
    int query = source.indexOf('?');
    return query < 0 ? source : source.substring(0, query);
  }
}
