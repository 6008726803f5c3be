package belfry.source.gluster;

import static org.assertj.core.api.Assertions.assertThat;

import belfry.testing.Proves;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With programs that stand for Gluster's. */
class WorkdirTest {
  private static final Duration WAIT = Duration.ofSeconds(20);

  @TempDir Path home;

  private String program(String script) throws IOException {
    Path program = home.resolve("gluster");
    Files.writeString(program, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    return program.toString();
  }

  @Test
  @Proves("gluster 7")
  void isWhatGlusterSays() throws Exception {
    String program = program("[ \"$*\" = 'system:: getwd' ] && echo " + home);
    assertThat(Workdir.ask(program, WAIT)).contains(home);
  }

  @Test
  @Proves("gluster 7")
  void isTheUsualOneIfGlusterSaysNothingOfUse() throws Exception {
    assertThat(Workdir.ask(home.resolve("absent").toString(), WAIT)).isEmpty();
    assertThat(Workdir.ask(program("echo " + home + "; exit 1"), WAIT)).isEmpty();
    assertThat(Workdir.ask(program("echo"), WAIT)).isEmpty();
    assertThat(Workdir.ask(program("echo relative"), WAIT)).isEmpty();
    assertThat(Workdir.ask(program("echo " + home.resolve("absent")), WAIT)).isEmpty();
  }

  @Test
  void doesNotWaitForEver() throws Exception {
    long before = System.nanoTime();
    assertThat(Workdir.ask(program("exec sleep 60"), Duration.ofMillis(300))).isEmpty();
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(WAIT);
  }
}
