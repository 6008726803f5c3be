package belfry.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belfry.testing.Proves;
import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SelfSignedTest {
  private static final Instant NOW = Instant.parse("2041-05-06T07:08:09Z");

  private static Identity make(String host) {
    var addresses = List.of(InetAddress.ofLiteral("127.0.0.1"), InetAddress.ofLiteral("::1"));
    return SelfSigned.make(new Names(List.of(host, "localhost"), addresses), NOW, new Random(1));
  }

  @Test
  @Proves("lxd 7")
  void vouchesForAServerByAllItsNames() throws Exception {
    X509Certificate certificate = make("hub.example").certificate();
    certificate.verify(certificate.getPublicKey());
    assertThat(certificate.getSubjectAlternativeNames())
        .containsExactly(
            List.of(2, "hub.example"),
            List.of(2, "localhost"),
            List.of(7, "127.0.0.1"),
            List.of(7, "0:0:0:0:0:0:0:1"));
    assertThat(certificate.getSubjectX500Principal().getName())
        .isEqualTo("CN=hub.example,O=Belfry");
    assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
    assertThat(certificate.getBasicConstraints()).as("no authority").isEqualTo(-1);
    assertThat(certificate.getKeyUsage()).startsWith(true, false);
    assertThat(((ECPublicKey) certificate.getPublicKey()).getParams().getOrder().bitLength())
        .isEqualTo(384);
  }

  @Test
  void isGoodForTenYearsAcrossTheYearInWhichDatesGetLonger() {
    X509Certificate certificate = make("hub").certificate();
    assertThat(certificate.getNotBefore().toInstant()).isEqualTo(NOW);
    assertThat(certificate.getNotAfter().toInstant())
        .isEqualTo(Instant.parse("2051-05-06T07:08:09Z"));
  }

  @Test
  void aNameThatIsTooLongForItsSubjectIsStillAmongTheNames() throws Exception {
    String host = "a".repeat(63) + "." + "b".repeat(63);
    X509Certificate certificate = make(host).certificate();
    assertThat(certificate.getSubjectX500Principal().getName()).contains("CN=" + "a".repeat(63));
    assertThat(certificate.getSubjectAlternativeNames()).contains(List.of(2, host));
  }

  @Test
  void thisMachineHasItsLoopbackAddresses() throws Exception {
    Names names = Names.ofThisMachine("hub");
    assertThat(names.hosts()).containsExactly("hub", "localhost");
    assertThat(names.addresses())
        .contains(InetAddress.ofLiteral("127.0.0.1"), InetAddress.ofLiteral("::1"))
        .doesNotHaveDuplicates();
  }

  @Test
  void aKeyOfAnotherCertificateIsRefused() {
    assertThatThrownBy(() -> new Identity(make("a").chain(), make("b").key()))
        .hasMessageContaining("key: of another certificate");
  }
}
