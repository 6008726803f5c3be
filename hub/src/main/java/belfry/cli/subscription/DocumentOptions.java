package belfry.cli.subscription;

import belfry.cli.shell.Failure;
import belfry.cli.shell.Shell;
import belfry.cli.shell.Times;
import belfry.event.Malformed;
import belfry.event.Payload;
import belfry.format.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What may be said about any new subscription; what is not said is the hub's to choose. */
final class DocumentOptions {
  @Option(
      names = "--filter",
      paramLabel = "FILTER",
      description = "Only what matches, e.g. 'event_level >= WARN' (default: everything).")
  @Nullable String filter;

  @Option(
      names = "--start",
      paramLabel = "START",
      description = {
        "Where it begins: now, beginning, a cursor, or a time such as 2d",
        "or 2026-11-20T09:30 (default: now)."
      })
  @Nullable String start;

  @Option(
      names = "--order",
      paramLabel = "ORDER",
      description = "What must not overtake: source, subject or none (default: source).")
  @Nullable Order order;

  @Option(
      names = "--concurrency",
      paramLabel = "N",
      description = "Attempts at the same time (default: 1).")
  @Nullable Integer concurrency;

  @Option(
      names = "--per-second",
      paramLabel = "N",
      description = "Entries a second at most (default: as fast as it goes).")
  @Nullable Integer perSecond;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = {
        "A setting of the destination, e.g. auth.type=bearer; a value that",
        "is JSON is taken as such. Repeatable."
      })
  List<String> settings = List.of();

  @Option(
      names = "--allow-address",
      description = "Lets it deliver to the address in its URL, though that is private.")
  boolean allowAddress;

  @Option(names = "--description", paramLabel = "TEXT", description = "For people.")
  @Nullable String description;

  @Option(names = "--paused", description = "Stands still until it is resumed.")
  boolean paused;

  /** Named as they are typed. */
  enum Order {
    source,
    subject,
    none
  }

  void addTo(Draft draft, Shell shell) throws Failure {
    putText(draft, "description", description);
    putText(draft, "filter", filter);
    putText(draft, "start", start == null ? null : start(start, shell));
    putText(draft, "order", order == null ? null : order.name());
    putNumber(draft, "concurrency", concurrency);
    putNumber(draft, "per_second", perSecond);
    if (paused) {
      draft.put(Draft.flag(true), "paused");
    }
    if (allowAddress) {
      draft.put(Draft.flag(true), "allow_address");
    }
    for (String setting : settings) {
      putSetting(draft, setting);
    }
  }

  private static void putText(Draft draft, String member, @Nullable String text) {
    if (text != null) {
      draft.put(Draft.text(text), member);
    }
  }

  private static void putNumber(Draft draft, String member, @Nullable Integer number) {
    if (number != null) {
      draft.put(Draft.number(number), member);
    }
  }

  private static void putSetting(Draft draft, String setting) throws Failure {
    int equals = setting.indexOf('=');
    if (equals < 1) {
      throw Failure.usage("--set " + setting + " (expected: KEY=VALUE)");
    }
    var path = new ArrayList<>(List.of("settings"));
    path.addAll(List.of(setting.substring(0, equals).split("\\.", -1)));
    draft.put(value(setting.substring(equals + 1)), path);
  }

  /** JSON as it stands, anything else as a text. */
  private static Payload value(String text) {
    try {
      return Json.parse(Payload.of(text)).raw();
    } catch (Malformed e) {
      return Draft.text(text);
    }
  }

  /** Times in words of people become times; all else is the hub's to read. */
  static String start(String text, Shell shell) {
    return text.equals("now") ? text : Times.find(text, shell).map(Instant::toString).orElse(text);
  }
}
