package belfry.source.gluster;

import belfry.net.Network;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Who may send, and how much: an address of a network that was allowed, of this machine or of
 * another node of its pool, within its rate. Used by one thread.
 */
final class Senders {
  /** So many senders are remembered; the one that was silent longest is forgotten first. */
  static final int REMEMBERED_MAX = 4_096;

  /** The addresses of the pool change, and with them who may send. */
  static final Duration LOOK_AGAIN = Duration.ofSeconds(10);

  private static final double NANOS = 1e9;
  private static final System.Logger LOG = System.getLogger(Senders.class.getName());

  /** What becomes of a datagram by its sender. */
  enum Verdict {
    LET,
    REFUSED,
    EXCESS
  }

  private final List<Network> networks;
  private final Supplier<Set<InetAddress>> own;
  private final GlusterSettings.Limits limits;
  private final Map<InetAddress, Sender> known = new LinkedHashMap<>(64, 0.75f, true);
  private Set<InetAddress> ownNow = Set.of();
  private long ownAsked;
  private boolean ownKnown;

  private static final class Sender {
    private boolean allowed;
    private long decided;
    private long filled;
    private double tokens;
  }

  Senders(GlusterSettings settings) {
    this(settings, settings.pool() ? pool(settings.workdir()) : Set::of);
  }

  /**
   * @param own addresses of the pool, if they may send
   */
  Senders(GlusterSettings settings, Supplier<Set<InetAddress>> own) {
    networks = settings.senders();
    limits = settings.limits();
    this.own = own;
  }

  /**
   * @param nanos of {@link System#nanoTime}
   */
  Verdict verdict(InetAddress address, long nanos) {
    Sender sender = known.get(address);
    if (sender == null) {
      sender = remember(address, nanos);
    } else if (nanos - sender.decided > LOOK_AGAIN.toNanos()) {
      decide(sender, address, nanos);
    }
    if (!sender.allowed) {
      return Verdict.REFUSED;
    }
    double fresh = (nanos - sender.filled) / NANOS * limits.perSecond();
    sender.tokens = Math.min(limits.burst(), sender.tokens + Math.max(0, fresh));
    sender.filled = nanos;
    if (sender.tokens < 1) {
      return Verdict.EXCESS;
    }
    sender.tokens--;
    return Verdict.LET;
  }

  private Sender remember(InetAddress address, long nanos) {
    if (known.size() >= REMEMBERED_MAX) {
      var eldest = known.entrySet().iterator();
      eldest.next();
      eldest.remove();
    }
    var sender = new Sender();
    sender.tokens = limits.burst();
    sender.filled = nanos;
    decide(sender, address, nanos);
    known.put(address, sender);
    return sender;
  }

  private void decide(Sender sender, InetAddress address, long nanos) {
    sender.allowed =
        networks.stream().anyMatch(network -> network.contains(address))
            || own(nanos).contains(address);
    sender.decided = nanos;
  }

  private Set<InetAddress> own(long nanos) {
    if (!ownKnown || nanos - ownAsked > LOOK_AGAIN.toNanos()) {
      ownNow = own.get();
      ownAsked = nanos;
      ownKnown = true;
    }
    return ownNow;
  }

  private static Supplier<Set<InetAddress>> pool(Path workdir) {
    var others = PoolNodes.of(workdir);
    return () -> {
      var all = new HashSet<>(others.addresses());
      all.addAll(ofThisMachine());
      return all;
    };
  }

  private static Set<InetAddress> ofThisMachine() {
    try {
      return NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .collect(Collectors.toSet());
    } catch (SocketException e) {
      LOG.log(System.Logger.Level.WARNING, "own addresses not known error=" + e.getMessage());
      return Set.of();
    }
  }
}
