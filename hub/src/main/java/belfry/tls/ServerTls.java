package belfry.tls;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * TLS as a server speaks it that believes by fingerprint: it shows the identity of the moment, and
 * takes any certificate that the client has the key of. Whom that names is decided per request.
 */
public final class ServerTls {
  private ServerTls() {}

  /**
   * @param identity asked at each handshake
   */
  public static SSLContext context(Supplier<Identity> identity) {
    try {
      SSLContext context = SSLContext.getInstance("TLSv1.3");
      context.init(
          new KeyManager[] {new Shown(identity)}, new TrustManager[] {new Anybody()}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no TLS 1.3", e);
    }
  }

  /** One identity at a time; a handshake that began with the one before ends with it. */
  private static final class Shown extends X509ExtendedKeyManager {
    private final Supplier<Identity> identity;
    private volatile List<Identity> known = List.of();

    Shown(Supplier<Identity> identity) {
      this.identity = identity;
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
        String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
      Identity now = identity.get();
      if (known.isEmpty() || !known.getFirst().equals(now)) {
        known = known.isEmpty() ? List.of(now) : List.of(now, known.getFirst());
      }
      return now.key().getAlgorithm().equals(keyType) ? Fingerprint.of(now.certificate()) : null;
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
      Identity found = find(alias);
      return found == null ? null : found.chain().toArray(X509Certificate[]::new);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
      Identity found = find(alias);
      return found == null ? null : found.key();
    }

    private @Nullable Identity find(String alias) {
      return known.stream()
          .filter(each -> Fingerprint.of(each.certificate()).equals(alias))
          .findFirst()
          .orElse(null);
    }

    @Override
    public @Nullable String chooseServerAlias(
        String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
      return chooseEngineServerAlias(keyType, issuers, null);
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
      return null;
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
      return null;
    }

    @Override
    public @Nullable String chooseClientAlias(
        String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
      return null;
    }
  }

  /** The handshake proves that the client has the key; nobody else needs to vouch for it. */
  private static final class Anybody extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {
      throw new UnsupportedOperationException("only servers ask here");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {
      throw new UnsupportedOperationException("only servers ask here");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
      throw new UnsupportedOperationException("only servers ask here");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
