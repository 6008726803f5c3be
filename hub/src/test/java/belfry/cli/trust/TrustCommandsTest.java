package belfry.cli.trust;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import belfry.cli.Session;
import belfry.cli.shell.Exit;
import belfry.testing.Certificates;
import belfry.testing.RunningHub;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustCommandsTest {
  private static final Map<String, String> HTTPS = Map.of("core.https_address", "127.0.0.1:0");

  @TempDir Path dir;

  private static Session at(RunningHub hub) {
    return new Session().env("BELFRY_HUB", "unix:" + hub.socket());
  }

  @Test
  void addsListsAndRemovesACertificate() throws Exception {
    Certificates ann = Certificates.make(dir, "ann", "dns:ann");
    Path file = Files.writeString(dir.resolve("ann.crt"), ann.pem());
    String fingerprint = ann.fingerprint();
    String start = fingerprint.substring(0, 12);
    try (var hub = RunningHub.start(dir.resolve("hub"), Map.of())) {
      Session session = at(hub);
      String[] add = {"trust", "add", file.toString(), "--name", "ann", "--projects", "p2,p1"};
      assertThat(session.run(add)).as(session.err()).isEqualTo(Exit.DONE);
      assertThat(session.out()).isEqualTo("added " + fingerprint + "\n");
      assertThat(session.run(add)).isEqualTo(Exit.FAILED);
      assertThat(session.err()).contains("BELFRY-1330 Certificate already in trust store");

      session.run("trust", "list");
      assertThat(session.out().lines().findFirst().orElseThrow())
          .matches("NAME +FINGERPRINT +PROJECTS +ISSUED +EXPIRES");
      assertThat(session.out())
          .containsPattern("ann +" + start + " +p1,p2 +20\\d\\d-.+ +20\\d\\d-");
      session.run("trust", "list", "--format", "json");
      assertThat(session.out()).contains("\"fingerprint\":\"" + fingerprint + "\"");

      assertThat(session.run("trust", "remove", start)).isEqualTo(Exit.DONE);
      assertThat(session.out()).isEqualTo("removed " + start + "\n");
      assertThat(session.run("trust", "remove", start)).isEqualTo(Exit.FAILED);
      assertThat(session.err()).contains("BELFRY-1331");
    }
  }

  @Test
  void aTokenSaysWhereTheHubIsAndHowToKnowIt() throws Exception {
    try (var hub = RunningHub.start(dir.resolve("hub"), HTTPS)) {
      Session session = at(hub);
      assertThat(session.run("trust", "add", "--name", "ci")).as(session.err()).isZero();
      String token = new String(Base64.getDecoder().decode(session.out().strip()), UTF_8);
      assertThat(token)
          .startsWith("{\"client_name\":\"ci\",\"fingerprint\":\"")
          .contains("\"addresses\":[\"" + hub.https() + "\"]")
          .containsPattern("\"secret\":\"[0-9a-f]{64}\",\"expires_at\":\"20");
    }
  }

  @Test
  void aTokenNeedsANameAndAHubThatClientsCanReach() throws Exception {
    try (var hub = RunningHub.start(dir.resolve("hub"), Map.of())) {
      Session session = at(hub);
      assertThat(session.run("trust", "add")).isEqualTo(Exit.USAGE);
      assertThat(session.err()).contains("--name: absent");
      assertThat(session.run("trust", "add", "--name", "ci")).isEqualTo(Exit.USAGE);
      assertThat(session.err()).contains("core.https_address: none");
      assertThat(session.run("trust", "add", dir.resolve("no").toString())).isEqualTo(Exit.USAGE);
      assertThat(session.err()).contains("there is no such file");
    }
  }
}
