package belfry.source.lxd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belfry.testing.Proves;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PemKeyTest {
  /** A key of nobody's, as lxc and openssl write it, and the same in PKCS#8. */
  private static final String SEC1 =
      """
      -----BEGIN EC PRIVATE KEY-----
      MIGkAgEBBDB581MhByqwtkfJRy8uImWp2jHMGIkfqsl9bbf95Dx2+2XhjK9i/6Sd
      gz+AuNsE7N2gBwYFK4EEACKhZANiAARiIyNeyu1ZizZHTGkUobbKsKVTq3EZJUB1
      Pi+aKmiTpYVa4h7KMxJyQG7qBhj/rLJHnczw+zivQVQtwxkhVKuBJqi/2MPQcGnD
      tIeUBJmcqXguAhB9vT9SRuKT155HjvU=
      -----END EC PRIVATE KEY-----
      """;

  private static final String PKCS8 =
      """
      -----BEGIN PRIVATE KEY-----
      MIG2AgEAMBAGByqGSM49AgEGBSuBBAAiBIGeMIGbAgEBBDB581MhByqwtkfJRy8u
      ImWp2jHMGIkfqsl9bbf95Dx2+2XhjK9i/6Sdgz+AuNsE7N2hZANiAARiIyNeyu1Z
      izZHTGkUobbKsKVTq3EZJUB1Pi+aKmiTpYVa4h7KMxJyQG7qBhj/rLJHnczw+ziv
      QVQtwxkhVKuBJqi/2MPQcGnDtIeUBJmcqXguAhB9vT9SRuKT155HjvU=
      -----END PRIVATE KEY-----
      """;

  @TempDir Path dir;

  private PrivateKey read(String text) throws IOException {
    return PemKey.read(Files.writeString(dir.resolve("client.key"), text));
  }

  @Test
  @Proves("lxd 31")
  void aSec1KeyIsTheSameAsInPkcs8() throws Exception {
    assertThat(read(SEC1).getAlgorithm()).isEqualTo("EC");
    same(read(SEC1), read(PKCS8));
    String parameters =
        "-----BEGIN EC PARAMETERS-----\nBgUrgQQAIg==\n-----END EC PARAMETERS-----\n";
    same(read(parameters + SEC1), read(PKCS8));
  }

  private static void same(PrivateKey one, PrivateKey other) {
    assertThat(((ECPrivateKey) one).getS()).isEqualTo(((ECPrivateKey) other).getS());
    assertThat(((ECPrivateKey) one).getParams()).isEqualTo(((ECPrivateKey) other).getParams());
  }

  @Test
  void anRsaKeyIsReadInPkcs8() throws Exception {
    var generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    PrivateKey key = generator.generateKeyPair().getPrivate();
    String base64 = Base64.getMimeEncoder().encodeToString(key.getEncoded());
    String pem = "-----BEGIN PRIVATE KEY-----\n" + base64 + "\n-----END PRIVATE KEY-----\n";
    assertThat(read(pem)).isEqualTo(key);
  }

  @Test
  void whatIsNoKeyIsRefused() {
    refused("", "no key (expected: PRIVATE KEY or EC PRIVATE KEY in PEM)");
    refused(SEC1.replace("EC PRIVATE", "ENCRYPTED PRIVATE"), "no key");
    refused(SEC1.replace("EC ", ""), "(expected: an EC or RSA key)");
    refused(PKCS8.replace(" PRIVATE", " EC PRIVATE"), "(expected: an EC or RSA key)");
    refused(
        "-----BEGIN EC PRIVATE KEY-----\nMIGk\n-----END EC PRIVATE KEY-----\n", "names no curve");
    assertThatThrownBy(() -> PemKey.read(dir.resolve("none")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("none: cannot be read (expected: ");
  }

  private void refused(String text, String why) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(dir.resolve("client.key").toString())
        .hasMessageContaining(why);
  }
}
