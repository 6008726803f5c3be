package belfry;

import belfry.http.HttpServer;
import belfry.http.lxd.Reach;
import belfry.settings.InvalidSettings;
import belfry.settings.Setting;
import belfry.settings.Settings;
import belfry.tls.Fingerprint;
import belfry.tls.Identity;
import belfry.tls.IdentityFiles;
import belfry.tls.Names;
import belfry.tls.Pem;
import belfry.tls.SelfSigned;
import belfry.tls.ServerTls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The door to other machines.
 *
 * @param address where it listens
 * @param identity what it shows
 */
record Https(InetSocketAddress address, IdentityFiles identity) {
  /**
   * Reads the certificate that is set, or the hub's own, which is made first if there is none.
   *
   * @return empty if there is to be no HTTPS
   */
  static Optional<Https> open(
      Settings settings, DataDirectory home, InstantSource clock, RandomGenerator random)
      throws IOException {
    if (settings.httpsAddress().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Https(settings.httpsAddress().get(), identity(settings, home, clock, random)));
  }

  private static IdentityFiles identity(
      Settings settings, DataDirectory home, InstantSource clock, RandomGenerator random)
      throws IOException {
    Optional<Path> certificate = file(settings, Setting.HTTPS_CERTIFICATE);
    Optional<Path> key = file(settings, Setting.HTTPS_KEY);
    if (certificate.isPresent() != key.isPresent()) {
      throw new InvalidSettings(
          "core.https_certificate, core.https_key: one of them (expected: both, or none)");
    }
    if (certificate.isPresent() && key.isPresent()) {
      return IdentityFiles.open(certificate.get(), key.get());
    }
    Names names = Names.ofThisMachine(Settings.hostName());
    return IdentityFiles.openOrMake(
        home.certificate(),
        home.certificateKey(),
        () -> SelfSigned.make(names, clock.instant(), random));
  }

  private static Optional<Path> file(Settings settings, Setting setting) {
    return settings.given(setting).map(path -> settings.data().resolve(path));
  }

  HttpServer.Https door() {
    return new HttpServer.Https(address, ServerTls.context(identity::current));
  }

  /**
   * How clients find it now.
   *
   * @param port that it listens at
   */
  Reach reach(int port) {
    Identity shown = identity.current();
    return new Reach(
        hosts().stream().map(host -> authority(host, port)).toList(),
        Pem.text(shown.certificate()),
        Fingerprint.of(shown.certificate()));
  }

  /** The address itself; of a wildcard all those of the machine that others can reach. */
  private List<InetAddress> hosts() {
    InetAddress host = address.getAddress();
    if (!host.isAnyLocalAddress()) {
      return List.of(host);
    }
    try {
      List<InetAddress> global = Names.global();
      return global.isEmpty() ? List.of(InetAddress.getLoopbackAddress()) : global;
    } catch (IOException e) {
      return List.of(InetAddress.getLoopbackAddress());
    }
  }

  private static String authority(InetAddress host, int port) {
    String literal = host.getHostAddress();
    int zone = literal.indexOf('%');
    String bare = zone < 0 ? literal : literal.substring(0, zone);
    return (bare.indexOf(':') < 0 ? bare : "[" + bare + "]") + ":" + port;
  }
}
