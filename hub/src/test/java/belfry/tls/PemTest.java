package belfry.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belfry.testing.Proves;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PemTest {
  /** As OpenSSL writes a key that nobody uses, and its certificate. */
  private static final String SEC1 =
      """
      -----BEGIN EC PARAMETERS-----
      BgUrgQQAIg==
      -----END EC PARAMETERS-----
      -----BEGIN EC PRIVATE KEY-----
      MIGkAgEBBDD8X1EoJSLoJjyltl1V4OhealrjnKoH/n9IAeCey7dOB8UAYSBPwmAC
      irW5oHicdzqgBwYFK4EEACKhZANiAAS/oC4oaCh8F+B5K74/GZRGMu9duNRIBu8D
      DK29P6z9eRkg7TRo4ClMHbww5C3Hnh0/tLtjV1ykUXH5tnx8puOTR3+z0afckXlJ
      KpOJtcwYYWQ3xDfMbLmMBSSvPMkn8T4=
      -----END EC PRIVATE KEY-----
      """;

  private static final String CERTIFICATE =
      """
      -----BEGIN CERTIFICATE-----
      MIIBqzCCATKgAwIBAgIUfCsA2DjUgunV8G1HiK086ZsZVwEwCgYIKoZIzj0EAwIw
      DDEKMAgGA1UEAwwBeDAgFw0yNjExMjUxNjAwMjlaGA8yMTI2MTEwMTE2MDAyOVow
      DDEKMAgGA1UEAwwBeDB2MBAGByqGSM49AgEGBSuBBAAiA2IABL+gLihoKHwX4Hkr
      vj8ZlEYy71241EgG7wMMrb0/rP15GSDtNGjgKUwdvDDkLceeHT+0u2NXXKRRcfm2
      fHym45NHf7PRp9yReUkqk4m1zBhhZDfEN8xsuYwFJK88ySfxPqNTMFEwHQYDVR0O
      BBYEFHgHOvS7oFpjJ3bo0QaUJoE3Fpr7MB8GA1UdIwQYMBaAFHgHOvS7oFpjJ3bo
      0QaUJoE3Fpr7MA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDZwAwZAIwGXm+
      Xz9zimTeMpkPRUcwOB8ipQEyBS/jnCaKinAvv7gk5Toiqb+FWF8ynrtw1ijIAjB6
      SNPWYrs6Tlz6y07WvJmQYmCpQkM0/UYI8RwvhI7lWEEynsD/F7OwpPiB2n8KBMM=
      -----END CERTIFICATE-----
      """;

  /** Before the PKCS #1 form in the PKCS #8 form of an RSA key of 2048 bits. */
  private static final int RSA_PREFIX_BYTES = 26;

  @Test
  @Proves("lxd 31")
  void readsTheKeysThatOpensslAndGoWrite() throws Exception {
    PrivateKey key = Pem.privateKey(SEC1);
    assertThat(new Identity(Pem.certificates(CERTIFICATE), key).key()).isEqualTo(key);
  }

  @ParameterizedTest
  @ValueSource(strings = {"EC", "RSA", "Ed25519"})
  void readsWhatItWrites(String type) throws Exception {
    PrivateKey key = KeyPairGenerator.getInstance(type).generateKeyPair().getPrivate();
    assertThat(Pem.privateKey(Pem.text(key))).isEqualTo(key);
  }

  @Test
  void readsTheOldFormOfRsaKeys() throws Exception {
    var generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    PrivateKey key = generator.generateKeyPair().getPrivate();
    byte[] pkcs8 = key.getEncoded();
    byte[] pkcs1 = Arrays.copyOfRange(pkcs8, RSA_PREFIX_BYTES, pkcs8.length);
    String base64 = Base64.getMimeEncoder().encodeToString(pkcs1);
    String pem = "-----BEGIN RSA PRIVATE KEY-----\n%s\n-----END RSA PRIVATE KEY-----\n";
    assertThat(Pem.privateKey(pem.formatted(base64))).isEqualTo(key);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----",
        "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----",
        "-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----",
        "-----BEGIN EC PRIVATE KEY-----\n \n-----END EC PRIVATE KEY-----"
      })
  void whatIsNoKeyIsRefused(String pem) {
    assertThatThrownBy(() -> Pem.privateKey(pem)).isInstanceOf(GeneralSecurityException.class);
  }

  @Test
  void readsCertificatesAsTextAndAsBytes() throws Exception {
    var certificate = Pem.certificates(CERTIFICATE + CERTIFICATE).getLast();
    assertThat(Pem.certificates(certificate.getEncoded())).containsExactly(certificate);
    assertThat(Pem.text(certificate)).isEqualTo(CERTIFICATE);
    assertThatThrownBy(() -> Pem.certificates("nothing of the kind".getBytes(US_ASCII)))
        .isInstanceOf(GeneralSecurityException.class);
  }
}
