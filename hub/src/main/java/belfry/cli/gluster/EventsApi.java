package belfry.cli.gluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import belfry.gluster.ask.Answer;
import belfry.gluster.ask.Question;
import belfry.gluster.ask.TestRequest;
import belfry.gluster.files.Config;
import belfry.gluster.files.Folders;
import belfry.gluster.files.GlusterProgram;
import belfry.gluster.files.Refusal;
import belfry.gluster.files.Webhooks;
import belfry.settings.Setting;
import belfry.settings.Settings;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The program {@code gluster-eventsapi}: manages the webhooks and the settings that a Gluster
 * cluster shares. Texts, tables and exit codes are those of Gluster 10; where they are not, {@code
 * docs/systems/gluster.md} says so.
 */
public final class EventsApi {
  /** What it is called by. */
  public static final String NAME = "gluster-eventsapi";

  private static final String SYNC = "SYNC";
  private static final Path PORT_RANGE = Path.of("/proc/sys/net/ipv4/ip_local_port_range");

  private final Folders folders;
  private final LocalNode local;
  private final Nodes nodes;
  private final Webhooks webhooks;
  private final Config config;
  private final PrintStream out;
  private final PrintStream err;

  /**
   * @param local this node, for what others ask of it
   * @param nodes all nodes
   */
  EventsApi(Folders folders, LocalNode local, Nodes nodes, PrintStream out, PrintStream err) {
    this.folders = folders;
    this.local = local;
    this.nodes = nodes;
    this.webhooks = new Webhooks(folders.events());
    this.config = new Config(folders.events(), folders.settings());
    this.out = out;
    this.err = err;
  }

  /**
   * The program on this machine: through the hubs that the settings name, else through glusterd
   * where Gluster is installed, else for this node alone.
   *
   * @param env the environment
   * @param agent the User-Agent of tests of webhooks
   * @throws IllegalArgumentException if a setting is wrong
   */
  public static EventsApi of(
      Map<String, String> env,
      Settings settings,
      InstantSource clock,
      String agent,
      PrintStream out,
      PrintStream err) {
    Optional<GlusterProgram> gluster = GlusterProgram.find(env);
    Folders folders =
        Folders.of(
            settings.text(Setting.GLUSTER_ROOT),
            settings.text(Setting.GLUSTER_WORKDIR),
            settings.text(Setting.GLUSTER_PID_FILE),
            () -> gluster.flatMap(GlusterProgram::workFolder));
    var local = new LocalNode(folders.pidFile(), new TestRequest(clock, agent)::of);
    List<HubNodes.Member> members = HubNodes.Member.of(settings);
    Nodes nodes =
        members.isEmpty()
            ? gluster.<Nodes>map(GlusterNodes::new).orElse(local)
            : new HubNodes(folders.events(), members, local, agent);
    return new EventsApi(folders, local, nodes, out, err);
  }

  /** Runs one command line and returns its exit code. */
  public int run(List<String> args) {
    try {
      Optional<Arguments> arguments = Arguments.parse(args);
      return arguments.isEmpty() ? 0 : run(arguments.get());
    } catch (Usage e) {
      (e.exit() == 0 ? out : err).print(e.text());
      return e.exit();
    }
  }

  private int run(Arguments typed) {
    var report = new Report(out, err, typed.json());
    try {
      return run(typed, report);
    } catch (Refusal e) {
      return report.failed(e);
    } catch (GlusterProgram.Failed e) {
      return report.failed(new Refusal(Refusal.FAILED, e.text().stripTrailing()));
    }
  }

  private int run(Arguments typed, Report report) throws Refusal, GlusterProgram.Failed {
    String url = typed.value("url");
    String token = typed.value("bearer_token");
    String secret = typed.value("secret");
    return switch (typed.command()) {
      case STATUS -> status(report);
      case RELOAD -> {
        report.rows("RELOAD", nodes.ask(new Question.Reload()));
        yield 0;
      }
      case SYNC -> sync(report);
      case WEBHOOK_ADD -> {
        webhooks.add(url, token, secret);
        yield sync(report);
      }
      case WEBHOOK_MOD -> {
        webhooks.modify(url, token, secret);
        yield sync(report);
      }
      case WEBHOOK_DEL -> {
        webhooks.remove(url);
        yield sync(report);
      }
      case WEBHOOK_TEST ->
          report.rows("WEBHOOK", nodes.ask(new Question.WebhookTest(url, token, secret)));
      case CONFIG_GET -> configGet(typed.value("name"), report);
      case CONFIG_SET -> configSet(typed.value("name"), typed.value("value"), report);
      case CONFIG_RESET -> configReset(typed.value("name"), report);
      case NODE_STATUS -> answer(new Question.Status(), report);
      case NODE_RELOAD -> answer(new Question.Reload(), report);
      case NODE_WEBHOOK_TEST ->
          answer(new Question.WebhookTest(url, given(token), given(secret)), report);
    };
  }

  private static String given(String text) {
    return text.equals(GlusterNodes.NONE) ? "" : text;
  }

  private int answer(Question question, Report report) {
    report.answer(folders.nodeId().orElse(""), local.answer(question));
    return 0;
  }

  /** Through glusterd 0 whatever the nodes say, as the real program; hubs tell by it too. */
  private int status(Report report) throws Refusal, GlusterProgram.Failed {
    List<String> urls = webhooks.urls();
    report.webhooks(urls);
    List<Nodes.Row> rows =
        nodes.ask(new Question.Status()).stream().map(EventsApi::withDaemon).toList();
    int exit = report.status(urls, "GLUSTEREVENTSD", rows);
    return nodes instanceof HubNodes ? exit : 0;
  }

  /** A node that says that its daemon is down is not well, although it could answer. */
  private static Nodes.Row withDaemon(Nodes.Row row) {
    boolean down = row.answer().ok() && row.answer().text().equals(LocalNode.DOWN);
    return down ? Nodes.Row.up(row.node(), Answer.error(LocalNode.DOWN)) : row;
  }

  /** Brings what was changed to all nodes and lets them read it. */
  private int sync(Report report) throws Refusal, GlusterProgram.Failed {
    put(Webhooks.FILE, "Webhooks", Refusal.WEBHOOKS_NOT_SYNCED);
    if (config.exists()) {
      put(Config.FILE, "Config", Refusal.CONFIG_NOT_SYNCED);
    }
    return report.rows(SYNC, nodes.ask(new Question.Reload()));
  }

  private void put(String file, String what, int exit) throws Refusal {
    try {
      if (Files.exists(folders.events().resolve(file))) {
        nodes.put(file);
      }
    } catch (GlusterProgram.Failed e) {
      throw new Refusal(
          exit, "Failed to sync " + what + " file: [Error: " + e.code() + "]" + e.text());
    }
  }

  private int configGet(String name, Report report) throws Refusal {
    report.values(name.isEmpty() ? config.all() : Map.of(name, config.get(name)));
    return 0;
  }

  private int configSet(String name, String value, Report report)
      throws Refusal, GlusterProgram.Failed {
    config.set(name, value);
    if (name.equals(Config.PORT_NAME)) {
      warnOfPort(Integer.parseInt(value), report);
      noteOfRestart(report);
    }
    return sync(report);
  }

  private int configReset(String name, Report report) throws Refusal, GlusterProgram.Failed {
    if (config.reset(name)) {
      noteOfRestart(report);
    }
    return sync(report);
  }

  private static void noteOfRestart(Report report) {
    report.note("\nRestart glustereventsd in all nodes\n");
  }

  private static void warnOfPort(int port, Report report) {
    if (port == Config.PORT) {
      return;
    }
    report.warn(
        "warning: port "
            + port
            + ": events of glusterd, bricks and clients go on to "
            + Config.PORT
            + ", which is built into them");
    int[] range = ephemeral();
    if (port >= range[0] && port <= range[1]) {
      report.warn(
          "warning: port "
              + port
              + ": within "
              + range[0]
              + " to "
              + range[1]
              + ", from which the kernel gives ports to any program (expected: one outside)");
    }
  }

  /** First and last of the ports that the kernel gives away; its defaults if it does not say. */
  private static int[] ephemeral() {
    try (var in = Files.newInputStream(PORT_RANGE)) {
      // At once: what is read by pieces ends after the first one.
      String[] range = new String(in.readNBytes(64), UTF_8).strip().split("\\s+");
      return new int[] {Integer.parseInt(range[0]), Integer.parseInt(range[1])};
    } catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException e) {
      return new int[] {32768, 60999};
    }
  }
}
