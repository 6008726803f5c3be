package belfry.source.lxd;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import belfry.tls.Pem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * A folder as {@code lxc} keeps it: {@code client.crt} and {@code client.key}, which servers trust,
 * and {@code servercerts/REMOTE.crt}, the one certificate that a server may show.
 *
 * @param path e.g. {@code ~/.config/lxc}
 * @param remote as {@code lxc remote add} was told
 */
record LxcFolder(Path path, String remote) {
  private static final char[] NO_PASSWORD = new char[0];

  /**
   * Read afresh, so that renewed files need no restart.
   *
   * @throws IOException naming the file that is missing or cannot be used
   */
  SSLContext context() throws IOException {
    X509Certificate own = certificate(path.resolve("client.crt"));
    PrivateKey key = key(path.resolve("client.key"));
    X509Certificate pinned = certificate(path.resolve("servercerts").resolve(remote + ".crt"));
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys(own, key), new TrustManager[] {new Pin(pinned)}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException(
          path + ": " + e.getMessage() + " (expected: a certificate and its key)", e);
    }
  }

  private static KeyManager[] keys(X509Certificate own, PrivateKey key)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry("client", key, NO_PASSWORD, new X509Certificate[] {own});
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, NO_PASSWORD);
    return keys.getKeyManagers();
  }

  private static X509Certificate certificate(Path file) throws IOException {
    byte[] bytes = bytes(file);
    try {
      var factory = CertificateFactory.getInstance("X.509");
      return (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(bytes));
    } catch (CertificateException e) {
      throw new IOException(file + ": " + e.getMessage() + " (expected: a certificate in PEM)", e);
    }
  }

  private static PrivateKey key(Path file) throws IOException {
    try {
      return Pem.privateKey(new String(bytes(file), ISO_8859_1));
    } catch (GeneralSecurityException e) {
      throw new IOException(file + ": " + e.getMessage() + " (expected: an EC or RSA key)", e);
    }
  }

  private static byte[] bytes(Path file) throws IOException {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new IOException(
          file + ": cannot be read (expected: as lxc remote add leaves it, in lxd.certificates)",
          e);
    }
  }

  /** Trusts this certificate and no other, whatever name it has: the pin says more than a name. */
  private static final class Pin extends X509ExtendedTrustManager {
    private final X509Certificate pinned;

    Pin(X509Certificate pinned) {
      this.pinned = pinned;
    }

    private void check(X509Certificate... shown) throws CertificateException {
      if (shown.length == 0 || !Arrays.equals(shown[0].getEncoded(), pinned.getEncoded())) {
        throw new CertificateException(
            "the server shows another certificate than the pinned one (expected: that of "
                + pinned.getSubjectX500Principal()
                + ")");
      }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
        throws CertificateException {
      check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
        throws CertificateException {
      check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      check(chain);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
