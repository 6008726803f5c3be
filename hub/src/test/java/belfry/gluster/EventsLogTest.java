package belfry.gluster;

import static org.assertj.core.api.Assertions.assertThat;

import belfry.testing.Proves;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventsLogTest {
  @TempDir Path dir;

  @Test
  @Proves("gluster 10")
  void goesOnInANewFileAfterTheOldOneWasMovedAway() throws Exception {
    Path file = dir.resolve("events.log");
    try (var log = new EventsLog(file)) {
      log.append("one\n");
      Files.move(file, dir.resolve("events.log.1"));
      log.append("two\n");
      Files.move(file, dir.resolve("events.log.2"));
      Files.writeString(file, "made by logrotate\n");
      log.append("three\n");
    }
    assertThat(dir.resolve("events.log.1")).hasContent("one\n");
    assertThat(dir.resolve("events.log.2")).hasContent("two\n");
    assertThat(file).hasContent("made by logrotate\nthree\n");
  }

  @Test
  @Proves("gluster 10")
  void goesOnAtTheBeginningOfAFileThatWasCut() throws Exception {
    Path file = dir.resolve("events.log");
    try (var log = new EventsLog(file)) {
      log.append("one\n");
      Files.copy(file, dir.resolve("events.log.1"));
      try (var cut = FileChannel.open(file, StandardOpenOption.WRITE)) {
        cut.truncate(0);
      }
      log.append("two\n");
    }
    assertThat(file).hasContent("two\n");
  }
}
