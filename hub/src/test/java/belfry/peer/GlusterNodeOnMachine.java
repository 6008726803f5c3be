package belfry.peer;

import belfry.cli.wire.HubAddress;
import belfry.cli.wire.HubClient;
import belfry.cli.wire.Request;
import belfry.testing.HubProcess;
import belfry.testing.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A hub on a machine of its own that stands in for the events daemon of Gluster. */
final class GlusterNodeOnMachine implements AutoCloseable {
  private static final Duration SOON = Duration.ofSeconds(90);

  /** Answers 200 to every POST and writes a line for it: peer, Authorization, body. */
  private static final String RECEIVER =
      """
      import http.server, sys
      class Receiver(http.server.BaseHTTPRequestHandler):
          def do_POST(self):
              body = self.rfile.read(int(self.headers.get('Content-Length', 0))).decode()
              with open(sys.argv[1], 'a') as out:
                  out.write('%s %s %s\\n' % (
                      self.client_address[0], self.headers.get('Authorization', '-'), body))
              self.send_response(200)
              self.send_header('Content-Length', '0')
              self.end_headers()
          def log_message(self, *args):
              pass
      http.server.ThreadingHTTPServer(('0.0.0.0', 9000), Receiver).serve_forever()
      """;

  final Machine machine;
  private final Map<String, String> env;
  private @Nullable Process hub;

  /**
   * @param env settings of the hub and of its command line, as variables
   */
  GlusterNodeOnMachine(Machine machine, Map<String, String> env) {
    this.machine = machine;
    this.env = env;
  }

  Path data() {
    return machine.dir().resolve("hub");
  }

  /** Starts the hub and waits until it serves. */
  void start() throws IOException {
    List<String> serve = HubProcess.command(List.of("serve", "--data", data().toString()));
    Process process = machine.begin(env, "hub.log", serve.toArray(String[]::new));
    hub = process;
    Awaitility.await("hub")
        .atMost(SOON)
        .failFast(() -> !process.isAlive())
        .until(() -> Files.exists(data().resolve("unix.socket")) && answers());
  }

  private boolean answers() {
    try {
      return get("/health/ready").isObject();
    } catch (IOException e) {
      return false;
    }
  }

  /** What the hub answers on its unix socket. */
  JsonNode get(String target) throws IOException {
    var address = new HubAddress.Unix(data().resolve("unix.socket"));
    try (var client = new HubClient(address, Optional.empty(), "belfry-test")) {
      return new JsonMapper().readTree(client.send(Request.get(target)).body().toBytes());
    }
  }

  /** The webhooks that the hub delivers to. */
  List<String> webhooks() throws IOException {
    return get("/1.0/gluster")
        .at("/metadata/webhooks")
        .valueStream()
        .map(JsonNode::asString)
        .toList();
  }

  /** Runs our own program there. */
  Machine.Said ours(String... arguments) throws IOException {
    var words = new ArrayList<>(List.of("gluster-eventsapi"));
    words.addAll(List.of(arguments));
    return machine.run(env, HubProcess.command(words).toArray(String[]::new));
  }

  /** Starts a webhook at port 9000 of all addresses of the machine. */
  void receive() throws IOException {
    Files.createFile(received());
    machine.begin(Map.of(), "receiver.log", "python3", "-c", RECEIVER, received().toString());
    Awaitility.await("receiver")
        .atMost(SOON)
        .until(() -> machine.run("sh", "-c", "ss -ltn | grep -q :9000").exit() == 0);
  }

  private Path received() {
    return machine.dir().resolve("received");
  }

  /** A line for each request that came: peer, Authorization, body. */
  List<String> requests() throws IOException {
    return Files.readAllLines(received());
  }

  String said() throws IOException {
    return Files.readString(machine.dir().resolve("hub.log"));
  }

  /** Ends the hub as an operator does. */
  void stop() throws IOException, InterruptedException {
    Process running = hub;
    if (running != null) {
      machine.run("sh", "-c", "kill -TERM $(cat " + pidFile() + ")");
      running.waitFor();
      hub = null;
    }
  }

  /** As the machine sees it. */
  private String pidFile() {
    return env.getOrDefault("BELFRY_GLUSTER_ROOT", "") + "/var/run/glustereventsd.pid";
  }

  @Override
  public void close() {
    machine.close();
  }
}
