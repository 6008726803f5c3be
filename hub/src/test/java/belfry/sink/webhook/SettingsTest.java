package belfry.sink.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belfry.sink.Destination;
import belfry.sink.InvalidSink;
import belfry.testing.SinkContract;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
  @TempDir private Path home;

  private Destination read(String settings) throws InvalidSink {
    return new WebhookKind().read(SinkContract.json(settings), SinkContract.means(home));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {}                                          | url: absent (expected: a text)
          {"url": 1}                                  | url: NUMBER
          {"url": "ftp://a.example/"}                 | url: scheme ftp
          {"url": "file:///etc/passwd"}               | url: scheme file
          {"url": "/hook"}                            | url: scheme null
          {"url": "http:///hook"}                     | url:
          {"url": "http://u:secret1@a.example/"}      | url: a user name in it
          {"url": "http://a.example/#f"}              | url: a fragment
          {"url": "http://a.example:0/"}              | url: port 0
          {"url": "http://a.example:22/"}             | url: port 22
          {"url": "http://a.example:1023/"}           | url: port 1023
          {"url": "http://a.example:65536/"}          | url: port 65536
          {"url": "http://10.0.0.7/"}                 | url: 10.0.0.7 is private
          {"url": "http://[::1]/"}                    | url: ::1 is loopback
          {"url": "http://169.254.169.254/"}          | is where clouds give out credentials
          {"url": "http://a.b", "urll": 1}      | urll: no such member (expected: url?)
          {"url": "http://a.b", "body": "xml"}  | body: xml (expected: one of
          {"url": "http://a.b", "timeout": 5}   | timeout: NUMBER
          {"url": "http://a.b", "timeout": "3m"} | timeout: 3m (expected: a time such as 15s
          {"url": "http://a.b", "timeout": "9ms"} | timeout: 9ms
          {"url": "http://a.b", "headers": {"Host": "x"}} | headers: Host
          {"url": "http://a.b", "headers": {"ce-id": "x"}} | headers: ce-id
          {"url": "http://a.b", "headers": {"X Y": "x"}} | headers: X Y
          {"url": "http://a.b", "headers": {"X": "secret1\\r\\nY: 1"}} | headers.X: ***
          {"url": "http://a.b", "auth": {"type": "digest"}} | auth.type: digest
          {"url": "http://a.b", "auth": {"type": "bearer"}} | auth.token: absent
          {"url": "http://a.b", "auth": {"type": "jwt", "secret": "secret1"}} | auth.type: jwt
          {"url": "http://a.b", "signing": {"secrets": ["whsec_secret1"]}} | signing.secrets: ***
          {"url": "http://a.b", "signing": {"secret": "secret1"}} | signing.secrets: absent
          {"url": "http://a.b", "tls": {"ca": "no"}} | tls.ca: no certificate
          {"url": "http://a.b", "tls": {"key": "secret1"}} | tls.certificate: absent
          {"url": "http://a.b", "body": "template", "template": "{{nope}}"} | template: {{nope}}
          {"url": "http://a.b", "body": "template", "template": "{"} | template:
          {"url": "http://a.b", "body": "cloudevents-batch", "batchMax": 0} | batchMax: 0
          {"url": "http://a.b", "body": "cloudevents-batch", "batchMax": 1001} | batchMax: 1001
          {"url": "http://a.b", "body": "glustereventsd", "headers": {"A": "b"}} | headers
          """)
  void namesTheMemberThatIsWrong(String settings, String expected) {
    assertThatThrownBy(() -> read(settings))
        .isInstanceOf(InvalidSink.class)
        .hasMessageContaining(expected)
        .hasMessageContaining("(expected: ")
        .message()
        .doesNotContain("secret1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://a.example:80/",
        "https://a.example:443",
        "http://a.example:1024/x?y=z",
        "https://[2606:4700::1111]/x",
        "http://127.0.0.1:65535/",
      })
  void readsUrls(String url) throws InvalidSink {
    assertThat(read("{\"url\": \"" + url + "\"}").toString()).contains("://");
  }

  @Test
  void showsNoSecret() throws InvalidSink {
    String shown =
        read("""
                {"url": "https://hooks.example/services/secret1?key=secret1",
                 "headers": {"X-Key": "secret1"},
                 "auth": {"type": "oauth2", "tokenUrl": "https://id.example/t?x=secret1",
                   "clientId": "me", "clientSecret": "secret1"},
                 "signing": {"type": "stripe", "secrets": ["secret1", "secret1"]}}
                """)
            .toString();

    assertThat(shown).contains("https://hooks.example").contains("me").doesNotContain("secret1");
  }
}
