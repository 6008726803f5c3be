package belfry.access.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import belfry.access.Caller;
import belfry.access.Role;
import belfry.event.Origin;
import belfry.event.Payload;
import belfry.filter.View;
import belfry.registry.Key;
import belfry.registry.Refused;
import belfry.registry.Registry;
import belfry.testing.ManualTime;
import belfry.testing.MemoryRegistry;
import belfry.tls.Fingerprint;
import belfry.tls.Names;
import belfry.tls.SelfSigned;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CertificatesTest {
  private static final Instant START = Instant.parse("2026-11-20T12:00:00Z");
  private static final Origin BY = Origin.of("test");
  private static final Grant P1 = Grant.within(Set.of("p1"));

  private final ManualTime time = new ManualTime(START);
  private final MemoryRegistry registry = new MemoryRegistry(time);
  private final X509Certificate ann = certificate();

  private static X509Certificate certificate() {
    return SelfSigned.make(new Names(List.of("client"), List.of()), START, new Random())
        .certificate();
  }

  private Certificates open() throws Exception {
    return Certificates.open(registry, time);
  }

  @Test
  void whoIsTrustedIsACallerWithRightsAfterARestartToo() throws Exception {
    assertThat(open().caller(ann, "10.0.0.1:1")).isEmpty();
    assertThat(open().add(new Trusted(ann, "ann", Grant.ALL), BY)).isTrue();
    Caller caller = open().caller(ann, "10.0.0.1:1").orElseThrow();
    assertThat(caller.principal()).isEqualTo("tls/" + Fingerprint.of(ann));
    assertThat(caller.may(Role.ADMIN)).isTrue();
    assertThat(caller.view()).isEqualTo(View.ALL);
    assertThat(open().add(new Trusted(ann, "again", P1), BY)).as("trusted already").isFalse();
  }

  @Test
  void whoIsRestrictedSendsAndReadsWithinItsProjectsOnly() throws Exception {
    open().add(new Trusted(ann, "ann", P1), BY);
    Caller caller = open().caller(ann, "10.0.0.1:1").orElseThrow();
    assertThat(caller.roles()).containsExactlyInAnyOrder(Role.READ, Role.INGEST);
    assertThat(caller.view()).isEqualTo(View.of(Set.of("p1")));
  }

  @Test
  void rightsThatAreHeldChangeWithTheDocument() throws Exception {
    Certificates certificates = open();
    certificates.add(new Trusted(ann, "ann", Grant.ALL), BY);
    var rights = certificates.rights(certificates.caller(ann, "").orElseThrow());
    assertThat(rights.get()).isEqualTo(View.ALL);
    String fingerprint = Fingerprint.of(ann);
    assertThat(certificates.change(fingerprint, "ann", P1, BY)).isTrue();
    assertThat(rights.get()).isEqualTo(View.of(Set.of("p1")));
    assertThat(certificates.remove(fingerprint, BY)).isTrue();
    assertThat(rights.get()).isEqualTo(View.NONE);
    assertThat(certificates.remove(fingerprint, BY)).isFalse();
    assertThat(certificates.change(fingerprint, "ann", P1, BY)).isFalse();
  }

  @Test
  void aCertificateThatIsNotGoodAnyMoreIsNotTrusted() throws Exception {
    Certificates certificates = open();
    certificates.add(new Trusted(ann, "ann", Grant.ALL), BY);
    var rights = certificates.rights(certificates.caller(ann, "").orElseThrow());
    time.pass(Duration.ofDays(3654));
    assertThat(certificates.caller(ann, "")).isEmpty();
    assertThat(rights.get()).isEqualTo(View.NONE);
  }

  @Test
  void theBeginningOfAFingerprintFindsTheOnlyOne() throws Exception {
    Certificates certificates = open();
    certificates.add(new Trusted(ann, "ann", Grant.ALL), BY);
    assertThat(certificates.find(Fingerprint.of(ann).substring(0, 12))).isPresent();
    assertThat(certificates.find("")).isEmpty();
    assertThat(certificates.find("no")).isEmpty();
  }

  @Test
  void thereIsALimit() throws Exception {
    Payload document = new Trusted(ann, "ann", Grant.ALL).document();
    for (int i = 1; i < Certificates.CERTIFICATES_MAX; i++) {
      registry.put(new Key(Certificates.COLLECTION, "c" + i), Registry.NONE, document, BY);
    }
    assertThat(open().add(new Trusted(certificate(), "last", Grant.ALL), BY)).isTrue();
    assertThatExceptionOfType(Refused.class)
        .isThrownBy(() -> open().add(new Trusted(certificate(), "one", Grant.ALL), BY))
        .withMessageContaining("1000 already");
  }
}
