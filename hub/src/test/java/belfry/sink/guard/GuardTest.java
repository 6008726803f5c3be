package belfry.sink.guard;

import static org.assertj.core.api.Assertions.assertThat;

import belfry.net.Network;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GuardTest {
  private static final Guard EVERYTHING_ALLOWED = allowing("0.0.0.0/0", "::/0");

  private static Guard allowing(String... networks) {
    var cidrs = new ArrayList<Network>();
    for (String network : networks) {
      cidrs.add(Network.parse(network).orElseThrow());
    }
    return Guard.allowing(List.copyOf(cidrs));
  }

  private static boolean refuses(Guard guard, String address) {
    return guard.refusal(InetAddress.ofLiteral(address)).isPresent();
  }

  /**
   * First and last address of each range, and the public ones beside them; - where there is none.
   */
  @ParameterizedTest
  @CsvSource({
    "-, 0.0.0.0, 0.255.255.255, 1.0.0.0",
    "9.255.255.255, 10.0.0.0, 10.255.255.255, 11.0.0.0",
    "100.63.255.255, 100.64.0.0, 100.127.255.255, 100.128.0.0",
    "126.255.255.255, 127.0.0.0, 127.255.255.255, 128.0.0.0",
    "169.253.255.255, 169.254.0.0, 169.254.255.255, 169.255.0.0",
    "172.15.255.255, 172.16.0.0, 172.31.255.255, 172.32.0.0",
    "191.255.255.255, 192.0.0.0, 192.0.0.255, 192.0.1.0",
    "192.0.1.255, 192.0.2.0, 192.0.2.255, 192.0.3.0",
    "192.88.98.255, 192.88.99.0, 192.88.99.255, 192.88.100.0",
    "192.167.255.255, 192.168.0.0, 192.168.255.255, 192.169.0.0",
    "198.17.255.255, 198.18.0.0, 198.19.255.255, 198.20.0.0",
    "198.51.99.255, 198.51.100.0, 198.51.100.255, 198.51.101.0",
    "203.0.112.255, 203.0.113.0, 203.0.113.255, 203.0.114.0",
    "223.255.255.255, 224.0.0.0, 239.255.255.255, -",
    "-, 240.0.0.0, 255.255.255.255, -",
    "-, ::, ::1, -",
    "-, ::2, ::ffff:ffff, -",
    "-, 64:ff9b::, 64:ff9b::ffff:ffff, -",
    "-, 64:ff9b:1::, 64:ff9b:1:ffff:ffff:ffff:ffff:ffff, -",
    "-, 100::, 100::ffff:ffff:ffff:ffff, -",
    "-, 1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, 2001:1ff:ffff::1, 2001:200::",
    "-, 2001::, 2001:0:ffff::1, 2001:4860:4860::8888",
    "2001:db7:ffff::1, 2001:db8::, 2001:db8:ffff:ffff::1, 2001:db9::",
    "2001:ffff:ffff::1, 2002::, 2002:ffff:ffff::1, 2003::",
    "3ffe:ffff::1, 3fff::, 3fff:fff:ffff::1, 3fff:1000::",
    "3fff:ffff:ffff::1, 4000::, 4000::1, -",
    "-, 5f00::, 5f00:ffff::1, -",
    "-, fc00::, fdff:ffff::1, -",
    "-, fe80::, febf:ffff::1, -",
    "-, fec0::, feff:ffff::1, -",
    "-, ff00::, ffff:ffff::1, -",
  })
  void refusesWhatIsNotPublicUpToItsEdges(String before, String first, String last, String after) {
    assertThat(refuses(Guard.strict(), first)).as(first).isTrue();
    assertThat(refuses(Guard.strict(), last)).as(last).isTrue();
    for (String beside : List.of(before, after)) {
      if (!beside.equals("-")) {
        assertThat(refuses(Guard.strict(), beside)).as(beside).isFalse();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "169.254.169.254",
        "169.254.170.2",
        "100.100.100.200",
        "168.63.129.16",
        "fd00:ec2::254",
        "fd20:ce::254",
        "::ffff:169.254.169.254",
        "::169.254.169.254",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::a9fe:a9fe",
        "2002:a9fe:a9fe::1"
      })
  void refusesWhereCloudsGiveOutCredentialsWhateverIsAllowed(String address) {
    assertThat(refuses(EVERYTHING_ALLOWED, address)).isTrue();
  }

  @Test
  void neighboursOfThoseCanBeAllowed() {
    assertThat(refuses(EVERYTHING_ALLOWED, "169.254.169.255")).isFalse();
    assertThat(refuses(EVERYTHING_ALLOWED, "100.100.100.201")).isFalse();
    assertThat(refuses(EVERYTHING_ALLOWED, "fd00:ec2::255")).isFalse();
  }

  @Test
  void allowsWhatTheOperatorAllowsAndNothingBesideIt() {
    Guard guard = allowing("10.1.0.0/16", "fd00:1::/32");

    assertThat(refuses(guard, "10.0.255.255")).isTrue();
    assertThat(refuses(guard, "10.1.0.0")).isFalse();
    assertThat(refuses(guard, "10.1.255.255")).isFalse();
    assertThat(refuses(guard, "10.2.0.0")).isTrue();
    assertThat(refuses(guard, "fd00:1::1")).isFalse();
    assertThat(refuses(guard, "fd00:2::1")).isTrue();
    assertThat(refuses(guard, "::ffff:10.1.0.1")).isFalse();
  }

  @Test
  void addressInsideAnAddressMustBeAllowedToo() {
    assertThat(refuses(allowing("64:ff9b::/96"), "64:ff9b::808:808")).isFalse();
    assertThat(refuses(allowing("64:ff9b::/96"), "64:ff9b::a00:1")).isTrue();
    assertThat(refuses(allowing("64:ff9b::/96", "10.0.0.0/8"), "64:ff9b::a00:1")).isFalse();
    assertThat(refuses(allowing("2002::/16"), "2002:7f00:1::1")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "10.0.0.0/33", "::/129", "10.0.0.0/", "10.0.0.0/-1", "example.org"})
  void networksThatAreNoneAreNotRead(String text) {
    assertThat(Network.parse(text)).isEmpty();
  }
}
