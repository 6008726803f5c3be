package belfry.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PriorityTest {
  @Test
  void aBackgroundThreadIsNicerThanTheOthers() throws Throwable {
    int before = nice();
    var during = new AtomicInteger();
    Thread thread =
        Thread.ofPlatform()
            .start(
                () -> {
                  Priority.background();
                  during.set(nice());
                });
    thread.join();
    assertThat(during.get()).isEqualTo(Math.max(before, Priority.BACKGROUND));
    assertThat(nice()).as("only that thread").isEqualTo(before);
  }

  private static int nice() {
    try {
      return (int) Priority.handle("getpriority", 2).invokeExact(0, 0);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }
}
