package belfry.os;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belfry.testing.Proves;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlockTest {
  @TempDir Path dir;
  private Path file = Path.of("");

  @BeforeEach
  void fresh() throws IOException {
    file = Files.writeString(dir.resolve("f"), "{}");
  }

  @Test
  @Proves("gluster 18")
  void isTheLockThatOtherProgramsSee() throws Exception {
    try (Flock _ = Flock.take(file, Duration.ZERO)) {
      assertThat(flockProgram("flock", "-n", file.toString(), "true")).isEqualTo(1);
    }
    assertThat(flockProgram("flock", "-n", file.toString(), "true")).isZero();
  }

  private static int flockProgram(String... command) throws Exception {
    return new ProcessBuilder(command).inheritIO().start().waitFor();
  }

  @Test
  @Proves("gluster 18")
  void seesTheLockOfOtherProgramsAndWaitsForItsEnd() throws Exception {
    Process other =
        new ProcessBuilder("flock", file.toString(), "sh", "-c", "echo held; read gone").start();
    try {
      assertThat(other.getInputStream().readNBytes(5)).isEqualTo("held\n".getBytes(UTF_8));
      assertThat(Flock.tryTake(file)).isEmpty();
      assertThatThrownBy(() -> Flock.take(file, Duration.ofMillis(50)))
          .hasMessageContaining("locked by another program");
      other.getOutputStream().close();
      Flock.take(file, Duration.ofSeconds(10)).close();
    } finally {
      other.destroyForcibly();
    }
  }

  @Test
  void isOfTheFileThatHasTheNameNow() throws Exception {
    try (Flock _ = Flock.take(file, Duration.ZERO)) {
      Path next = Files.writeString(dir.resolve("next"), "{}");
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      Flock.take(file, Duration.ZERO).close();
    }
    Files.delete(file);
    assertThatThrownBy(() -> Flock.tryTake(file)).isInstanceOf(NoSuchFileException.class);
  }
}
