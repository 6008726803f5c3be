package belfry.source.gluster;

import static java.util.Objects.requireNonNull;

import belfry.intake.Projects;
import belfry.net.Network;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * How to listen for datagrams.
 *
 * @param name of this source in status, metrics and quotas
 * @param projects which of the hub's projects the events go to
 * @param port 0 to 65535; 0 for any. Gluster's C programs send to {@value #PORT} whatever is
 *     configured
 * @param workdir glusterd's, where {@code glusterd.info} lies; {@link Workdir#find} asks for it
 * @param senders who may send
 * @param pool whether this machine and the other nodes of its pool may send, from all addresses
 * @param limits how much
 */
public record GlusterSettings(
    String name,
    Projects projects,
    int port,
    Path workdir,
    List<Network> senders,
    boolean pool,
    Limits limits) {
  /** Where Gluster sends to since 9.0. */
  public static final int PORT = 55_555;

  public GlusterSettings {
    requireNonNull(name, "name");
    requireNonNull(projects, "projects");
    requireNonNull(workdir, "workdir");
    requireNonNull(limits, "limits");
    senders = List.copyOf(senders);
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port: " + port + " (expected: 0 to 65535)");
    }
  }

  /** As a node of Gluster has it: its pool alone may send. */
  public static GlusterSettings standard(String name, Projects projects) {
    return new GlusterSettings(
        name, projects, PORT, Workdir.DEFAULT, Network.LOOPBACK, true, Limits.STANDARD);
  }

  public GlusterSettings withPort(int other) {
    return new GlusterSettings(name, projects, other, workdir, senders, pool, limits);
  }

  public GlusterSettings withWorkdir(Path other) {
    return new GlusterSettings(name, projects, port, other, senders, pool, limits);
  }

  public GlusterSettings withSenders(List<Network> others, boolean ofPool) {
    return new GlusterSettings(name, projects, port, workdir, others, ofPool, limits);
  }

  public GlusterSettings withLimits(Limits other) {
    return new GlusterSettings(name, projects, port, workdir, senders, pool, other);
  }

  /**
   * How much is taken.
   *
   * @param perSecond datagrams of one sender, sustained
   * @param burst datagrams of one sender at once
   * @param bufferBytesMax of what was read and is not yet on disk, each datagram with {@link
   *     DatagramBuffer#OVERHEAD_BYTES} more
   * @param nodeIdWaitMax how long events wait for the id of the node
   */
  public record Limits(int perSecond, int burst, long bufferBytesMax, Duration nodeIdWaitMax) {
    /** Datagrams of one sender in a second; what is over it for longer than a burst is dropped. */
    public static final int PER_SECOND_MAX = 50_000;

    /** Datagrams of one sender at once, before the rate holds. */
    public static final int BURST_MAX = 200_000;

    /** What was read and is not yet on disk; what comes when it is full is counted as a gap. */
    public static final long BUFFER_BYTES_MAX = 32L << 20;

    /** How long the first events wait for {@code glusterd.info}; then they go in without a node. */
    public static final Duration NODE_ID_WAIT_MAX = Duration.ofSeconds(60);

    public static final Limits STANDARD =
        new Limits(PER_SECOND_MAX, BURST_MAX, BUFFER_BYTES_MAX, NODE_ID_WAIT_MAX);

    public Limits {
      if (perSecond < 1 || burst < 1 || bufferBytesMax < 1) {
        throw new IllegalArgumentException(
            "limits: "
                + perSecond
                + " per second, "
                + burst
                + " at once, "
                + bufferBytesMax
                + " bytes (expected: 1 or more of each)");
      }
    }
  }
}
