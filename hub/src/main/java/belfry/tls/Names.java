package belfry.tls;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * Under what a server is reached.
 *
 * @param hosts DNS names, the one that it calls itself first
 * @param addresses of its interfaces
 */
public record Names(List<String> hosts, List<InetAddress> addresses) {
  public Names {
    hosts = List.copyOf(hosts);
    addresses = List.copyOf(addresses);
  }

  /**
   * Those of this machine, loopback included.
   *
   * @param host what it calls itself
   */
  public static Names ofThisMachine(String host) throws IOException {
    var addresses = new LinkedHashSet<InetAddress>();
    addresses.add(InetAddress.ofLiteral("127.0.0.1"));
    addresses.add(InetAddress.ofLiteral("::1"));
    addresses.addAll(global());
    var hosts = new LinkedHashSet<>(List.of(host, "localhost"));
    return new Names(List.copyOf(hosts), List.copyOf(addresses));
  }

  /** The addresses of this machine that others can reach. */
  public static List<InetAddress> global() throws IOException {
    var addresses = new ArrayList<InetAddress>();
    for (NetworkInterface each : NetworkInterface.networkInterfaces().toList()) {
      if (each.isUp()) {
        each.inetAddresses().filter(Names::isGlobal).forEach(addresses::add);
      }
    }
    return addresses;
  }

  private static boolean isGlobal(InetAddress address) {
    return !address.isLoopbackAddress()
        && !address.isLinkLocalAddress()
        && !address.isMulticastAddress();
  }
}
