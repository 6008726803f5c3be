package belfry.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PriorityTest {
  @Test
  void aBackgroundThreadIsNicerThanTheOthers() throws InterruptedException {
    int before = nice();
    var during = new AtomicInteger();
    Thread thread =
        Thread.ofPlatform()
            .start(
                () -> {
                  Priority.BACKGROUND.take();
                  during.set(nice());
                });
    thread.join();
    assertThat(during.get()).isEqualTo(Math.max(before, Priority.BACKGROUND.nice));
    assertThat(nice()).as("only that thread").isEqualTo(before);
  }

  /** Field 19 of the thread's line, proc(5); what stands in brackets is the second. */
  private static int nice() {
    try {
      String line = Files.readString(Path.of("/proc/thread-self/stat"));
      return Integer.parseInt(line.substring(line.lastIndexOf(')') + 2).split(" ")[16]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
