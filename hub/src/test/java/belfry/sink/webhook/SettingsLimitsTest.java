package belfry.sink.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belfry.sink.Destination;
import belfry.sink.InvalidSink;
import belfry.sink.Members;
import belfry.sink.wire.Url;
import belfry.testing.SinkContract;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Collections;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each limit of the settings: the last value that is taken, and the first that is not. */
class SettingsLimitsTest {
  @TempDir private Path home;

  private Destination read(String more) throws InvalidSink {
    String settings = "{\"url\": \"https://a.example/\", " + more + "}";
    return new WebhookKind().read(SinkContract.json(settings), SinkContract.means(home));
  }

  private void isRefused(String more) {
    assertThatThrownBy(() -> read(more)).isInstanceOf(InvalidSink.class);
  }

  private static String headers(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "\"X-" + i + "\": \"v\"")
        .collect(Collectors.joining(",", "\"headers\": {", "}"));
  }

  @Test
  void headersHaveLimits() throws Exception {
    read(headers(WebhookSettings.HEADERS_MAX));
    isRefused(headers(WebhookSettings.HEADERS_MAX + 1));
    String longest = "x".repeat(WebhookSettings.HEADER_CHARS_MAX);
    read("\"headers\": {\"X\": \"" + longest + "\"}");
    isRefused("\"headers\": {\"X\": \"" + longest + "x\"}");
  }

  private static String secrets(int count, int bytes) {
    String secret = "\"whsec_" + Base64.getEncoder().encodeToString(new byte[bytes]) + "\"";
    return "\"signing\": {\"secrets\": ["
        + String.join(",", Collections.nCopies(count, secret))
        + "]}";
  }

  @Test
  void secretsHaveLimits() throws Exception {
    read(secrets(Signing.SECRETS_MAX, Signing.SECRET_BYTES_MIN));
    read(secrets(1, Signing.SECRET_BYTES_MAX));
    isRefused(secrets(Signing.SECRETS_MAX + 1, Signing.SECRET_BYTES_MIN));
    isRefused(secrets(1, Signing.SECRET_BYTES_MIN - 1));
    isRefused(secrets(1, Signing.SECRET_BYTES_MAX + 1));
    isRefused("\"signing\": {\"secrets\": []}");
  }

  @Test
  void templatesHaveALimit() throws Exception {
    String frame = "\"body\": \"template\", \"contentType\": \"text/plain\", \"template\": \"%s\"";
    read(frame.formatted("x".repeat(Template.CHARS_MAX)));
    isRefused(frame.formatted("x".repeat(Template.CHARS_MAX + 1)));
  }

  @Test
  void batchesHaveALimit() throws Exception {
    String frame = "\"body\": \"cloudevents-batch\", \"batchMax\": ";
    assertThat(read(frame + BodySettings.BATCH_MAX).batching().entriesMax()).isEqualTo(1000);
    isRefused(frame + (BodySettings.BATCH_MAX + 1));
  }

  @Test
  void timeoutsHaveLimits() throws Exception {
    read("\"timeout\": \"10ms\", \"connectTimeout\": \"2m\"");
    isRefused("\"timeout\": \"9ms\"");
    isRefused("\"connectTimeout\": \"121s\"");
  }

  @Test
  void urlsAndTextsHaveLimits() throws Exception {
    String start = "{\"url\": \"https://a.example/";
    String rest = "x".repeat(Url.CHARS_MAX - "https://a.example/".length());
    var kind = new WebhookKind();
    var means = SinkContract.means(home);
    kind.read(SinkContract.json(start + rest + "\"}"), means);
    assertThatThrownBy(() -> kind.read(SinkContract.json(start + rest + "x\"}"), means))
        .isInstanceOf(InvalidSink.class);
    String longest = "x".repeat(Members.TEXT_CHARS_MAX);
    read("\"auth\": {\"type\": \"bearer\", \"token\": \"" + longest + "\"}");
    isRefused("\"auth\": {\"type\": \"bearer\", \"token\": \"" + longest + "x\"}");
  }
}
