package belfry.cli.gluster;

import belfry.format.gluster.Python;
import belfry.format.json.JsonValue;
import belfry.format.json.JsonWriter;
import belfry.gluster.ask.Answer;
import belfry.gluster.files.Refusal;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How the commands print what they found: tables for people, one line of JSON for programs. */
final class Report {
  private final PrintStream out;
  private final PrintStream err;
  private final boolean json;

  Report(PrintStream out, PrintStream err, boolean json) {
    this.out = out;
    this.err = err;
    this.json = json;
  }

  /** A remark that is not part of the answer. */
  void warn(String text) {
    err.print(text + "\n");
  }

  /** A remark in front of a table; beside the JSON, where it would be no JSON any more. */
  void note(String text) {
    (json ? err : out).print(text);
  }

  /** An error, and how the program ends. */
  int failed(Refusal refusal) {
    if (json) {
      line(writer().beginObject().member("output", "").member("error", refusal.text()).endObject());
    } else {
      err.print(refusal.text() + "\n");
    }
    return refusal.exit();
  }

  void webhooks(List<String> urls) {
    if (!json) {
      String list = urls.isEmpty() ? "None\n" : "\n" + String.join("\n", urls) + "\n";
      out.print("Webhooks: " + list + "\n");
    }
  }

  void values(Map<String, JsonValue> values) {
    if (json) {
      var line = writer().beginObject().key("output").beginObject();
      values.forEach(line::member);
      line(line.endObject().member("error", "").endObject());
      return;
    }
    var table = new Table(Table.Align.CENTRE, Table.Align.CENTRE, "NAME", "VALUE");
    values.forEach((name, value) -> table.row(name, Python.str(value)));
    out.print(table);
  }

  /**
   * A row for each node.
   *
   * @param what the column, {@code SYNC}
   * @return the exit code that tells whether all nodes could
   */
  int rows(String what, List<Nodes.Row> rows) {
    if (json) {
      var line = writer().beginObject().key("output");
      line(elements(line, what, rows).member("error", "").endObject());
    } else {
      table(what, rows);
    }
    return exit(rows);
  }

  private static int exit(List<Nodes.Row> rows) {
    long failed = rows.stream().filter(row -> !row.answer().ok()).count();
    return failed == 0 ? 0 : failed == rows.size() ? Refusal.NO_NODE : Refusal.SOME_NODES;
  }

  /** As {@link #rows}, with the webhooks beside them where it is JSON. */
  int status(List<String> urls, String what, List<Nodes.Row> rows) {
    if (!json) {
      table(what, rows);
      return exit(rows);
    }
    var line = writer().beginObject().key("output").beginObject().key("webhooks").beginArray();
    urls.forEach(line::string);
    elements(line.endArray().key("data"), what, rows);
    line(line.endObject().member("error", "").endObject());
    return exit(rows);
  }

  private void table(String what, List<Nodes.Row> rows) {
    var table =
        new Table(Table.Align.CENTRE, Table.Align.RIGHT, "NODE", "NODE STATUS", what + " STATUS");
    for (Nodes.Row row : rows) {
      Answer answer = row.answer();
      table.row(
          row.node(),
          row.up() ? LocalNode.UP : LocalNode.DOWN,
          answer.ok() ? "OK" : "NOT OK: " + answer.text());
    }
    out.print(table);
  }

  private static JsonWriter elements(JsonWriter line, String what, List<Nodes.Row> rows) {
    line.beginArray();
    for (Nodes.Row row : rows) {
      Answer answer = row.answer();
      line.beginObject()
          .member("node", row.node())
          .member("node_status", row.up() ? LocalNode.UP : LocalNode.DOWN)
          .member(what.toLowerCase(Locale.ROOT) + "_status", answer.ok() ? "OK" : "NOT OK")
          .member("error", answer.ok() ? "" : answer.text())
          .endObject();
    }
    return line.endArray();
  }

  /** What a node answers to the node that asked, through glusterd. */
  void answer(String nodeId, Answer answer) {
    var line = writer().beginObject().member("ok", answer.ok()).key("nodeid");
    if (nodeId.isEmpty()) {
      line.nothing();
    } else {
      line.string(nodeId);
    }
    line(line.member(answer.ok() ? "output" : "error", answer.text()).endObject());
  }

  private void line(JsonWriter json) {
    out.print(json.payload().text() + "\n");
  }

  private static JsonWriter writer() {
    return new JsonWriter(JsonWriter.Style.PYTHON);
  }
}
