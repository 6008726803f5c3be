package belfry.cli.gluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belfry.gluster.files.JsonFile;
import belfry.gluster.files.Refusal;
import belfry.gluster.files.Webhooks;
import belfry.os.Flock;
import belfry.testing.Proves;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebhooksTest {
  private static final int EACH = 60;

  @TempDir Path dir;
  private Path file = Path.of("");
  private Webhooks webhooks = new Webhooks(Path.of(""));

  @BeforeEach
  void fresh() {
    file = dir.resolve("events").resolve(Webhooks.FILE);
    webhooks = new Webhooks(file.getParent());
  }

  @Test
  @Proves("gluster 18")
  void entriesOfOldReleasesAreTokensAndMembersThatWeDoNotKnowStay() throws Exception {
    given(
        "{\"http://old\": \"T\\u00e9\", \"http://b\": {\"token\": \"\", \"filter\": {\"x\":"
            + " [1.50, null]}, \"secret\": \"S\"}}");
    webhooks.modify("http://old", "", "S1");
    webhooks.modify("http://b", "T2", "");
    webhooks.add("http://c", "\u00fc", "");
    assertThat(file)
        .hasContent(
            "{\"http://old\": {\"token\": \"T\\u00e9\", \"secret\": \"S1\"}, \"http://b\":"
                + " {\"token\": \"T2\", \"secret\": \"S\", \"filter\": {\"x\": [1.50, null]}},"
                + " \"http://c\": {\"token\": \"\\u00fc\", \"secret\": \"\"}}");
    assertThat(webhooks.urls()).containsExactly("http://old", "http://b", "http://c");
  }

  @Test
  @Proves("gluster 18")
  void aCorruptFileIsNamedAndLeftAsItIs() throws Exception {
    for (String corrupt : List.of("", "{\"http://a\": {\"tok", "[]", "{} x", "\0\0")) {
      given(corrupt);
      for (Attempt attempt :
          List.<Attempt>of(
              webhooks::urls, () -> webhooks.add("u", "", ""), () -> webhooks.remove("u"))) {
        assertThatThrownBy(attempt::run)
            .isInstanceOf(Refusal.class)
            .hasMessageStartingWith(file + ": byte ")
            .hasMessageEndingWith("the file is left as it is: repair or remove it)");
      }
      assertThat(file).hasContent(corrupt);
    }
    var program = new Program(dir);
    Path theirs = program.folders.events().resolve(Webhooks.FILE);
    Files.createDirectories(theirs.getParent());
    Files.writeString(theirs, "{");
    assertThat(program.run("status", "--json")).isEqualTo(Refusal.FAILED);
    assertThat(program.out()).startsWith("{\"output\": \"\", \"error\": \"" + theirs);
  }

  /** Something that may be refused. */
  @FunctionalInterface
  private interface Attempt {
    void run() throws Refusal;
  }

  @Test
  void aFileOfMoreThanSixteenMebibytesIsRefused() throws Exception {
    given("{\"" + "x".repeat(JsonFile.BYTES_MAX - 6) + "\":1}");
    assertThat(webhooks.urls()).hasSize(1);
    given("{\"" + "x".repeat(JsonFile.BYTES_MAX - 5) + "\":1}");
    assertThatThrownBy(webhooks::urls).hasMessageContaining("over 16777216 bytes");
  }

  @Test
  void aLockThatIsNotLetGoIsAnErrorNotAWaitForEver() throws Exception {
    given("{}");
    assertThat(JsonFile.LOCK_WAIT).isEqualTo(Duration.ofSeconds(10));
    var impatient = new JsonFile(file, Duration.ofMillis(50));
    try (Flock _ = Flock.take(file, Duration.ZERO)) {
      assertThatThrownBy(() -> impatient.change(Map::clear))
          .isInstanceOf(Refusal.class)
          .hasMessageStartingWith(file + ": locked by another program for 0 s");
      assertThat(webhooks.urls()).isEmpty();
    }
    impatient.change(Map::clear);
  }

  @Test
  void aNewFileIsForItsOwnerAloneAndAnOldOneKeepsItsMode() throws Exception {
    webhooks.add("u", "secret token", "");
    assertThat(mode()).isEqualTo("rw-------");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    webhooks.remove("u");
    assertThat(mode()).isEqualTo("rw-r-----");
    try (Stream<Path> left = Files.list(file.getParent())) {
      assertThat(left).containsExactly(file);
    }
  }

  private String mode() throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @Test
  void aRefusedChangeLeavesTheFileUntouched() throws Exception {
    given("{ \"u\" :1}\n");
    assertThatThrownBy(() -> webhooks.add("u", "", "")).hasMessage("Webhook already exists");
    assertThatThrownBy(() -> webhooks.remove("v")).hasMessage("Webhook does not exists");
    assertThat(file).hasContent("{ \"u\" :1}\n");
  }

  @Test
  @Proves("gluster 18")
  void processesThatAddAtTheSameTimeLoseNothing() throws Exception {
    var processes = new ArrayList<Process>();
    try {
      for (String name : List.of("a", "b")) {
        processes.add(Adding.start(file.getParent(), name, EACH));
      }
      for (Process process : processes) {
        assertThat(process.waitFor()).isZero();
      }
    } finally {
      processes.forEach(Process::destroyForcibly);
    }
    assertThat(webhooks.urls()).hasSize(2 * EACH).doesNotHaveDuplicates();
    assertThat(webhooks.urls().subList(EACH - 1, EACH + 1)).isNotEmpty();
  }

  private void given(String content) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }
}
