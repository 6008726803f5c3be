package belfry.sink.guard;

import belfry.net.IpAddress;
import belfry.net.Network;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which addresses a destination may have. Whoever may write a subscription could else make the hub
 * ask its neighbours for secrets.
 *
 * <p>Everything that is not a public address is refused unless the operator allows its network. The
 * addresses at which clouds give out credentials are refused even then. An address that carries an
 * IPv4 address inside (mapped, NAT64, 6to4, IPv4-compatible) must pass both as itself and as the
 * one inside. The ranges are those of IANA's special-purpose registries (RFC 6890 and its
 * successors).
 */
public final class Guard {
  private static final List<Range> METADATA =
      List.of(
          metadata("169.254.169.254/32"), // AWS, Azure, Google, OpenStack, Oracle …
          metadata("169.254.169.253/32"), // the resolver of AWS
          metadata("169.254.169.123/32"), // the clock of AWS
          metadata("169.254.170.2/32"), // tasks in AWS containers
          metadata("169.254.170.23/32"), // pods in AWS
          metadata("169.254.0.23/32"), // Tencent
          metadata("100.100.100.200/32"), // Alibaba
          metadata("168.63.129.16/32"), // Azure's wire server
          metadata("192.0.0.192/32"), // Oracle, old
          metadata("fd00:ec2::254/128"),
          metadata("fd00:ec2::23/128"),
          metadata("fd00:ec2::253/128"),
          metadata("fd20:ce::254/128"), // Google
          metadata("fd00:42::42/128"), // Scaleway
          metadata("fe80::a9fe:a9fe/128")); // OpenStack

  private static final List<Range> NOT_PUBLIC =
      List.of(
          range("0.0.0.0/8", "unspecified"),
          range("10.0.0.0/8", "private"),
          range("100.64.0.0/10", "shared by carriers"),
          range("127.0.0.0/8", "loopback"),
          range("169.254.0.0/16", "link-local"),
          range("172.16.0.0/12", "private"),
          range("192.0.0.0/24", "reserved for protocols"),
          range("192.0.2.0/24", "for documentation"),
          range("192.88.99.0/24", "a 6to4 relay"),
          range("192.168.0.0/16", "private"),
          range("198.18.0.0/15", "for benchmarks"),
          range("198.51.100.0/24", "for documentation"),
          range("203.0.113.0/24", "for documentation"),
          range("224.0.0.0/4", "multicast"),
          range("240.0.0.0/4", "reserved"),
          range("::/128", "unspecified"),
          range("::1/128", "loopback"),
          range("::/96", "IPv4-compatible"),
          range("64:ff9b::/96", "NAT64"),
          range("64:ff9b:1::/48", "NAT64"),
          range("100::/64", "for discarding"),
          range("2001::/23", "reserved for protocols"),
          range("2001:db8::/32", "for documentation"),
          range("2002::/16", "6to4"),
          range("3fff::/20", "for documentation"),
          range("5f00::/16", "for segment routing"),
          range("fc00::/7", "private"),
          range("fe80::/10", "link-local"),
          range("fec0::/10", "site-local"),
          range("ff00::/8", "multicast"));

  /** What is given out in IPv6 at all; the rest is reserved. */
  private static final Network GLOBAL_UNICAST = Network.of("2000::/3");

  private static final Network COMPATIBLE = Network.of("::/96");
  private static final Network NAT64 = Network.of("64:ff9b::/96");
  private static final Network LOCAL_NAT64 = Network.of("64:ff9b:1::/48");
  private static final Network SIX_TO_FOUR = Network.of("2002::/16");

  private record Range(Network network, String what) {}

  private final List<Network> allowed;

  private Guard(List<Network> allowed) {
    this.allowed = List.copyOf(allowed);
  }

  /** Public addresses only. */
  public static Guard strict() {
    return new Guard(List.of());
  }

  /** Public addresses and these networks. */
  public static Guard allowing(List<Network> networks) {
    return new Guard(networks);
  }

  /** What this one allows and these networks. */
  public Guard and(List<Network> networks) {
    return new Guard(Stream.concat(allowed.stream(), networks.stream()).toList());
  }

  private static Range metadata(String network) {
    return range(network, "where clouds give out credentials");
  }

  private static Range range(String network, String what) {
    return new Range(Network.of(network), what);
  }

  /** Why an address may not be connected to, e.g. {@code private}; empty if it may. */
  public Optional<String> refusal(InetAddress address) {
    IpAddress bits = IpAddress.of(address);
    Optional<String> refusal = refusal(bits);
    return refusal.isPresent() ? refusal : inside(bits).flatMap(this::refusal);
  }

  private Optional<String> refusal(IpAddress address) {
    Optional<String> metadata = find(METADATA, address);
    if (metadata.isPresent()) {
      return metadata;
    }
    if (allowed.stream().anyMatch(network -> network.contains(address))) {
      return Optional.empty();
    }
    Optional<String> known = find(NOT_PUBLIC, address);
    return known.isEmpty() && !address.isMapped() && !GLOBAL_UNICAST.contains(address)
        ? Optional.of("reserved")
        : known;
  }

  private static Optional<String> find(List<Range> ranges, IpAddress address) {
    return ranges.stream()
        .filter(range -> range.network().contains(address))
        .map(Range::what)
        .findFirst();
  }

  /** The IPv4 address that an IPv6 address carries for somebody who translates or tunnels it. */
  private static Optional<IpAddress> inside(IpAddress address) {
    if (COMPATIBLE.contains(address) || NAT64.contains(address) || LOCAL_NAT64.contains(address)) {
      return Optional.of(IpAddress.v4(address.low()));
    }
    return SIX_TO_FOUR.contains(address)
        ? Optional.of(IpAddress.v4(address.high() >>> 16))
        : Optional.empty();
  }
}
