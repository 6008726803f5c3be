package belfry.cli;

import belfry.cli.SearchCommand.Question;
import belfry.cli.print.Columns;
import belfry.cli.print.Columns.Cell;
import belfry.cli.print.Paint;
import belfry.cli.shell.Answer;
import belfry.cli.shell.Failure;
import belfry.cli.shell.HubOptions;
import belfry.cli.shell.Shell;
import belfry.cli.shell.Times;
import belfry.cli.wire.HubClient;
import belfry.cli.wire.Reply;
import belfry.cli.wire.Request;
import belfry.event.Payload;
import belfry.format.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Asks for pages of events and prints them. */
final class SearchView {
  /** Most events the hub gives in one answer. */
  private static final int PAGE_EVENTS_MAX = 1000;

  private static final String NDJSON = "application/x-ndjson";

  private final Shell shell;
  private final HubClient client;
  private final Question question;
  private final String format;
  private boolean any;

  SearchView(Shell shell, HubClient client, Question question, String format) {
    this.shell = shell;
    this.client = client;
    this.question = question;
    this.format = format;
  }

  /**
   * One answer of the hub.
   *
   * @param events of our own format, to be shown our way
   * @param lines in a dialect, to be printed byte for byte
   */
  private record Page(
      List<JsonValue> events, Payload lines, int count, Optional<String> next, boolean partial) {}

  /** Prints at most {@code limit} events from {@code cursor} on. */
  void show(int limit, Optional<String> cursor) throws Failure {
    Optional<String> next = cursor;
    boolean partial = false;
    int left = limit;
    do {
      Page page = page(Math.min(left, PAGE_EVENTS_MAX), next);
      print(page.events());
      page.lines().with((array, from, size) -> write(array, from, size));
      left -= page.count();
      next = page.next();
      partial |= page.partial();
    } while (left > 0 && next.isPresent() && !shell.out().checkError());
    end();
    if (partial) {
      shell.err().println("belfry: the index is behind; the newest events may be missing");
    }
    next.ifPresent(this::hint);
  }

  private int write(byte[] array, int from, int size) {
    shell.out().write(array, from, size);
    return size;
  }

  private Page page(int limit, Optional<String> cursor) throws Failure {
    boolean ours = format.equals("table") || format.equals("json");
    var target = new Request.Target("/1.0/journal/events");
    question.addTo(target);
    target
        .add("order", question.newestFirst() ? "desc" : "asc")
        .add("limit", Integer.toString(limit))
        .add("cursor", cursor)
        .add("format", Answer.dialect(ours ? Answer.NATIVE : format));
    Request request = Request.get(target.toString());
    return ours ? events(request) : lines(request.with("Accept", NDJSON));
  }

  private Page events(Request request) throws Failure {
    JsonValue answer = Answer.metadata(HubOptions.ask(client, request));
    List<JsonValue> events = answer.get("events").map(JsonValue::elements).orElseGet(List::of);
    Optional<String> next = Optional.of(answer.text("next")).filter(text -> !text.isEmpty());
    boolean partial = answer.get("partial").map(JsonValue::text).orElse("").equals("true");
    return new Page(events, Payload.EMPTY, events.size(), next, partial);
  }

  private Page lines(Request request) throws Failure {
    Reply reply = HubOptions.ask(client, request);
    int count = (int) reply.body().text().lines().count();
    boolean partial = reply.header("belfry-partial").isPresent();
    return new Page(List.of(), reply.body(), count, reply.header("belfry-next"), partial);
  }

  private void print(List<JsonValue> events) {
    if (format.equals("table")) {
      if (!events.isEmpty()) {
        shell.out().print(table(events));
      }
      return;
    }
    for (JsonValue event : events) {
      shell.out().print(any ? ",\n" : "[\n");
      shell.out().print(event);
      any = true;
    }
  }

  private void end() {
    if (format.equals("json")) {
      shell.out().print(any ? "\n]\n" : "[]\n");
    }
    shell.out().flush();
  }

  private String table(List<JsonValue> events) {
    var columns = new Columns(shell.paint(), shell.width());
    if (!any) {
      columns.head("TIME", "SEVERITY", "PROJECT", "TYPE", "SUBJECT");
      any = true;
    }
    for (JsonValue event : events) {
      columns.row(
          Cell.of(Times.shown(event.text("time"), shell.zone()), Paint.Ink.DIM),
          severity(event.text("severity")),
          Cell.of(event.text("project")),
          Cell.of(event.text("type"), Paint.Ink.NOTE),
          Cell.of(event.text("subject")));
    }
    return columns.toString();
  }

  private static Cell severity(String word) {
    String shown = word.toUpperCase(Locale.ROOT);
    return switch (shown) {
      case "WARN" -> Cell.of(shown, Paint.Ink.WARN);
      case "ERROR", "CRITICAL" -> Cell.of(shown, Paint.Ink.BAD);
      case "TRACE", "DEBUG" -> Cell.of(shown, Paint.Ink.DIM);
      default -> Cell.of(shown);
    };
  }

  private void hint(String next) {
    var command = new ArrayList<String>(List.of("belfry search"));
    if (!question.filter().isBlank()) {
      command.add("'" + question.filter().replace("'", "'\\''") + "'");
    }
    question.since().ifPresent(since -> command.add("--since " + since));
    question.until().ifPresent(until -> command.add("--until " + until));
    question.project().ifPresent(project -> command.add("--project " + project));
    if (!question.newestFirst()) {
      command.add("--order oldest");
    }
    if (!format.equals("table")) {
      command.add("--format " + format);
    }
    command.add("--cursor " + next);
    shell.err().println("there is more: " + String.join(" ", command));
  }
}
