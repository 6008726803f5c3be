package belfry.net;

import static org.assertj.core.api.Assertions.assertThat;

import belfry.testing.Proves;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTest {
  @Proves("audit 38")
  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.255.0.1, true",
    "10.0.0.0/8, 11.0.0.1, false",
    "10.0.0.0/8, ::ffff:10.1.2.3, true",
    "10.0.0.0/8, ::ffff:a01:203, true",
    "10.0.0.0/8, 10.1.2.3:8443, true",
    "::ffff:10.0.0.0/104, 10.1.2.3, true",
    "0.0.0.0/0, 255.255.255.255, true",
    "0.0.0.0/0, ::1, false",
    "::/0, ::1, true",
    "::/0, 10.0.0.1, false",
    "2001:db8::/33, 2001:db8:7fff::1, true",
    "2001:db8::/33, 2001:db8:8000::1, false",
    "2001:db8::/33, 2001:DB8:0:0:0:0:0:1, true",
    "2001:db8::/127, 2001:db8::1, true",
    "2001:db8::/127, 2001:db8::2, false",
    "fe80::/10, fe80::1%eth0, true",
    "::1, [::1]:8443, true",
    "::1, [::1], true",
    "::1, 0:0:0:0:0:0:0:1, true",
    "192.0.2.7, 192.0.2.7, true",
    "192.0.2.7, 192.0.2.8, false",
    "1:2:3:4:5:6:0:0/112, 1:2:3:4:5:6:0.1.0.0, false",
    "1:2:3:4:5:6:0:0/96, 1:2:3:4:5:6:1.2.3.4, true",
  })
  void holdsTheAddressesOfItsPrefix(String network, String address, boolean held) {
    assertThat(IpAddress.parse(address)).isPresent();
    assertThat(
            Network.parse(network).orElseThrow().contains(IpAddress.parse(address).orElseThrow()))
        .isEqualTo(held);
  }

  @Proves("audit 39")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "999.1.1.1",
        "1.2.3",
        "1.2.3.4.5",
        "01.2.3.4",
        "1.2.3.4 ",
        "cloud.example",
        "a.b.c.d",
        "1.2.3.4:",
        "1.2.3.4:123456",
        ":::",
        "1::2::3",
        "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9",
        "12345::",
        "g::",
        "[::1",
        "::1]",
        "[::1]x",
        "::1.2.3",
        "@",
        "1:2:3:4:5:6:7:8::",
        ":1::",
        "١.2.3.4"
      })
  void whatIsNoAddressIsInNoNetwork(String text) {
    assertThat(IpAddress.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "10.1.2.3/8, 10.0.0.0/8",
    "10.1.2.3, 10.1.2.3",
    "10.1.2.3/32, 10.1.2.3",
    "0.0.0.0/0, 0.0.0.0/0",
    "::ffff:10.0.0.0/104, 10.0.0.0/8",
    "::, ::",
    "::/0, ::/0",
    "1:0:0:2:0:0:0:3, 1:0:0:2::3",
    "1:0:2:3:4:5:6:7, 1:0:2:3:4:5:6:7",
    "2001:DB8::/32, 2001:db8::/32",
    "1::/16, 1::/16",
    "::1, ::1",
  })
  void isWrittenInItsShortestForm(String text, String shortest) {
    Network network = Network.parse(text).orElseThrow();
    assertThat(network).hasToString(shortest);
    assertThat(Network.parse(shortest)).contains(network);
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.0/33", "::/129", "10.0.0.0/", "10.0.0.0/-1", "/8", "x/8"})
  void aWrongPrefixIsNoNetwork(String text) {
    assertThat(Network.parse(text)).isEmpty();
  }
}
