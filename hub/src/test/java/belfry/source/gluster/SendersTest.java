package belfry.source.gluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belfry.event.Event;
import belfry.intake.Projects;
import belfry.net.Network;
import belfry.source.gluster.GlusterSettings.Limits;
import belfry.source.gluster.Senders.Verdict;
import belfry.testing.Proves;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SendersTest {
  private static final long SECOND = 1_000_000_000L;
  private static final InetAddress STRANGER = InetAddress.ofLiteral("192.0.2.7");

  private static GlusterSettings settings(int perSecond, int burst) {
    return GlusterSettings.standard("gluster", new Projects.Fixed(Event.DEFAULT_PROJECT))
        .withLimits(new Limits(perSecond, burst, 1 << 20, Duration.ZERO));
  }

  private static Senders senders(GlusterSettings settings) {
    return new Senders(settings, Set::of);
  }

  @ParameterizedTest
  @CsvSource({
    "10.1.0.0/16, 10.1.255.255, true",
    "10.1.0.0/16, 10.2.0.0, false",
    "10.1.0.0/17, 10.1.128.0, false",
    "10.1.2.3, 10.1.2.3, true",
    "10.1.2.3, 10.1.2.2, false",
    "0.0.0.0/0, 203.0.113.1, true",
    "0.0.0.0/0, 2001:db8::1, false",
    "::/0, 2001:db8::1, true",
    "2001:db8:0:8000::/49, 2001:db8:0:ffff::1, true",
    "2001:db8:0:8000::/49, 2001:db8:0:7fff::1, false",
    "fd00::/8, fd12::1, true",
    "::1, ::1, true",
    "127.0.0.0/8, 127.0.0.2, true",
  })
  @Proves("gluster 9")
  void aNetworkIsWhatItsFirstBitsSay(String network, String address, boolean inside) {
    assertThat(Network.of(network).contains(InetAddress.ofLiteral(address))).isEqualTo(inside);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "node1", "10.0.0.0/33", "10.0.0.0/-1", "::1/129", "10.0.0.0/x", "/8"})
  void whatIsNoNetworkIsRefused(String text) {
    assertThatThrownBy(() -> Network.of(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("network: \"" + text + "\" (expected: ");
  }

  @Test
  @Proves("gluster 9")
  void onlyThisMachineMaySendUnlessMoreIsAllowed() {
    Senders standard = senders(settings(10, 10));
    assertThat(standard.verdict(Rig.IPV4, 0)).isEqualTo(Verdict.LET);
    assertThat(standard.verdict(Rig.IPV6, 0)).isEqualTo(Verdict.LET);
    assertThat(standard.verdict(STRANGER, 0)).isEqualTo(Verdict.REFUSED);

    var open = senders(settings(10, 10).withSenders(List.of(Network.of("192.0.2.0/24")), false));
    assertThat(open.verdict(STRANGER, 0)).isEqualTo(Verdict.LET);
    assertThat(open.verdict(Rig.IPV4, 0)).isEqualTo(Verdict.REFUSED);
  }

  @Test
  void anAddressThatThisMachineGetsOrLosesCountsAfterAWhile() {
    var own = new AtomicReference<Set<InetAddress>>(Set.of());
    var senders = new Senders(settings(10, 10), own::get);
    long later = Senders.LOOK_AGAIN.toNanos() + 1;
    assertThat(senders.verdict(STRANGER, 0)).isEqualTo(Verdict.REFUSED);
    own.set(Set.of(STRANGER));
    assertThat(senders.verdict(STRANGER, later - 1)).isEqualTo(Verdict.REFUSED);
    assertThat(senders.verdict(STRANGER, later)).isEqualTo(Verdict.LET);
    own.set(Set.of());
    assertThat(senders.verdict(STRANGER, 3 * later)).isEqualTo(Verdict.REFUSED);
  }

  @Test
  @Proves("gluster 9")
  void eachSenderHasABurstAndThenItsRate() {
    Senders senders = senders(settings(10, 100));
    for (int i = 0; i < 100; i++) {
      assertThat(senders.verdict(Rig.IPV4, 0)).isEqualTo(Verdict.LET);
    }
    assertThat(senders.verdict(Rig.IPV4, 0)).isEqualTo(Verdict.EXCESS);
    assertThat(senders.verdict(Rig.IPV6, 0)).as("another one").isEqualTo(Verdict.LET);
    for (int i = 0; i < 5; i++) {
      assertThat(senders.verdict(Rig.IPV4, SECOND / 2)).isEqualTo(Verdict.LET);
    }
    assertThat(senders.verdict(Rig.IPV4, SECOND / 2)).isEqualTo(Verdict.EXCESS);
    assertThat(senders.verdict(Rig.IPV4, 60 * SECOND)).isEqualTo(Verdict.LET);
  }

  @Test
  void theStandardLimitsLetABurstOfAHundredThousandThrough() {
    assertThat(Limits.STANDARD.burst()).isGreaterThanOrEqualTo(100_000);
    assertThatThrownBy(() -> new Limits(0, 1, 1, Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void noMoreSendersAreRememberedThanTheLimit() {
    Senders senders = senders(settings(1, 1));
    assertThat(senders.verdict(Rig.IPV4, 0)).isEqualTo(Verdict.LET);
    for (int i = 0; i < Senders.REMEMBERED_MAX - 1; i++) {
      senders.verdict(InetAddress.ofLiteral("10.0." + i / 256 + "." + i % 256), 0);
    }
    assertThat(senders.verdict(Rig.IPV4, 0)).as("still known").isEqualTo(Verdict.EXCESS);
    for (int i = 0; i < Senders.REMEMBERED_MAX; i++) {
      senders.verdict(InetAddress.ofLiteral("10.1." + i / 256 + "." + i % 256), 0);
    }
    assertThat(senders.verdict(Rig.IPV4, 0)).as("forgotten").isEqualTo(Verdict.LET);
  }
}
