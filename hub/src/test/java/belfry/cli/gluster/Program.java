package belfry.cli.gluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import belfry.gluster.ask.TestRequest;
import belfry.gluster.files.Folders;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** A node with the program on it, run in process. */
final class Program {
  static final Instant NOW = Instant.ofEpochSecond(1_700_000_200);
  static final String AGENT = "belfry/test";

  final Folders folders;
  final LocalNode local;
  private Nodes nodes;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  /**
   * @param root what stands for {@code /}
   */
  Program(Path root) {
    folders = Folders.under(root);
    local = new LocalNode(folders.pidFile(), new TestRequest(InstantSource.fixed(NOW), AGENT)::of);
    nodes = local;
  }

  /** With other nodes. */
  Program among(Nodes nodes) {
    this.nodes = nodes;
    return this;
  }

  int run(String... args) {
    return run(List.of(args));
  }

  int run(List<String> args) {
    out.reset();
    err.reset();
    var api =
        new EventsApi(
            folders,
            local,
            nodes,
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8));
    return api.run(args);
  }

  String out() {
    return out.toString(UTF_8);
  }

  String err() {
    return err.toString(UTF_8);
  }
}
