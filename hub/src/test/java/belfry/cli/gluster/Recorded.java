package belfry.cli.gluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A command line that was typed at a real node, and what it said.
 *
 * @param section the letter of the part of the recording, which tells the state of the node
 * @param line what was typed
 * @param turn how often it was typed in this part, this time included
 */
record Recorded(String section, String line, int turn, String out, String err, int exit) {
  private static final Pattern END = Pattern.compile("--- rc=(\\d+)\\n*$");

  /** All of {@code gluster-cli.txt}. */
  static List<Recorded> all() {
    var all = new ArrayList<Recorded>();
    var turns = new HashMap<String, Integer>();
    String section = "";
    for (String part : text().split("\n(?=## |\\$ )")) {
      if (part.startsWith("## ")) {
        section = part.substring(3).replaceFirst("[. ](?s:.*)", "");
      } else if (part.startsWith("$ ")) {
        String line = part.substring(2, part.indexOf('\n'));
        all.add(of(section, line, turns.merge(section + " " + line, 1, Integer::sum), part));
      }
    }
    return all;
  }

  private static Recorded of(String section, String line, int turn, String part) {
    Matcher end = END.matcher(part);
    if (!end.find()) {
      throw new IllegalArgumentException(part + " (expected: its exit code)");
    }
    String said = part.substring(part.indexOf('\n') + 1, end.start());
    int err = said.indexOf("--- stderr\n");
    String out = err < 0 ? said : said.substring(0, err);
    return new Recorded(
        section,
        line,
        turn,
        out.replaceFirst("^--- stdout\n", ""),
        err < 0 ? "" : said.substring(err + "--- stderr\n".length()),
        Integer.parseInt(end.group(1)));
  }

  private static String text() {
    try (InputStream in = Recorded.class.getResourceAsStream("/captures/gluster-cli.txt")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String key() {
    return section + " " + line + (turn == 1 ? "" : " #" + turn);
  }
}
