package belfry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import belfry.testing.Captures;
import belfry.testing.Certificates;
import belfry.testing.Proves;
import belfry.testing.Wire;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Who comes in over HTTPS, and how one comes to be trusted. */
class TrustTest {
  private static final String JSON = "application/json";
  private static final String PATH = "/1.0/certificates";

  @TempDir static Path data;
  private static HubInTest hub;

  @BeforeAll
  static void start() throws Exception {
    hub =
        HubInTest.start(
            data,
            Map.of(
                "core.https_address",
                "127.0.0.1:0",
                "core.trust_password",
                "sesame",
                "core.projects",
                "p1,p2",
                "events.project",
                "same"));
  }

  @AfterAll
  static void stop() {
    hub.close();
  }

  private static int port() {
    String https = hub.hub().addresses().getLast();
    assertThat(https).startsWith("https://127.0.0.1:");
    return Integer.parseInt(https.substring(https.lastIndexOf(':') + 1));
  }

  private static Certificates client(String name) throws Exception {
    return Certificates.make(data, name, "dns:" + name);
  }

  private static Wire tls(Certificates client) throws Exception {
    return Wire.tls(port(), client.client(true, Files.readString(data.resolve("server.crt"))));
  }

  /** Asks for something at the unix socket. */
  private static Wire.Answer local(String method, String target, String body) throws Exception {
    try (Wire unix = hub.unix()) {
      return unix.call(method, target, body.getBytes(), "Content-Type: " + JSON);
    }
  }

  private static void trust(Certificates client, String grant) throws Exception {
    String der = client.pem().replaceAll("-----[A-Z ]+-----|\\s", "");
    String body =
        "{\"type\":\"client\",\"name\":\"n\",\"certificate\":\"" + der + "\"" + grant + "}";
    Wire.Answer answer = local("POST", PATH, body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    assertThat(answer.header("location")).contains(PATH + "/" + client.fingerprint());
  }

  /** A token as {@code lxc config trust add} makes it of the operation. */
  private static String token(String request) throws Exception {
    Wire.Answer answer = local("POST", PATH, request);
    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    JsonNode metadata = answer.json().get("metadata").get("metadata");
    String token = "{\"secret\":\"" + metadata.get("secret").asString() + "\"}";
    return Base64.getEncoder().encodeToString(token.getBytes());
  }

  private static Wire.Answer join(Certificates client, String member, String secret)
      throws Exception {
    try (Wire wire = tls(client)) {
      return wire.post(PATH, JSON, "{\"type\":\"\",\"" + member + "\":\"" + secret + "\"}");
    }
  }

  private static String subject(Certificates client) throws Exception {
    return "subject = \"" + PATH + "/" + client.fingerprint() + "\"";
  }

  private static void awaitEvent(String filter) {
    String query = java.net.URLEncoder.encode(filter, java.nio.charset.StandardCharsets.UTF_8);
    await()
        .untilAsserted(
            () -> {
              Wire.Answer answer = local("GET", "/1.0/journal/events?limit=1&filter=" + query, "");
              assertThat(answer.json().at("/metadata/events").size()).as(answer.text()).isOne();
            });
  }

  @Test
  @Proves("lxd 6")
  void aCertificateIsAskedForAndNotRequiredAndNothingOlderThanTls13IsSpoken() throws Exception {
    String server = Files.readString(data.resolve("server.crt"));
    SSLContext nobody = client("nobody").client(false, server);
    try (Wire wire = Wire.tls(port(), nobody)) {
      assertThat(wire.get("/").status()).isEqualTo(200);
      JsonNode about = wire.get("/1.0").json().get("metadata");
      assertThat(about.get("auth").asString()).isEqualTo("untrusted");
      assertThat(about.get("auth_methods").get(0).asString()).isEqualTo("tls");
      assertThat(about.has("environment")).isFalse();
      assertThat(wire.get("/1.0", hub.admin()).text()).contains("\"auth\":\"trusted\"");
    }
    InetAddress host = InetAddress.getLoopbackAddress();
    try (var old = (SSLSocket) nobody.getSocketFactory().createSocket(host, port())) {
      old.setEnabledProtocols(new String[] {"TLSv1.2"});
      assertThatThrownBy(old::startHandshake).isInstanceOf(IOException.class);
    }
  }

  @Test
  @Proves("lxd 6")
  @Proves("lxd 13")
  void aStrangerIsRefusedAndTold() throws Exception {
    try (Wire wire = tls(client("stranger"))) {
      Wire.Answer answer = wire.get("/1.0/journal/events", "User-Agent: stranger");
      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.json().get("error").asString()).isEqualTo("not authorized");
    }
    awaitEvent(
        "type = lxd.security.authn_login_fail AND data.metadata.requestor.user_agent = stranger");
  }

  @Test
  @Proves("lxd 2")
  void theTrustedSeeWhatTheServerShows() throws Exception {
    Certificates ann = client("ann");
    trust(ann, "");
    try (Wire wire = tls(ann)) {
      JsonNode about = wire.get("/1.0").json().get("metadata");
      assertThat(about.get("auth").asString()).isEqualTo("trusted");
      assertThat(about.get("auth_user_method").asString()).isEqualTo("tls");
      assertThat(about.get("auth_user_name").asString()).isEqualTo(ann.fingerprint());
      JsonNode environment = about.get("environment");
      String server = Files.readString(data.resolve("server.crt"));
      assertThat(environment.get("certificate").asString()).isEqualTo(server);
      assertThat(environment.get("certificate_fingerprint").asString()).hasSize(64);
      assertThat(environment.get("addresses").get(0).asString()).isEqualTo("127.0.0.1:" + port());
      assertThat(about.get("config").get("core.trust_password").asString()).isEqualTo("true");
    }
    awaitEvent("type = lxd.lifecycle.certificate-created AND " + subject(ann));
    awaitEvent(
        "data.metadata.name = \"authz_admin:identity_create:tls/" + ann.fingerprint() + "\"");
  }

  @Test
  @Proves("lxd 8")
  void aTokenMakesOneClientTrustedOnce() throws Exception {
    String token =
        token("{\"name\":\"bob\",\"token\":true,\"restricted\":true,\"projects\":[\"p1\"]}");
    Certificates bob = client("bob");
    Wire.Answer joined = join(bob, "trust_token", token);
    assertThat(joined.status()).as(joined.text()).isEqualTo(201);
    assertThat(joined.text()).contains("\"status_code\":200").endsWith("\"metadata\":null}\n");
    assertThat(joined.header("location")).contains(PATH + "/" + bob.fingerprint());
    assertThat(join(bob, "trust_token", token).status()).as("trusted already").isEqualTo(409);

    Wire.Answer again = join(client("mallory"), "password", token);
    assertThat(again.status()).isEqualTo(403);
    assertThat(again.json().get("error").asString()).isEqualTo("not authorized");
    awaitEvent("type = lxd.security.authn_token_reuse");
    JsonNode kept =
        local("GET", PATH + "/" + bob.fingerprint().substring(0, 12), "").json().get("metadata");
    assertThat(kept.get("name").asString()).isEqualTo("bob");
    assertThat(kept.get("restricted").asBoolean()).isTrue();
    assertThat(kept.get("projects").get(0).asString()).isEqualTo("p1");
  }

  @Test
  @Proves("lxd 8")
  void thePasswordMakesAnAdministrator() throws Exception {
    Certificates carol = client("carol");
    assertThat(join(carol, "password", "guess").status()).isEqualTo(403);
    awaitEvent("data.metadata.description = \"Trust password not accepted\"");
    assertThat(join(carol, "password", "sesame").status()).isEqualTo(201);
    try (Wire wire = tls(carol)) {
      assertThat(wire.get(PATH).text()).contains(carol.fingerprint());
      assertThat(wire.post(PATH, JSON, "{}").status()).as("trusted already").isEqualTo(409);
    }
  }

  @Test
  @Proves("lxd 9")
  void aTokenIsAnOperationThatMasksItsSecretAndCanBeCancelled() throws Exception {
    Wire.Answer made = local("POST", PATH, "{\"name\":\"dan\",\"token\":true}");
    assertThat(made.json().get("type").asString()).isEqualTo("async");
    assertThat(made.json().get("status_code").asInt()).isEqualTo(100);
    String path = made.json().get("operation").asString();
    assertThat(made.header("location")).contains(path);
    JsonNode metadata = made.json().at("/metadata/metadata");
    assertThat(metadata.propertyNames())
        .containsExactly("addresses", "expiresAt", "fingerprint", "request", "secret");
    assertThat(metadata.at("/request/name").asString()).isEqualTo("dan");
    JsonNode shown = local("GET", path, "").json().get("metadata");
    assertThat(shown.at("/metadata/secret").asString()).isEqualTo("***");
    assertThat(shown.get("class").asString()).isEqualTo("token");
    assertThat(local("GET", "/1.0/operations", "").text()).contains("\"running\":[").contains(path);
    assertThat(local("DELETE", path, "").status()).isEqualTo(200);
    assertThat(local("GET", path, "").status()).isEqualTo(404);
    assertThat(local("DELETE", path, "").status()).isEqualTo(404);
    awaitEvent("type = lxd.lifecycle.operation-cancelled");
    awaitEvent("type = lxd.security.authn_token_revoked");
  }

  @Test
  @Proves("lxd 20")
  void whoIsRestrictedSeesAndSendsOnlyItsProjects() throws Exception {
    Certificates eve = client("eve");
    trust(eve, ",\"restricted\":true,\"projects\":[\"p1\"]");
    try (Wire wire = tls(eve)) {
      for (String project : List.of("p1", "p2")) {
        String event = HubInTest.lifecycle("for-" + project).replace("default", project);
        assertThat(local("POST", "/1.0/events/lxd", event).status()).isEqualTo(200);
      }
      String seen = wire.get("/1.0/journal/events?limit=1000").text();
      assertThat(seen).contains("for-p1").doesNotContain("for-p2");
      assertThat(wire.get(PATH).status()).isEqualTo(403);
      assertThat(wire.post(PATH, JSON, "{\"token\":true}").status()).isEqualTo(403);
      assertThat(wire.post(PATH, JSON, "{\"password\":\"sesame\"}").status()).isEqualTo(409);
      assertThat(wire.get("/1.0/projects").text()).contains("p1").doesNotContain("p2");
      assertThat(wire.get("/1.0/journal/events?project=p2").status()).isEqualTo(403);
    }
  }

  @Test
  @Proves("lxd 20")
  void rightsThatAreTakenAwayHoldFromTheNextEventOfAnOpenStream() throws Exception {
    Certificates fay = client("fay");
    trust(fay, "");
    String one = PATH + "/" + fay.fingerprint();
    try (Wire stream = tls(fay)) {
      assertThat(stream.upgrade("/1.0/events?type=lifecycle&all-projects=1").status())
          .isEqualTo(101);
      local("POST", "/1.0/events/lxd", HubInTest.lifecycle("seen-1"));
      awaitAction(stream, "seen-1");
      String narrowed = "{\"restricted\":true,\"projects\":[\"p1\"]}";
      assertThat(local("PATCH", one, narrowed).status()).isEqualTo(200);
      local("POST", "/1.0/events/lxd", HubInTest.lifecycle("hidden-1"));
      String inP1 = HubInTest.lifecycle("seen-2").replace("\"default\"", "\"p1\"");
      local("POST", "/1.0/events/lxd", inP1);
      assertThat(awaitAction(stream, "seen-2")).doesNotContain("hidden-1");

      assertThat(local("DELETE", one, "").status()).isEqualTo(200);
      local("POST", "/1.0/events/lxd", inP1.replace("seen-2", "hidden-2"));
      assertThatThrownBy(stream::event)
          .isInstanceOf(EOFException.class)
          .hasMessageContaining("1008 rights were taken away");
    }
    try (Wire wire = tls(fay)) {
      assertThat(wire.get("/1.0/journal/events").status()).isEqualTo(403);
    }
    awaitEvent("type = lxd.lifecycle.certificate-deleted AND " + subject(fay));
  }

  /** Reads until an event with this action, and gives all that was read. */
  private static String awaitAction(Wire stream, String action) throws IOException {
    var read = new StringBuilder();
    for (int i = 0; i < 100 && read.indexOf("\"" + action + "\"") < 0; i++) {
      read.append(stream.event());
    }
    assertThat(read).contains(action);
    return read.toString();
  }

  @Test
  @Proves("lxd 4")
  @Proves("lxd 8")
  void theRecordedRequestsOfStockClientsAreAnsweredAsTheyWere() throws Exception {
    Certificates ida = client("ida");
    List<JsonNode> rows = Captures.records("lxd-client-requests.jsonl");
    int answered = 0;
    for (String flow : List.of("remote add URL --accept-certificate --password", "monitor")) {
      for (JsonNode row : rows) {
        boolean asks = row.get("request").isString();
        boolean https = row.get("transport").asString().equals("https");
        if (asks && https && row.get("flow").asString().equals(flow)) {
          replayed(ida, row);
          answered++;
        }
      }
    }
    assertThat(answered).isEqualTo(7);
  }

  /** On a connection of its own, as the client does it. */
  private static void replayed(Certificates client, JsonNode row) throws Exception {
    String[] request = row.get("request").asString().split(" ");
    byte[] body = row.path("body").toString().replace("PASSWORD", "sesame").getBytes();
    try (Wire wire = tls(client)) {
      if (request[1].equals("/1.0/events")) {
        assertThat(wire.upgrade(request[1]).status()).isEqualTo(101);
        return;
      }
      byte[] sent = row.has("body") ? body : new byte[0];
      Wire.Answer answer = wire.call(request[0], request[1], sent, "Connection: close");
      JsonNode recorded = row.path("response");
      assertThat(answer.status()).as(row.toString()).isEqualTo(recorded.path("status").asInt(200));
      if (recorded.has("body")) {
        assertThat(answer.text()).isEqualTo(recorded.get("body") + "\n");
        assertThat(answer.header("location")).contains(PATH + "/" + client.fingerprint());
      }
      if (row.path("note").asString("").contains("auth=trusted")) {
        assertThat(answer.text()).contains("\"auth\":\"trusted\"");
      }
    }
  }

  @Test
  void whatIsNoCertificateIsRefused() throws Exception {
    for (String body :
        List.of(
            "{\"certificate\":\"nonsense\"}",
            "{\"certificate\":\"AAAA\"}",
            "{\"certificate\":\"-----\"}",
            "{\"certificate\":\"-----BEGIN CERTIFICATE-----\"}",
            "{\"type\":\"metrics\"}",
            "{\"name\":\"" + "x".repeat(256) + "\"}",
            "{}")) {
      Wire.Answer answer = local("POST", PATH, body);
      assertThat(answer.status()).as(body).isEqualTo(400);
      assertThat(answer.text()).contains("BELFRY-1332");
    }
    assertThat(local("DELETE", PATH + "/abc", "").status()).isEqualTo(404);
    Certificates jan = client("jan");
    trust(jan, "");
    String renamed = "{\"name\":\"" + "x".repeat(256) + "\"}";
    assertThat(local("PATCH", PATH + "/" + jan.fingerprint(), renamed).status()).isEqualTo(400);
  }

  @Test
  void aPageOfAnotherSiteDoesNotComeInWithTheCertificateOfABrowser() throws Exception {
    Certificates gus = client("gus");
    trust(gus, "");
    try (Wire wire = tls(gus)) {
      String target = "/1.0/journal/events";
      assertThat(wire.get(target, "Host: hub.example:8443").status()).isEqualTo(200);
      assertThat(wire.get(target, "Origin: https://evil.example").status()).isEqualTo(403);
      assertThat(wire.get(target, "Sec-Fetch-Site: cross-site").status()).isEqualTo(403);
    }
  }

  @Test
  void aGivenCertificateIsShownAndReadAgainWhenItsFilesChange(@TempDir Path other)
      throws Exception {
    Certificates first = Certificates.make(other, "first", "ip:127.0.0.1");
    Certificates second = Certificates.make(other, "second", "ip:127.0.0.1");
    Path certificate = other.resolve("given.crt");
    Path key = other.resolve("given.key");
    Files.writeString(certificate, first.pem());
    Files.writeString(key, first.keyPem());
    var flags =
        Map.of(
            "core.https_address",
            "127.0.0.1:0",
            "core.https_certificate",
            certificate.toString(),
            "core.https_key",
            key.toString());
    try (HubInTest given = HubInTest.start(other.resolve("hub"), flags)) {
      String address = given.hub().addresses().getLast();
      int port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
      Wire.tls(port, first.client(false, first.pem())).close();
      Files.writeString(certificate, second.pem());
      Files.writeString(key, second.keyPem());
      await()
          .ignoreExceptionsInstanceOf(IOException.class)
          .untilAsserted(() -> Wire.tls(port, first.client(false, second.pem())).close());
    }
    assertThatThrownBy(
            () ->
                HubInTest.start(
                    other.resolve("half"),
                    Map.of("core.https_address", "127.0.0.1:0", "core.https_key", key.toString())))
        .hasMessageContaining("core.https_certificate, core.https_key: one of them");
  }
}
