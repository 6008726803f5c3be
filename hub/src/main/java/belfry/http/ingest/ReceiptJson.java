package belfry.http.ingest;

import belfry.event.Cursor;
import belfry.event.JournalId;
import belfry.event.Payload;
import belfry.event.Position;
import belfry.format.json.JsonWriter;
import belfry.http.Envelope;
import belfry.http.ErrorCode;
import belfry.http.Problem;
import belfry.http.Reply;
import belfry.intake.Receipt;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What became of a batch, as an answer.
 *
 * <p>200 if every item is in the journal, new or known; 207 if some were refused; a single refused
 * item is answered with its own status, and a batch of which nothing was taken with 400.
 */
final class ReceiptJson {
  private static final int MULTI_STATUS = 207;

  private ReceiptJson() {}

  /**
   * @param all whether accepted items of a batch are listed too; a single item always is
   */
  static Reply.Whole reply(Receipt receipt, JournalId journal, boolean all) {
    List<Receipt.Item> items = receipt.items();
    long refused = items.stream().filter(Receipt.Refused.class::isInstance).count();
    if (refused == 0 || refused < items.size()) {
      var json = new JsonWriter(JsonWriter.Style.COMPACT).beginObject();
      members(json, receipt, journal, all);
      Payload metadata = json.endObject().payload();
      return Reply.sync(refused == 0 ? 200 : MULTI_STATUS, metadata);
    }
    return Envelope.error(problem(items), json -> members(json, receipt, journal, all));
  }

  private static Problem problem(List<Receipt.Item> items) {
    if (items.size() == 1 && items.getFirst() instanceof Receipt.Refused only) {
      return new Problem(
          code(only), only.message(), new Problem.Where(only.pointer(), only.column()));
    }
    return new Problem(
        ErrorCode.ITEMS_REFUSED,
        items.size() + " of " + items.size() + " events refused (expected: none; see items)");
  }

  private static void members(JsonWriter json, Receipt receipt, JournalId journal, boolean all) {
    List<Receipt.Item> items = receipt.items();
    long accepted = receipt.accepted();
    long duplicates = receipt.duplicates();
    json.member("accepted", accepted);
    json.member("duplicates", duplicates);
    json.member("refused", items.size() - accepted - duplicates);
    cursor(items, journal).ifPresent(cursor -> json.member("cursor", cursor.encoded()));
    json.key("items").beginArray();
    for (int i = 0; i < items.size(); i++) {
      if (all || items.size() == 1 || !(items.get(i) instanceof Receipt.Accepted)) {
        json.beginObject().member("index", i);
        item(json, items.get(i));
        json.endObject();
      }
    }
    json.endArray();
  }

  /** Behind everything this request brought: where to follow from. */
  private static Optional<Cursor> cursor(List<Receipt.Item> items, JournalId journal) {
    var next = new TreeMap<Integer, Long>();
    for (Receipt.Item item : items) {
      switch (item) {
        case Receipt.Accepted taken -> past(next, taken.position());
        case Receipt.Duplicate known -> past(next, known.position());
        case Receipt.Refused refused -> {}
      }
    }
    return next.isEmpty() ? Optional.empty() : Optional.of(new Cursor(journal, next));
  }

  private static void past(Map<Integer, Long> next, Position position) {
    next.merge(position.partition(), position.offset() + 1, Math::max);
  }

  private static void item(JsonWriter json, Receipt.Item item) {
    switch (item) {
      case Receipt.Accepted taken ->
          json.member("status", "accepted")
              .member("id", taken.id())
              .member("position", taken.position().toString());
      case Receipt.Duplicate known ->
          json.member("status", "duplicate")
              .member("id", known.id())
              .member("position", known.position().toString());
      case Receipt.Refused refused ->
          json.member("status", "refused")
              .member("code", code(refused).text())
              .member("error_code", code(refused).status())
              .member("pointer", refused.pointer())
              .member("column", refused.column())
              .member("error", refused.message());
    }
  }

  /** The error a refusal is told with. */
  static ErrorCode code(Receipt.Refused refused) {
    return switch (refused.why()) {
      case MALFORMED -> ErrorCode.ITEM_MALFORMED;
      case INVALID -> ErrorCode.ITEM_INVALID;
      case TOO_LARGE -> ErrorCode.ITEM_TOO_LARGE;
      case CONFLICT -> ErrorCode.ITEM_CONFLICT;
      case FORBIDDEN -> ErrorCode.ITEM_FORBIDDEN;
      case LOOP -> ErrorCode.ITEM_LOOP;
      case ABANDONED -> ErrorCode.ITEM_ABANDONED;
    };
  }
}
