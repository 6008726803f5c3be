package belfry.cli.gluster;

import static org.assertj.core.api.Assertions.assertThat;

import belfry.gluster.files.Config;
import belfry.gluster.files.Webhooks;
import belfry.testing.Proves;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every command line of the recording gives the same bytes and the same exit code, but for the
 * {@link Difference}s, each of which must be one.
 */
class RecordedCommandsTest {
  /** Lines of other programs in the recording. */
  private static final Set<String> NOT_OURS = Set.of("glustereventsd -h", "gluster pool list");

  private static final String NOT_OURS_BEGIN = "gluster system:: execute eventsapi.py ";

  /** Python names an object by its address where a connection fails. */
  private static final String PYTHON_OBJECT =
      "<urllib3\\.connection\\.HTTPConnection object at 0x[0-9a-f]+>: ";

  @TempDir Path dir;
  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable closeable : open) {
      closeable.close();
    }
  }

  @Test
  void theRecordingIsReadWhole() {
    assertThat(Recorded.all()).hasSizeGreaterThan(110);
    var keys = new HashSet<String>();
    Recorded.all().forEach(recorded -> keys.add(recorded.key()));
    assertThat(keys).containsAll(Difference.all().keySet());
  }

  @TestFactory
  @Proves("gluster 19")
  Stream<DynamicTest> oneNodeSaysWhatTheRealOneSaid() throws IOException {
    var program = new Program(dir);
    open.add(new Daemon(program.folders.pidFile()));
    var fine = new Listener(n -> Listener.status(200));
    var bad = new Listener(n -> Listener.status(n < 2 ? 500 : 201));
    open.add(fine);
    open.add(bad);
    Map<String, String> ports =
        Map.of("http://127.0.0.1:9000/", url(fine), "http://127.0.0.1:9001/", url(bad));
    return recorded("A", "B", "C", "D", "E")
        .map(
            recorded ->
                DynamicTest.dynamicTest(recorded.key(), () -> check(program, recorded, ports)));
  }

  private static String url(Listener listener) {
    return "http://127.0.0.1:" + listener.port() + "/";
  }

  @TestFactory
  @Proves("gluster 19")
  Stream<DynamicTest> twoNodesSayWhatTheRealOnesSaid() throws IOException {
    var pool = new FakePool();
    var program = new Program(dir).among(pool);
    Path events = Files.createDirectories(program.folders.events());
    Files.writeString(
        events.resolve(Webhooks.FILE),
        "{\"http://10.77.0.1:9000/listen\": {\"token\": \"\", \"secret\": \"\"}}");
    Files.writeString(events.resolve(Config.FILE), "{\"log-level\": \"DEBUG\"}");
    pool.closed = Set.of("http://127.0.0.1:9000/listen");
    pool.closedToNode2 = Set.of("http://127.0.0.1:9000/listen", "http://127.0.0.1:9002/listen");
    return recorded("F", "F2", "F3", "F4", "F5", "F6")
        .filter(recorded -> recorded.line().startsWith("n1 "))
        .map(
            recorded ->
                DynamicTest.dynamicTest(
                    recorded.key(),
                    () -> {
                      pool.node2Daemon = recorded.section().equals("F2") ? "DOWN" : "UP";
                      pool.node2Up = !recorded.section().equals("F4");
                      pool.reachable = !recorded.section().equals("F6");
                      check(program, recorded, Map.of());
                    }));
  }

  private static Stream<Recorded> recorded(String... sections) {
    return Recorded.all().stream()
        .filter(recorded -> List.of(sections).contains(recorded.section()))
        .filter(recorded -> !NOT_OURS.contains(typed(recorded)))
        .filter(recorded -> !typed(recorded).startsWith(NOT_OURS_BEGIN));
  }

  private static String typed(Recorded recorded) {
    return recorded.line().replaceFirst("^n1 ", "");
  }

  private static void check(Program program, Recorded recorded, Map<String, String> ports)
      throws IOException {
    if (typed(recorded).startsWith("cat ")) {
      Path file =
          program.folders.work().resolve(typed(recorded).replace("cat /var/lib/glusterd/", ""));
      compare(recorded, Files.readString(file), "", 0);
      return;
    }
    int exit = program.run(arguments(typed(recorded), ports));
    compare(recorded, program.out(), program.err(), exit);
  }

  /** Only webhooks that are asked have another port than in the recording. */
  private static List<String> arguments(String typed, Map<String, String> ports) {
    var arguments = new ArrayList<String>();
    for (String word : typed.replace("not a url", "not\0a\0url").split(" ")) {
      arguments.add(word.replace('\0', ' '));
    }
    if (typed.contains(" webhook-test ")) {
      arguments.replaceAll(
          argument ->
              ports.entrySet().stream()
                  .filter(port -> argument.startsWith(port.getKey()))
                  .map(port -> argument.replace(port.getKey(), port.getValue()))
                  .findFirst()
                  .orElse(argument));
    }
    return arguments.subList(1, arguments.size());
  }

  private static void compare(Recorded recorded, String out, String err, int exit) {
    Difference difference = Difference.all().get(recorded.key());
    if (difference == null) {
      assertThat(comparable(out, recorded.out())).isEqualTo(comparable(recorded.out(), ""));
      assertThat(err).isEqualTo(recorded.err());
      assertThat(exit).isEqualTo(recorded.exit());
      return;
    }
    assertThat(out).as(difference.reason()).isEqualTo(difference.out());
    assertThat(err).as(difference.reason()).isEqualTo(difference.err());
    assertThat(exit).as(difference.reason()).isEqualTo(difference.exit());
    assertThat(new Recorded(recorded.section(), recorded.line(), recorded.turn(), out, err, exit))
        .as("listed as a difference, but it is none")
        .isNotEqualTo(recorded);
  }

  /** Without the address of an object, and without the width that it gives to a table. */
  private static String comparable(String text, String other) {
    String without = text.replaceAll(PYTHON_OBJECT, "");
    boolean widths = !without.equals(text) || !other.replaceAll(PYTHON_OBJECT, "").equals(other);
    return widths ? without.replaceAll("-{2,}", "-").replaceAll(" {2,}", " ") : text;
  }
}
