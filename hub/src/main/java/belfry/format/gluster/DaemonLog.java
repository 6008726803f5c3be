package belfry.format.gluster;

import belfry.event.Event;
import belfry.event.Malformed;
import belfry.event.Payload;
import belfry.format.Address;
import belfry.format.json.Json;
import belfry.format.json.JsonValue;
import belfry.format.json.Rules;
import belfry.format.raw.RawDialect;
import java.util.List;

/**
 * What glustereventsd says about a datagram in its events log: the level, the place in its sources,
 * and the text, as Python spells it.
 */
public final class DaemonLog {
  private DaemonLog() {}

  /**
   * One line, without the time.
   *
   * @param level in Python's words
   * @param place module, line and function
   */
  public record Line(String level, String place, String text) {}

  /** All it says at its most talkative; nothing about what did not come as a datagram. */
  public static List<Line> lines(Event event) {
    if (!event.origin().connector().equals(GlusterDialect.DATAGRAMS)) {
      return List.of();
    }
    if (event.type().equals(RawDialect.TYPE)) {
      String text = "Invalid Event Format " + oneLine(event.data().text().strip());
      return List.of(arrived(event), new Line("WARNING", "glustereventsd - 52:handle", text));
    }
    if (!event.format().equals(GlusterDialect.NAME)) {
      return List.of();
    }
    String nodeid = event.origin().attribute(GlusterDialect.NODEID).orElse("");
    return List.of(
        arrived(event),
        new Line("INFO", "utils - 67:log_event", Python.repr(published(event, nodeid))),
        new Line(
            "DEBUG", "utils - 312:plugin_webhook", "EVENT: " + GlusterDialect.body(event).text()));
  }

  /** As it came, but for characters by which a datagram could write lines of its own. */
  private static String oneLine(String text) {
    if (text.chars().noneMatch(Character::isISOControl)) {
      return text;
    }
    String quoted = Python.repr(text);
    return quoted.substring(1, quoted.length() - 1);
  }

  private static Line arrived(Event event) {
    String text = Python.repr(event.data().text().strip());
    String from = event.origin().address().map(Address::host).orElse("");
    return new Line("DEBUG", "glustereventsd - 46:handle", "EVENT: " + text + " from " + from);
  }

  private static JsonValue published(Event event, String nodeid) {
    try {
      Payload unsorted = Datagram.parse(event.data()).unsorted(nodeid);
      return Json.parse(unsorted, Rules.PYTHON);
    } catch (Malformed e) {
      throw new IllegalStateException(e.getMessage() + ", though it was decoded", e);
    }
  }
}
