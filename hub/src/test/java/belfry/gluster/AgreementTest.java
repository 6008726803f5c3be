package belfry.gluster;

import static org.assertj.core.api.Assertions.assertThat;

import belfry.gluster.Agreement.Step;
import belfry.gluster.files.Webhooks.Webhook;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AgreementTest {
  private static final Webhook A = new Webhook("http://a/", "T", "");
  private static final Webhook A2 = new Webhook("http://a/", "T2", "");
  private static final Webhook A3 = new Webhook("http://a/", "", "S");

  @Test
  void whatIsTheSameIsLeftAlone() {
    assertThat(Agreement.steps(of(), of(A), of(A))).isEmpty();
    assertThat(Agreement.steps(of(A2), of(A), of(A))).isEmpty();
    assertThat(Agreement.steps(of(A), of(), of())).isEmpty();
  }

  @Test
  void aChangeOfTheFileGoesToTheHub() {
    assertThat(Agreement.steps(of(), of(A), of())).containsExactly(new Step.Deliver(A));
    assertThat(Agreement.steps(of(A), of(A2), of(A))).containsExactly(new Step.Deliver(A2));
    assertThat(Agreement.steps(of(A), of(), of(A))).containsExactly(new Step.End(A.url()));
  }

  @Test
  void aChangeOfTheHubGoesToTheFile() {
    assertThat(Agreement.steps(of(A), of(A), of(A2))).containsExactly(new Step.Write(A2));
    assertThat(Agreement.steps(of(A), of(A), of())).containsExactly(new Step.Erase(A.url()));
    assertThat(Agreement.steps(of(), of(), of(A))).containsExactly(new Step.Write(A));
  }

  @Test
  void theFileWinsIfBothWereChanged() {
    assertThat(Agreement.steps(of(A), of(A2), of(A3))).containsExactly(new Step.Deliver(A2));
    assertThat(Agreement.steps(of(A), of(), of(A3))).containsExactly(new Step.End(A.url()));
    assertThat(Agreement.steps(of(A), of(A2), of())).containsExactly(new Step.Deliver(A2));
  }

  @Test
  void eachWebhookIsLookedAtByItself() {
    var b = new Webhook("http://b/", "", "");
    assertThat(Agreement.steps(of(A), of(A, b), of()))
        .isEqualTo(List.of(new Step.Erase(A.url()), new Step.Deliver(b)));
  }

  private static Map<String, Webhook> of(Webhook... webhooks) {
    var map = new LinkedHashMap<String, Webhook>();
    for (Webhook webhook : webhooks) {
      map.put(webhook.url(), webhook);
    }
    return map;
  }
}
