package belfry.source.lxd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belfry.intake.Projects;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class LxdSettingsTest {
  private static final Path DIR = Path.of("/d");

  private static LxdSettings parse(String entry) {
    return LxdSettings.parse(entry, DIR, new Projects.Fixed("default"), DIR);
  }

  @Test
  void anEntryNamesAServerOrAMemberAndItsAddress() {
    LxdSettings local = parse("local = unix:/var/lib/lxd/unix.socket");
    assertThat(local.cluster()).isEqualTo("local");
    assertThat(local.name()).isEqualTo("lxd.local");
    assertThat(local.connector()).isEqualTo("lxd/local");
    assertThat(local.address()).isEqualTo(new LxdAddress.Unix(Path.of("/var/lib/lxd/unix.socket")));

    LxdSettings member = parse("prod/n1=https://[fd00::1]:9443/");
    assertThat(member.cluster()).isEqualTo("prod");
    assertThat(member.name()).isEqualTo("lxd.prod.n1");
    assertThat(member.connector()).isEqualTo("lxd/prod/n1");
    assertThat(member.address()).isEqualTo(new LxdAddress.Https("fd00::1", 9443));
    assertThat(member.address()).hasToString("https://[fd00::1]:9443");
    assertThat(parse("a=https://lxd.example").address())
        .isEqualTo(new LxdAddress.Https("lxd.example", LxdAddress.PORT));
  }

  @Test
  void whatIsNoEntryIsRefused() {
    refused("unix:/run/lxd", "(expected: NAME=unix:/PATH or NAME=https://HOST:PORT)");
    refused("a=unix:relative", "address: unix:relative (expected: ");
    refused("a=http://h:1", "address: http://h:1");
    refused("a=https://h:1/path", "address: https://h:1/path");
    refused("a=https://h h", "address: https://h h");
    refused("a/b/c=unix:/s", "name: b/c (expected: 1 to 63 letters, digits, - or _)");
    refused("=unix:/s", "name:  (expected: ");
    refused("a".repeat(64) + "=unix:/s", "name: a");
    assertThat(parse("a".repeat(63) + "=unix:/s").cluster()).hasSize(63);
  }

  private static void refused(String entry, String text) {
    assertThatThrownBy(() -> parse(entry))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(text);
  }
}
