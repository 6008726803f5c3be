package belfry.intake;

import static org.assertj.core.api.Assertions.assertThat;

import belfry.event.Payload;
import belfry.format.json.Json;
import belfry.format.json.Rules;
import belfry.testing.Proves;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
  private static final Path CAPTURES = Path.of("src/test/resources/captures");

  private static Secrets.Masked mask(String data) {
    return Secrets.mask(Payload.of(data));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "{\"secret\":\"abc\"} | {\"secret\":\"***\"} | /secret",
        "{\"a\":[1,{\"Admin_Password\" : \"x\"}]} | {\"a\":[1,{\"Admin_Password\" : \"***\"}]}"
            + " | /a/1/Admin_Password",
        "{\"core.trust_password\":\"p\\\"q\"} | {\"core.trust_password\":\"***\"}"
            + " | /core.trust_password",
        "{\"fds\":{\"0\":\"aa\",\"control\":\"bb\"}}"
            + " | {\"fds\":{\"0\":\"***\",\"control\":\"***\"}}"
            + " | /fds",
        "{\"clientSecret\":12345} | {\"clientSecret\":0} | /clientSecret",
        "{\"_context_auth_token\":\"gAAA\"} | {\"_context_auth_token\":\"***\"}"
            + " | /_context_auth_token",
        "{\"a/b~\":{\"token\":\"t\"}} | {\"a/b~\":{\"token\":\"***\"}} | /a~1b~0/token",
        "{\"pass\\u0077ord\":\"x\"} | {\"pass\\u0077ord\":\"***\"} | /password",
        "{\"url\":\"/1.0/x/websocket?secret=abc&a=1\"}"
            + " | {\"url\":\"/1.0/x/websocket?secret=***&a=1\"} | /url",
      })
  void overwritesTheValueAndNothingElse(String data, String expected, String pointer) {
    var masked = mask(data);
    assertThat(masked.data().text()).isEqualTo(expected);
    assertThat(masked.pointers()).containsExactly(pointer);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"token\"}",
        "{\"token\":true,\"password\":\"\",\"secret\":null}",
        "{\"password\":\"***\"}",
        "{\"message\":\"Invalid token: expected a number\"}",
        "{\"secrets_count\":3}",
        "{\"xfds\":\"a\"}",
        "plain text without any",
        "\u0000\u0001binary",
      })
  void leavesWhatIsNoSecretAsItIs(String data) {
    Payload payload = Payload.of(data);
    var masked = Secrets.mask(payload);
    assertThat(masked.data()).isSameAs(payload);
    assertThat(masked.pointers()).isEmpty();
  }

  @Test
  void looksIntoDocumentsInsideStrings() {
    var masked =
        mask(
            "{\"oslo.message\": \"{\\\"_context_auth_token\\\": \\\"g\\\\u0041\\\\\\\"A\\\", "
                + "\\\"name\\\": \\\"\\\\u0436\\\"}\", \"oslo.version\": \"2.0\"}");
    assertThat(masked.data().text())
        .isEqualTo(
            "{\"oslo.message\": \"{\\\"_context_auth_token\\\": \\\"***\\\", "
                + "\\\"name\\\": \\\"\\\\u0436\\\"}\", \"oslo.version\": \"2.0\"}");
    assertThat(masked.pointers()).containsExactly("/oslo.message/_context_auth_token");
  }

  @Test
  void looksFourStringsDeep() {
    String document = "{\"token\":\"t\"}";
    for (int depth = 0; depth < Secrets.NESTING_MAX; depth++) {
      document = "{\"d\":\"" + document.replace("\\", "\\\\").replace("\"", "\\\"") + "\"}";
    }
    var masked = mask(document);
    assertThat(masked.pointers()).containsExactly("/d/d/d/d/token");
    String deeper = "{\"d\":\"" + document.replace("\\", "\\\\").replace("\"", "\\\"") + "\"}";
    assertThat(mask(deeper).pointers()).isEmpty();
  }

  @Test
  void overwritesEveryTextOfAServiceCatalogue() {
    var masked =
        mask("{\"_context_service_catalog\":[{\"endpoints\":[{\"url\":\"http://x\"}],\"n\":1}]}");
    assertThat(masked.data().text())
        .isEqualTo("{\"_context_service_catalog\":[{\"endpoints\":[{\"url\":\"***\"}],\"n\":0}]}");
    assertThat(masked.pointers()).containsExactly("/_context_service_catalog");
  }

  @Test
  void findsSecretsInBytesThatAreNotJson() {
    assertThat(mask("1481 USER_ADD user=joe;password=hunter2 ok").data().text())
        .isEqualTo("1481 USER_ADD user=joe;password=*** ok");
    assertThat(mask("{\"password\": \"hunter2\", broken").data().text())
        .isEqualTo("{\"password\": \"***\", broken");
  }

  @Proves("lxd 28")
  @Test
  void noOperationOfTheCapturesKeepsItsSecrets() throws IOException {
    int masked = 0;
    for (String line : lines("lxd-operation.jsonl")) {
      var result = mask(line);
      masked += result.pointers().isEmpty() ? 0 : 1;
      assertThat(result.data().text()).doesNotContain("0".repeat(64));
      assertThat(result.pointers())
          .allMatch(pointer -> pointer.matches("/metadata/metadata/(fds|secret)"));
    }
    assertThat(masked).isEqualTo(20);
  }

  @Proves("glance 22")
  @Test
  void propertiesOfImagesLoseTheirPasswords() throws IOException {
    int masked = 0;
    for (String line : lines("glance-notifications-v2.jsonl")) {
      var result = mask(line);
      masked += result.pointers().size();
      Payload data = result.data();
      assertThat(json(data)).as(line).isTrue();
    }
    assertThat(masked).isPositive();
  }

  private static boolean json(Payload data) {
    try {
      Json.parse(data, Rules.PYTHON);
      return true;
    } catch (belfry.event.Malformed e) {
      return false;
    }
  }

  private static List<String> lines(String name) throws IOException {
    return Files.readAllLines(CAPTURES.resolve(name));
  }
}
