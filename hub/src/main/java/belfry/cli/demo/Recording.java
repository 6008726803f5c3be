package belfry.cli.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What one system sent while it was recorded, in order.
 *
 * @param dialect of the lines
 * @param lines one event each, as it was on the wire
 */
record Recording(String dialect, List<String> lines) {
  Recording {
    lines = List.copyOf(lines);
  }

  /** LXD 5.0.2, GlusterFS 10 and Glance, each seen on a real installation. */
  static List<Recording> all() {
    return List.of(load("lxd"), load("gluster"), load("oslo"));
  }

  private static Recording load(String dialect) {
    String name = dialect + ".jsonl";
    try (InputStream in = Recording.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("resource " + name + " is not in the jar");
      }
      return new Recording(
          dialect, new BufferedReader(new InputStreamReader(in, UTF_8)).lines().toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All lines of all recordings, mixed so that each goes through at an even pace. */
  static List<Line> mixed(List<Recording> recordings) {
    int longest =
        recordings.stream().mapToInt(recording -> recording.lines().size()).max().orElse(0);
    var mixed = new ArrayList<Line>();
    int[] taken = new int[recordings.size()];
    for (int i = 1; i <= longest; i++) {
      for (int r = 0; r < recordings.size(); r++) {
        Recording recording = recordings.get(r);
        for (; taken[r] < i * recording.lines().size() / longest; taken[r]++) {
          mixed.add(new Line(recording.dialect(), recording.lines().get(taken[r])));
        }
      }
    }
    return mixed;
  }

  /** One recorded event. */
  record Line(String dialect, String text) {}
}
