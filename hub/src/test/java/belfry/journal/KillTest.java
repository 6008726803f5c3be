package belfry.journal;

import static org.assertj.core.api.Assertions.assertThat;

import belfry.event.Entry;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real process is killed while it appends. {@code -Dbelfry.kill.rounds=N} for more rounds. */
class KillTest {
  private static final int ROUNDS = Integer.getInteger("belfry.kill.rounds", 15);

  @TempDir Path home;

  @Test
  void nothingAcknowledgedIsLostWhenTheProcessIsKilled() throws Exception {
    var random = new Random(1);
    var acknowledged = new TreeMap<Long, String>();
    for (int round = 0; round < ROUNDS; round++) {
      killAfter(random.nextInt(400), round, acknowledged);
      try (FileJournal journal = KillTestWriter.open(home)) {
        Journals.Content content = Journals.readAll(journal);
        var found = new TreeMap<Long, String>();
        for (Entry entry : content.entries()) {
          found.put(entry.position().offset(), entry.event().id());
        }
        assertThat(content.damage()).isEmpty();
        assertThat(content.offsets()).isSorted().doesNotHaveDuplicates();
        assertThat(found).as("round " + round).containsAllEntriesOf(acknowledged);
        assertThat(new HashSet<>(found.values())).hasSameSizeAs(found.keySet());
      }
    }
    assertThat(acknowledged).hasSizeGreaterThan(ROUNDS * 10);
  }

  /** Reads acknowledgements, kills, and reads those that were on their way. */
  private void killAfter(int lines, int round, Map<Long, String> acknowledged) throws Exception {
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                KillTestWriter.class.getName(),
                home.toString(),
                Integer.toString(round))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream()))) {
      int read = 0;
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        if (line.endsWith(".")) { // a line that was cut by the kill says nothing
          String[] words = line.split(" ");
          acknowledged.put(Long.valueOf(words[0]), words[1]);
        }
        if (++read == lines + 1) {
          process.toHandle().destroyForcibly(); // unlike process.destroyForcibly, keeps the pipe
        }
      }
    } finally {
      process.destroyForcibly().waitFor();
    }
  }
}
