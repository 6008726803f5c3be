package belfry.sink.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belfry.sink.InvalidSink;
import belfry.sink.Means;
import belfry.sink.Outcome;
import belfry.sink.Sink;
import belfry.sink.SinkKind;
import belfry.testing.SinkContract;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileSinkTest extends SinkContract {
  private Instant now = NOW;

  @Override
  protected Means means() {
    Means plain = super.means();
    return new Means(plain.dialects(), () -> now, plain.guard(), plain.files());
  }

  @Override
  protected SinkKind kind() {
    return new FileKind();
  }

  @Override
  protected String settings() {
    return "{\"path\": \"a/events.ndjson\", \"format\": \"gluster\"}";
  }

  @Override
  protected String failing() throws Exception {
    Files.createDirectories(file("a/events.ndjson"));
    return settings();
  }

  private Path file(String name) {
    return home.resolve("files").resolve(name);
  }

  @Override
  protected List<String> arrived() throws Exception {
    Path file = file("a/events.ndjson");
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  /** The whole line: the same entry is the same line. */
  @Override
  protected List<String> keys() throws Exception {
    return arrived();
  }

  private Sink open(String more) throws Exception {
    String settings = "{\"path\": \"f\", \"format\": \"gluster\"" + more + "}";
    return kind().read(json(settings), means()).open();
  }

  private static void deliver(Sink sink, String volume) throws InterruptedException {
    assertThat(sink.deliver(List.of(entry(volume)))).isEqualTo(new Outcome.Delivered());
  }

  @Test
  void fileThatIsFullIsPutAsideAndTheOldestGoes() throws Exception {
    try (Sink sink = open(", \"rotateBytes\": \"1KiB\", \"keep\": 2")) {
      for (int i = 0; i < 4; i++) {
        deliver(sink, i + "x".repeat(1024));
        deliver(sink, i + "y");
      }
    }
    assertThat(Files.readString(file("f"))).contains("\"3y\"").doesNotContain("3x");
    assertThat(Files.readString(file("f.1"))).contains("3x").contains("\"2y\"");
    assertThat(Files.readString(file("f.2"))).contains("2x").contains("\"1y\"");
    assertThat(file("f.3")).doesNotExist();
  }

  @Test
  void fileIsPutAsideWhenItIsOld() throws Exception {
    try (Sink sink = open(", \"rotateAge\": \"1h\"")) {
      deliver(sink, "one");
      now = now.plus(Duration.ofHours(1)).minusMillis(1);
      deliver(sink, "two");
      now = now.plusMillis(1);
      deliver(sink, "three");
    }
    assertThat(Files.readAllLines(file("f.1"))).hasSize(2);
    assertThat(Files.readAllLines(file("f"))).hasSize(1);
  }

  @Test
  void nothingIsKeptIfNothingShallBe() throws Exception {
    try (Sink sink = open(", \"rotateBytes\": \"1KiB\", \"keep\": 0")) {
      deliver(sink, "x".repeat(1024));
      deliver(sink, "y");
    }
    assertThat(Files.readAllLines(file("f"))).hasSize(1);
    assertThat(file("f.1")).doesNotExist();
  }

  @Test
  void lineThatWasCutIsTakenBack() throws Exception {
    try (Sink sink = open("")) {
      deliver(sink, "one");
    }
    Files.writeString(
        file("f"), "{\"event\": \"cut" + "x".repeat(200_000), StandardOpenOption.APPEND);
    try (Sink sink = open("")) {
      deliver(sink, "two");
    }
    assertThat(Files.readAllLines(file("f"))).hasSize(2).noneMatch(line -> line.contains("cut"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/etc/passwd", "../f", "a/../../f", ".", "a/..", "a/"})
  void staysBelowItsDirectory(String path) {
    assertThatThrownBy(() -> kind().read(json("{\"path\": \"" + path + "\"}"), means()))
        .isInstanceOf(InvalidSink.class)
        .hasMessageContaining("path: " + path);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "keep": 1000          | "keep": 1001
          "keep": 0             | "keep": -1
          "rotateBytes": "1KiB" | "rotateBytes": "1023B"
          "rotateBytes": "64GiB" | "rotateBytes": "65GiB"
          "rotateAge": "1m"     | "rotateAge": "59s"
          "rotateAge": "366d"   | "rotateAge": "367d"
          """)
  void rotationHasLimits(String last, String tooMuch) throws Exception {
    open(", " + last).close();
    assertThatThrownBy(() -> open(", " + tooMuch)).isInstanceOf(InvalidSink.class);
  }

  @Test
  void doesNotFollowALinkOutOfIt() throws Exception {
    Files.createDirectories(home.resolve("files"));
    Files.createSymbolicLink(file("f"), home.resolve("elsewhere"));
    try (Sink sink = open("")) {
      assertThat(sink.deliver(List.of(entry("gv1")))).isInstanceOf(Outcome.Retry.class);
    }
    assertThat(home.resolve("elsewhere")).doesNotExist();
  }
}
