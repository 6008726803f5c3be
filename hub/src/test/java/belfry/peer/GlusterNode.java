package belfry.peer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import belfry.testing.HubProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A real node of Gluster: glusterd of Debian's package in namespaces of its own, where it has all
 * ports to itself. What is run on it sees its files and its network.
 */
final class GlusterNode implements AutoCloseable {
  private static final Path GLUSTERD = Path.of("/usr/sbin/glusterd");
  private static final int COMMAND_SECONDS_MAX = 120;

  private final Process holder;
  private final Path dir;

  private GlusterNode(Process holder, Path dir) {
    this.holder = holder;
    this.dir = dir;
  }

  /** Starts it with its files in a directory; glusterd answers on return. */
  static GlusterNode start(Path dir) throws Exception {
    assertThat(GLUSTERD)
        .as(
            "apt-get install -y --no-install-recommends glusterfs-server glusterfs-client"
                + " python3-requests python3-prettytable iproute2")
        .isExecutable();
    Path script = Path.of(GlusterNode.class.getResource("/belfry/peer/gluster-node.sh").toURI());
    Process holder =
        new ProcessBuilder("bash", script.toString(), dir.toString())
            .redirectError(Redirect.to(dir.resolve("node.err").toFile()))
            .start();
    var node = new GlusterNode(holder, dir);
    BufferedReader said = holder.inputReader(UTF_8);
    if (!"ready".equals(said.readLine())) {
      String why = Files.readString(dir.resolve("node.err"));
      node.close();
      throw new AssertionError("the node did not start; it said:\n" + why);
    }
    return node;
  }

  /** Where its bricks may lie. */
  Path dir() {
    return dir;
  }

  /** A command line that runs on the node. */
  List<String> on(List<String> command) {
    var all = new ArrayList<>(List.of("nsenter", "-t", String.valueOf(holder.pid())));
    all.addAll(List.of("-m", "-n", "-u"));
    all.addAll(command);
    return all;
  }

  /** Starts a program on the node; it ends with the node at the latest. */
  Process start(Path output, String... command) throws IOException {
    return new ProcessBuilder(on(List.of(command)))
        .redirectErrorStream(true)
        .redirectOutput(output.toFile())
        .start();
  }

  /** Runs a command on the node and gives what it printed; it must succeed. */
  String run(String... command) throws IOException, InterruptedException {
    return feed("", command);
  }

  /** As {@link #run(String...)}, with this as its input. */
  String feed(String input, String... command) throws IOException, InterruptedException {
    Path in = Files.writeString(dir.resolve("stdin"), input);
    Process process =
        new ProcessBuilder(on(List.of(command)))
            .redirectErrorStream(true)
            .redirectInput(in.toFile())
            .start();
    try {
      String said = new String(process.getInputStream().readAllBytes(), UTF_8);
      boolean ended = process.waitFor(COMMAND_SECONDS_MAX, TimeUnit.SECONDS);
      assertThat(ended && process.exitValue() == 0)
          .as(String.join(" ", command) + ": " + said)
          .isTrue();
      return said;
    } finally {
      process.destroyForcibly();
    }
  }

  /** A command of the {@code gluster} program, its words with blanks between them. */
  void gluster(String words) throws IOException, InterruptedException {
    String all = "gluster --mode=script " + words;
    run(all.split(" "));
  }

  /** Whether any program on the node listens on a UDP port. */
  boolean listensOnUdp(int port) throws IOException {
    String local = String.format(":%04X ", port);
    return Files.readString(Path.of("/proc/" + holder.pid() + "/net/udp")).contains(local);
  }

  /** A hub that runs on the node. */
  HubProcess hub(String name, Map<String, String> environment, String... options)
      throws IOException, InterruptedException {
    var prefix = new ArrayList<>(on(List.of("env")));
    environment.forEach((variable, value) -> prefix.add(variable + "=" + value));
    return HubProcess.start(prefix, dir.resolve(name), options);
  }

  /** Ends everything that runs in its network, which nothing else does. */
  @Override
  public void close() throws Exception {
    Path network = network(holder.pid());
    List<ProcessHandle> all =
        ProcessHandle.allProcesses()
            .filter(process -> network(process.pid()).equals(network))
            .toList();
    all.forEach(ProcessHandle::destroyForcibly);
    holder.destroyForcibly();
    for (ProcessHandle process : all) {
      process.onExit().get(COMMAND_SECONDS_MAX, TimeUnit.SECONDS);
    }
  }

  /** The name of a process' network namespace; the path itself if it cannot be read. */
  private static Path network(long pid) {
    Path link = Path.of("/proc/" + pid + "/ns/net");
    try {
      return Files.readSymbolicLink(link);
    } catch (IOException e) {
      return link;
    }
  }
}
