package belfry.sink.wire;

import belfry.sink.InvalidSink;
import belfry.sink.Members;
import belfry.sink.Secret;
import belfry.tls.Pem;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * Whom a destination is believed, and what it is shown. Certificates and names are always checked;
 * there is no switch against it.
 *
 * @param ca certificates in PEM that vouch for the peer instead of the platform's; empty for those
 * @param certificate our chain in PEM, empty for none
 * @param key its key in PEM, not encrypted; there if the certificate is
 */
public record Trust(String ca, String certificate, Optional<Secret> key) {
  /** The platform's authorities, and no certificate of our own. */
  public static final Trust PLATFORM = new Trust("", "", Optional.empty());

  private static final String CERTIFICATE = "certificates in PEM";

  /**
   * Reads the member {@code tls} with {@code ca}, {@code certificate} and {@code key}.
   *
   * @throws InvalidSink naming the member that is no PEM, or that is missing beside another
   */
  public static Trust read(Members settings) throws InvalidSink {
    Optional<Members> found = settings.object("tls");
    if (found.isEmpty()) {
      return PLATFORM;
    }
    Members members = found.get();
    var trust =
        new Trust(
            members.text("ca", ""), members.text("certificate", ""), members.findSecret("key"));
    members.end();
    if (trust.certificate.isEmpty() != trust.key.isEmpty()) {
      String missing = trust.key.isEmpty() ? "key" : "certificate";
      throw members.invalid(missing, "absent", "certificate and key together");
    }
    trust.check(members);
    return trust;
  }

  private void check(Members members) throws InvalidSink {
    for (String name : List.of("ca", "certificate")) {
      String pem = name.equals("ca") ? ca : certificate;
      try {
        if (!pem.isEmpty() && Pem.certificates(pem).isEmpty()) {
          throw members.invalid(name, "no certificate", CERTIFICATE);
        }
      } catch (GeneralSecurityException e) {
        throw members.invalid(name, "no certificate", CERTIFICATE);
      }
    }
    try {
      factory();
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw members.invalid("key", Secret.MASK, "a key of type EC, RSA or Ed25519 in PEM");
    }
  }

  /**
   * @throws GeneralSecurityException if certificates or key are not what they should be
   */
  public SSLSocketFactory factory() throws GeneralSecurityException {
    if (equals(PLATFORM)) {
      return SSLContext.getDefault().getSocketFactory(); // one for all
    }
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keyManagers(), trustManagers(), null);
    return context.getSocketFactory();
  }

  private TrustManager[] trustManagers() throws GeneralSecurityException {
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    if (ca.isEmpty()) {
      factory.init((KeyStore) null);
      return factory.getTrustManagers();
    }
    KeyStore store = emptyStore();
    int number = 0;
    for (Certificate authority : Pem.certificates(ca)) {
      store.setCertificateEntry("ca" + number++, authority);
    }
    factory.init(store);
    return factory.getTrustManagers();
  }

  private KeyManager[] keyManagers() throws GeneralSecurityException {
    if (key.isEmpty()) {
      return new KeyManager[0];
    }
    KeyStore store = emptyStore();
    Certificate[] chain = Pem.certificates(certificate).toArray(Certificate[]::new);
    store.setKeyEntry("client", Pem.privateKey(key.get().text()), new char[0], chain);
    var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, new char[0]);
    return factory.getKeyManagers();
  }

  private static KeyStore emptyStore() throws GeneralSecurityException {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      return store;
    } catch (IOException e) {
      throw new GeneralSecurityException(e);
    }
  }
}
