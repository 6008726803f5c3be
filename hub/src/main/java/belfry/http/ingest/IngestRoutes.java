package belfry.http.ingest;

import belfry.access.Role;
import belfry.event.JournalId;
import belfry.event.Malformed;
import belfry.event.Payload;
import belfry.format.Items;
import belfry.format.TooLarge;
import belfry.http.Call;
import belfry.http.Endpoint;
import belfry.http.ErrorCode;
import belfry.http.Problem;
import belfry.http.Reply;
import belfry.journal.Busy;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/**
 * {@code POST /1.0/events/{format}}: one event, an array or NDJSON of one dialect.
 *
 * <p>The hot path of the product: a body is read into one array, items are slices of it, and
 * nothing but the dialect's decoder looks into them.
 */
public final class IngestRoutes {
  /** Largest body, unpacked. */
  static final int BODY_BYTES_MAX = 16 << 20;

  /** Largest body of Cloud.ru records ({@code systems/audit.md} checklist 50). */
  static final int CLOUDRU_BODY_BYTES_MAX = 5 << 20;

  /** Most Cloud.ru records in one body (same place). */
  static final int CLOUDRU_ITEMS_MAX = 1_000;

  static final String CLOUDRU = "cloudru";
  private static final String GLUSTER = "gluster";
  private static final String CLOUDEVENTS = "cloudevents";

  private static final Set<String> LINES =
      Set.of("application/x-ndjson", "application/ndjson", "application/jsonl", "text/plain");
  private static final Set<String> DOCUMENTS = Set.of("application/json", "text/json", "");

  private final Entrance entrance;
  private final JournalId journal;
  private final CloudEvents cloudEvents;

  public IngestRoutes(Entrance entrance, JournalId journal) {
    this.entrance = entrance;
    this.journal = journal;
    this.cloudEvents = new CloudEvents(this);
  }

  public List<Endpoint> endpoints() {
    var bulk = new Bulk(this);
    return List.of(
        Endpoint.of(Role.INGEST, "POST", "/1.0/events/{format}", this::post),
        Endpoint.of(Role.INGEST, "POST", "/1.0/events", cloudEvents::post),
        Endpoint.open("OPTIONS", "/1.0/events", CloudEvents::handshake),
        Endpoint.of(Role.INGEST, "POST", "/bulk/{project}/send", bulk::send));
  }

  Entrance entrance() {
    return entrance;
  }

  private Reply post(Call call) throws Problem, Busy, IOException, InterruptedException {
    String format = call.variable("format");
    entrance.checkFormat(format);
    if (format.equals(CLOUDEVENTS) && CloudEvents.speaks(call)) {
      return cloudEvents.post(call);
    }
    boolean lines = checkType(call);
    Payload body = call.body(format.equals(CLOUDRU) ? CLOUDRU_BODY_BYTES_MAX : BODY_BYTES_MAX);
    List<Payload> items = items(body, lines, format);
    return reply(call, new Entrance.Batch(format, items));
  }

  /** Hands the batch in and answers with what became of it. */
  Reply reply(Call call, Entrance.Batch batch) throws Problem, Busy, IOException {
    boolean all = call.params().text("items").filter("all"::equals).isPresent();
    return ReceiptJson.reply(entrance.accept(call, batch), journal, all);
  }

  /** True if the body says it is NDJSON. */
  private static boolean checkType(Call call) throws Problem {
    String type = call.contentType();
    if (LINES.contains(type)) {
      return true;
    }
    if (DOCUMENTS.contains(type)) {
      return false;
    }
    throw new Problem(
        ErrorCode.CONTENT_TYPE,
        "Content-Type: " + type + " (expected: application/json or application/x-ndjson)");
  }

  /** Gluster sends an empty body to test a webhook: it means no event. */
  private static List<Payload> items(Payload body, boolean lines, String format) throws Problem {
    if (body.isEmpty() && format.equals(GLUSTER)) {
      return List.of();
    }
    List<Payload> items = split(body, lines);
    if (format.equals(CLOUDRU) && items.size() > CLOUDRU_ITEMS_MAX) {
      throw tooMany(items.size(), CLOUDRU_ITEMS_MAX);
    }
    return items;
  }

  static List<Payload> split(Payload body, boolean lines) throws Problem {
    try {
      return lines ? Items.lines(body) : Items.of(body);
    } catch (Malformed e) {
      throw new Problem(
          ErrorCode.ITEM_MALFORMED,
          String.valueOf(e.getMessage()),
          new Problem.Where("", e.column()));
    } catch (TooLarge e) {
      throw new Problem(ErrorCode.TOO_MANY_ITEMS, String.valueOf(e.getMessage()));
    }
  }

  static Problem tooMany(int was, int max) {
    return new Problem(
        ErrorCode.TOO_MANY_ITEMS, "items: " + was + " (expected: at most " + max + ")");
  }
}
