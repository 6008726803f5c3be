package belfry.gluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belfry.os.Flock;
import belfry.testing.Proves;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PidFileTest {
  @TempDir Path dir;

  @Test
  @Proves("gluster 21")
  void holdsOurProcessUnderTheLockThatOthersSee() throws Exception {
    Path file = dir.resolve("run/glustereventsd.pid");
    try (PidFile _ = PidFile.take(file)) {
      assertThat(file).hasContent(ProcessHandle.current().pid() + "\n");
      assertThat(locked(file)).isTrue();
    }
    assertThat(file).doesNotExist();
  }

  /** As a program in Python tells. */
  private static boolean locked(Path file) throws Exception {
    var command = new String[] {"flock", "--nonblock", file.toString(), "true"};
    return new ProcessBuilder(command).inheritIO().start().waitFor() != 0;
  }

  @Test
  @Proves("gluster 21")
  void aFileThatIsTakenSaysByWhom() throws Exception {
    Path file = dir.resolve("pid");
    Files.writeString(file, "4711\n");
    try (Flock _ = Flock.take(file, Duration.ZERO)) {
      assertThatThrownBy(() -> PidFile.take(file))
          .hasMessageStartingWith(file + ": locked by another program")
          .hasMessageContaining("it names process 4711 (expected: no other daemon");
      assertThat(file).hasContent("4711\n");
    }
  }

  @Test
  void aFileOfADaemonThatWasKilledIsTakenOver() throws Exception {
    Path file = dir.resolve("pid");
    Files.writeString(file, "4711 and a long text");
    try (PidFile _ = PidFile.take(file)) {
      assertThat(file).hasContent(ProcessHandle.current().pid() + "\n");
    }
  }

  @Test
  void aFileThatIsLookedAtForAMomentIsNotTaken() throws Exception {
    Path file = dir.resolve("pid");
    Files.createFile(file);
    Flock look = Flock.take(file, Duration.ZERO);
    Thread looking =
        Thread.ofVirtual()
            .start(
                () -> {
                  java.util.concurrent.locks.LockSupport.parkNanos(100_000_000);
                  look.close();
                });
    try (PidFile _ = PidFile.take(file)) {
      assertThat(locked(file)).isTrue();
    }
    looking.join();
  }
}
