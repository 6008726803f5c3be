package belfry.http.ingest;

import belfry.event.Payload;
import belfry.http.Call;
import belfry.http.ErrorCode;
import belfry.http.Problem;
import belfry.http.Reply;
import belfry.intake.Projects;
import belfry.intake.Receipt;
import belfry.journal.Busy;
import java.io.IOException;
import java.util.List;

/**
 * {@code POST /bulk/{project}/send}: the ingest of Cloud.ru's client audit log ({@code
 * docs/systems/cloudru.md}), a JSON array of records, answered with 200 and an empty object.
 *
 * <p>The original answers the same whatever became of single records; here a batch with a refused
 * record is refused as a whole before anything is taken, so that 200 means what it says.
 */
final class Bulk {
  private static final String JSON = "application/json";

  private final IngestRoutes routes;

  Bulk(IngestRoutes routes) {
    this.routes = routes;
  }

  Reply send(Call call) throws Problem, Busy, IOException, InterruptedException {
    String type = call.contentType();
    if (!type.isEmpty() && !type.equals(JSON)) {
      throw new Problem(
          ErrorCode.CONTENT_TYPE, "Content-Type: " + type + " (expected: " + JSON + ")");
    }
    Projects project = routes.entrance().fixed(call, call.variable("project"));
    List<Payload> items = IngestRoutes.split(call.body(IngestRoutes.CLOUDRU_BODY_BYTES_MAX), false);
    if (items.size() > IngestRoutes.CLOUDRU_ITEMS_MAX) {
      throw IngestRoutes.tooMany(items.size(), IngestRoutes.CLOUDRU_ITEMS_MAX);
    }
    Receipt receipt =
        routes
            .entrance()
            .acceptWhole(call, new Entrance.Batch(IngestRoutes.CLOUDRU, items), project);
    for (int i = 0; i < receipt.items().size(); i++) {
      if (receipt.items().get(i) instanceof Receipt.Refused refused
          && refused.why() != Receipt.Why.ABANDONED) {
        throw new Problem(
            ReceiptJson.code(refused),
            "record " + i + ": " + refused.message(),
            new Problem.Where("/" + i + refused.pointer(), refused.column()));
      }
    }
    return Reply.of(Reply.JSON, Payload.of("{}"));
  }
}
