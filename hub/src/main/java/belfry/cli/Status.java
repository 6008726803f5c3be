package belfry.cli;

import belfry.cli.print.Columns;
import belfry.cli.print.Columns.Cell;
import belfry.cli.print.Paint;
import belfry.cli.shell.Answer;
import belfry.cli.shell.Failure;
import belfry.cli.shell.Shell;
import belfry.cli.shell.Text;
import belfry.cli.wire.Reply;
import belfry.format.json.JsonValue;
import belfry.format.json.JsonWriter;
import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * How a hub is, put together from what it says about itself.
 *
 * @param address where it was asked
 * @param server {@code GET /1.0}
 * @param health {@code GET /health/ready}
 * @param samples its metrics; none for who may not see them
 */
record Status(String address, JsonValue server, Reply health, Samples samples) {
  private static final String ACCEPTED = "belfry_intake_accepted_total";
  private static final String LAG = "belfry_index_lag_entries";

  private String environment(String key) {
    return server.get("environment").map(environment -> environment.text(key)).orElse("");
  }

  private String trouble() throws Failure {
    return health.ok() ? "" : Answer.json(health.body()).text("output");
  }

  private long sum(String name) {
    return samples.total("belfry_" + name);
  }

  String text(Shell shell) throws Failure {
    var columns = new Columns(shell.paint(), shell.width());
    row(columns, "hub", environment("server_name") + " at " + address);
    row(columns, "version", environment("server_version"));
    columns.row(
        Cell.of("health", Paint.Ink.DIM),
        health.ok()
            ? Cell.of("well", Paint.Ink.GOOD)
            : Cell.of("not well: " + trouble(), Paint.Ink.BAD));
    if (samples.values().isEmpty()) {
      row(columns, "more", "needs a token (--token, BELFRY_TOKEN) with the role read");
      return columns.toString();
    }
    row(
        columns,
        "journal",
        Text.counted(sum("feed_next_offset"), "entry").replace("entrys", "entries"));
    row(
        columns,
        "since start",
        "%s accepted, %s, %s refused"
            .formatted(
                Text.grouped(samples.total(ACCEPTED)),
                Text.counted(sum("intake_duplicates_total"), "duplicate"),
                Text.grouped(sum("intake_refused_total"))));
    SortedMap<String, Long> sources = samples.by(ACCEPTED, "format");
    row(
        columns,
        "  of",
        sources.entrySet().stream()
            .map(source -> source.getKey() + " " + Text.grouped(source.getValue()))
            .collect(Collectors.joining(", ")));
    long lag = samples.total(LAG);
    row(columns, "index", lag == 0 ? "up to date" : Text.grouped(lag) + " behind");
    row(columns, "listeners", Text.grouped(sum("listeners")));
    return columns.toString();
  }

  private static void row(Columns columns, String name, String value) {
    if (!value.isEmpty()) {
      columns.row(Cell.of(name, Paint.Ink.DIM), Cell.of(value));
    }
  }

  String json() throws Failure {
    var json = new JsonWriter(JsonWriter.Style.COMPACT).beginObject();
    json.member("address", address).member("name", environment("server_name"));
    json.member("version", environment("server_version"));
    json.member("well", health.ok()).member("trouble", trouble());
    json.member("entries", sum("feed_next_offset")).key("events").beginObject();
    json.member("accepted", samples.total(ACCEPTED));
    json.member("duplicates", sum("intake_duplicates_total"));
    json.member("refused", sum("intake_refused_total")).key("by_format").beginObject();
    samples.by(ACCEPTED, "format").forEach(json::member);
    json.endObject().endObject();
    json.member("index_lag", samples.total(LAG)).member("listeners", sum("listeners"));
    return json.endObject().payload().text() + "\n";
  }
}
