package belfry.sink.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import belfry.event.Payload;
import belfry.sink.Members;
import belfry.sink.Secret;
import belfry.sink.wire.Request;
import belfry.sink.wire.Url;
import belfry.testing.FakePeer;
import belfry.testing.SinkContract;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Standard Webhooks 1.0.0 by the vectors of its libraries; the others by what openssl gives. */
class SignerTest {
  private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
  private static final long SECONDS = 1_614_265_330L;
  private static final Payload BODY = Payload.of("{\"test\": 2432232314}");
  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  private static final String V1 = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
  private static final String KEY =
      "whsk_6Xb/dCcHpPea21PS1N9VY/NZW723CEc77N4rJCubMbfVKIDij2HKpMKkioLlX0dR"
          + "qSKJp4AJ6p9lMicMFs6Kvg==";
  private static final String V1A =
      "v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJa"
          + "A7AZdpXwVLPo3mNl8EM+m7TBAg==";

  private static String header(String name, Signing signing) throws Exception {
    Request request = Request.post(url());
    var signer = new Signer(signing);
    signer.sign(request, ID, SECONDS, BODY);
    return new FakePeer.Received(request.head(), "").header(name).orElse("");
  }

  private static Signing standard(String... secrets) {
    return new Signing.Standard(List.of(secrets).stream().map(Secret::new).toList());
  }

  @Test
  void signsWithASharedSecretAsStandardWebhooksDoes() throws Exception {
    assertThat(header("webhook-signature", standard(SECRET))).isEqualTo(V1);
  }

  @Test
  void signsWithAPrivateKeyAsStandardWebhooksDoes() throws Exception {
    assertThat(header("webhook-signature", standard(KEY))).isEqualTo(V1A);
  }

  @Test
  void signsWithNewAndOldSecretWhileTheyAreChanged() throws Exception {
    String other = "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    assertThat(header("webhook-signature", standard(other, SECRET)).split(" "))
        .hasSize(2)
        .endsWith(V1)
        .doesNotHaveDuplicates();
  }

  @Test
  void signsTheBodyAsGitHubDoes() throws Exception {
    Payload body = Payload.of("Hello, World!");
    Request request = Request.post(url());
    new Signer(new Signing.GitHub(new Secret("It's a Secret to Everybody")))
        .sign(request, ID, SECONDS, body);

    assertThat(request.head())
        .contains(
            "X-Hub-Signature-256: sha256="
                + "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17");
  }

  static Url url() throws Exception {
    return Url.read(Members.of(SinkContract.json("{\"url\": \"http://a.example/\"}")), "url");
  }

  @Test
  void signsTimeAndBodyAsStripeDoes() throws Exception {
    var signing =
        new Signing.Stripe("Stripe-Signature", List.of(new Secret("whsec_a"), new Secret("b")));

    assertThat(header("Stripe-Signature", signing))
        .matches("t=1614265330,v1=[0-9a-f]{64},v1=[0-9a-f]{64}")
        .contains(STRIPE_A);
  }

  /** HMAC-SHA256 with the key {@code whsec_a} over {@code 1614265330.{"test": 2432232314}}. */
  private static final String STRIPE_A =
      "1a33d28934701a04bc92a8cb6c4274759053399677edf1002e4afef66da78c07";
}
