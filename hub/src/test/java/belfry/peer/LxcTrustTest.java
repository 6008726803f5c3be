package belfry.peer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import belfry.testing.Proves;
import belfry.testing.RunningHub;
import belfry.testing.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** LXD's own client of Debian 12, 5.0.2, makes itself trusted and works over HTTPS. */
@Timeout(240)
class LxcTrustTest {
  private static final Path LXC = Path.of("/usr/bin/lxc");

  @TempDir static Path folder;
  private static RunningHub hub;

  @BeforeAll
  static void start() throws Exception {
    assertThat(Files.isExecutable(LXC))
        .as("%s: apt-get install -y --no-install-recommends lxd-client", LXC)
        .isTrue();
    Map<String, String> settings =
        Map.of("core.https_address", "127.0.0.1:0", "core.trust_password", "sesame");
    hub = RunningHub.start(folder.resolve("hub"), settings);
  }

  @AfterAll
  static void stop() {
    hub.close();
  }

  /** How one run ended. */
  private record Ended(int status, String stdout, String stderr) {}

  private ProcessBuilder lxc(String who, List<String> args) throws IOException {
    var command = new ArrayList<String>(List.of(LXC.toString()));
    command.addAll(args);
    Path configuration = Files.createDirectories(folder.resolve(who));
    var builder = new ProcessBuilder(command);
    builder
        .environment()
        .putAll(
            Map.of(
                "LXD_DIR", configuration.resolve("none").toString(),
                "LXD_CONF", configuration.toString(),
                "HOME", configuration.toString(),
                "TZ", "UTC"));
    return builder;
  }

  /** Runs it as somebody with a configuration folder of their own, and answers its questions. */
  private Ended run(String who, String answers, String... args) throws Exception {
    Path stdout = Files.createTempFile(folder, who, ".out");
    Path stderr = Files.createTempFile(folder, who, ".err");
    Process process =
        lxc(who, List.of(args))
            .redirectOutput(stdout.toFile())
            .redirectError(stderr.toFile())
            .start();
    try (var in = process.getOutputStream()) {
      in.write(answers.getBytes(UTF_8));
    }
    boolean ended = process.waitFor(60, TimeUnit.SECONDS);
    process.destroyForcibly();
    var said =
        new Ended(
            ended ? process.exitValue() : -1, Files.readString(stdout), Files.readString(stderr));
    assertThat(ended).as("%s: %s", List.of(args), said).isTrue();
    return said;
  }

  private Ended done(String who, String answers, String... args) throws Exception {
    Ended said = run(who, answers, args);
    assertThat(said.status()).as("%s: %s", List.of(args), said).isZero();
    return said;
  }

  private void addByPassword(String who) throws Exception {
    String url = "https://" + hub.https();
    done(who, "", "remote", "add", "hub", url, "--accept-certificate", "--password", "sesame");
  }

  @Test
  @Proves("lxd 7")
  @Proves("lxd 8")
  void addsAHubByPassword() throws Exception {
    String url = "https://" + hub.https();
    Ended wrong =
        run("ann", "", "remote", "add", "hub", url, "--accept-certificate", "--password", "guess");
    assertThat(wrong.status()).isEqualTo(1);
    assertThat(wrong.stderr()).contains("not authorized");
    addByPassword("ann");
    assertThat(done("ann", "", "remote", "list", "--format", "csv").stdout())
        .contains("hub,https://" + hub.https() + ",lxd,tls,NO,NO,NO");
  }

  @Test
  @Proves("lxd 7")
  void asksWhetherTheFingerprintIsRight() throws Exception {
    String url = "https://" + hub.https();
    String fingerprint;
    try (Wire wire = hub.wire()) {
      fingerprint =
          wire.get("/1.0").json().at("/metadata/environment/certificate_fingerprint").asString();
    }
    Ended refused = run("bob", "no\n", "remote", "add", "hub", url, "--password", "sesame");
    assertThat(refused.stdout() + refused.stderr())
        .contains("Certificate fingerprint: " + fingerprint)
        .contains("Server certificate NACKed by user");
    assertThat(refused.status()).isEqualTo(1);
    done("bob", "y\n", "remote", "add", "hub", url, "--password", "sesame");
    done("carol", fingerprint + "\n", "remote", "add", "hub", url, "--password", "sesame");
  }

  @Test
  @Proves("lxd 8")
  @Proves("lxd 9")
  void addsAHubByATokenThatItselfMade() throws Exception {
    addByPassword("dan");
    done("dan", "", "remote", "switch", "hub"); // 5.0.2 takes "hub:" alone for a file
    Ended made = done("dan", "", "config", "trust", "add", "--name", "eve");
    assertThat(made.stdout()).startsWith("Client eve certificate add token:\n");
    String token = made.stdout().lines().skip(1).findFirst().orElseThrow();
    assertThat(done("dan", "", "config", "trust", "list-tokens", "hub:").stdout()).contains("eve");
    done("eve", "", "remote", "add", "hub", token);
    assertThat(done("dan", "", "config", "trust", "list-tokens", "hub:").stdout())
        .doesNotContain("eve");
    Ended again = run("fay", "", "remote", "add", "hub", token);
    assertThat(again.status()).isEqualTo(1);
    assertThat(again.stderr()).contains("not authorized");

    assertThat(done("eve", "", "config", "trust", "list", "hub:", "--format", "csv").stdout())
        .contains("client,eve,");
    assertThat(done("eve", "", "project", "list", "hub:", "--format", "csv").stdout())
        .contains("default");
  }

  @Test
  void revokesATokenAndRemovesACertificate() throws Exception {
    addByPassword("gus");
    done("gus", "", "remote", "switch", "hub");
    done("gus", "", "config", "trust", "add", "--name", "hal");
    done("gus", "", "config", "trust", "revoke-token", "hub:hal");
    assertThat(done("gus", "", "config", "trust", "list-tokens", "hub:").stdout())
        .doesNotContain("hal");

    Path certificate = folder.resolve("gus").resolve("client.crt");
    addByPassword("ivy");
    Path other = folder.resolve("ivy").resolve("client.crt");
    String fingerprint = fingerprint(other);
    done("gus", "", "config", "trust", "remove", "hub:" + fingerprint.substring(0, 12));
    assertThat(run("ivy", "", "project", "list", "hub:").status()).isEqualTo(1);
    done("gus", "", "config", "trust", "add", "hub:", other.toString(), "--name", "ivy");
    done("ivy", "", "project", "list", "hub:");
    assertThat(certificate).exists();
  }

  private static String fingerprint(Path certificate) throws Exception {
    return belfry.tls.Fingerprint.of(
        belfry.tls.Pem.certificates(Files.readString(certificate)).getFirst());
  }

  @Test
  void followsTheEventsOfItsTypesOverHttps() throws Exception {
    addByPassword("jon");
    Path stdout = folder.resolve("monitor.out");
    List<String> args = List.of("monitor", "hub:", "--type=lifecycle", "--format=json");
    Process monitor = lxc("jon", args).redirectOutput(stdout.toFile()).start();
    try (Wire wire = hub.wire()) {
      Awaitility.await().until(() -> wire.get("/metrics").text().contains("belfry_tails 1\n"));
      String event =
          "{\"type\":\"%s\",\"timestamp\":\"2026-11-20T09:35:28.7Z\",\"metadata\":{%s},"
              + "\"location\":\"none\",\"project\":\"default\"}";
      String operation = "\"id\":\"7\",\"class\":\"task\",\"status_code\":103";
      wire.post("/1.0/events/lxd", "application/json", event.formatted("operation", operation));
      String action = "\"action\":\"instance-started\",\"source\":\"/1.0/instances/c1\"";
      wire.post("/1.0/events/lxd", "application/json", event.formatted("lifecycle", action));
      Awaitility.await().until(() -> Files.readString(stdout).contains("instance-started"));
      assertThat(Files.readString(stdout)).doesNotContain("\"operation\"");
      assertThat(monitor.isAlive()).isTrue();
    } finally {
      monitor.destroyForcibly();
    }
  }
}
