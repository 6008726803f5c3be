package belfry.source.lxd;

import static java.util.Objects.requireNonNull;

import belfry.intake.Projects;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How to listen to one server.
 *
 * @param cluster what the server or its cluster is called here: members of one cluster tell the
 *     same events, which are kept once. Over TLS also the name of the remote in {@code
 *     certificates}
 * @param member which of the cluster's members this is, if more than one is listened to
 * @param certificates a folder as {@code lxc} keeps it, for TLS
 * @param projects which of the hub's projects the events go to
 * @param memory the directory that keeps how far the server was heard, over a restart of the hub
 * @param limits how much
 */
public record LxdSettings(
    String cluster,
    Optional<String> member,
    LxdAddress address,
    Path certificates,
    Projects projects,
    Path memory,
    Limits limits) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,63}");

  public LxdSettings {
    requireNonNull(address, "address");
    requireNonNull(certificates, "certificates");
    requireNonNull(projects, "projects");
    requireNonNull(memory, "memory");
    requireNonNull(limits, "limits");
    check(cluster);
    member.ifPresent(LxdSettings::check);
  }

  private static void check(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "name: " + name + " (expected: 1 to 63 letters, digits, - or _)");
    }
  }

  /**
   * From an entry {@code CLUSTER=ADDRESS} or {@code CLUSTER/MEMBER=ADDRESS}, with the standard
   * limits.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static LxdSettings parse(String entry, Path certificates, Projects projects, Path memory) {
    int equals = entry.indexOf('=');
    if (equals < 0) {
      throw new IllegalArgumentException(
          entry + " (expected: NAME=unix:/PATH or NAME=https://HOST:PORT)");
    }
    String name = entry.substring(0, equals).strip();
    int slash = name.indexOf('/');
    return new LxdSettings(
        slash < 0 ? name : name.substring(0, slash),
        slash < 0 ? Optional.empty() : Optional.of(name.substring(slash + 1)),
        LxdAddress.parse(entry.substring(equals + 1).strip()),
        certificates,
        projects,
        memory,
        Limits.STANDARD);
  }

  public LxdSettings withLimits(Limits others) {
    return new LxdSettings(cluster, member, address, certificates, projects, memory, others);
  }

  /** The name in status, metrics and quotas, good for a path: {@code lxd.prod.n1}. */
  String name() {
    return joined(".");
  }

  /** The name in the origin of events: {@code lxd/prod/n1}. */
  String connector() {
    return joined("/");
  }

  private String joined(String separator) {
    return "lxd" + separator + cluster + member.map(separator::concat).orElse("");
  }

  /**
   * How much is taken.
   *
   * @param bufferBytesMax of what was read and is not yet on disk, each event with {@link
   *     EventBuffer#OVERHEAD_BYTES} more
   * @param order how long an event waits for one that happened earlier
   * @param silence how long a server may say nothing; it pings every 10 s
   */
  public record Limits(long bufferBytesMax, Duration order, Duration silence) {
    /** What was read and is not yet on disk; what comes when it is full is counted as a gap. */
    public static final long BUFFER_BYTES_MAX = 32L << 20;

    /** So long an event waits for one that happened earlier and comes later. */
    public static final Duration ORDER_WAIT = Duration.ofMillis(250);

    /** A server that is silent for longer is left; it pings every 10 s. */
    public static final Duration SILENCE_MAX = Duration.ofSeconds(35);

    public static final Limits STANDARD = new Limits(BUFFER_BYTES_MAX, ORDER_WAIT, SILENCE_MAX);
  }
}
