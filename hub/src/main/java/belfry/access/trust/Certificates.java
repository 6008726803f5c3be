package belfry.access.trust;

import belfry.access.Caller;
import belfry.event.Origin;
import belfry.filter.View;
import belfry.journal.Busy;
import belfry.registry.Item;
import belfry.registry.Key;
import belfry.registry.Refused;
import belfry.registry.Registry;
import belfry.registry.VersionConflict;
import belfry.tls.Fingerprint;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The clients that are trusted, by the fingerprint of their certificates. A change is on disk when
 * a method returns, and holds from then on: for the next request and for the next event of a
 * stream. The only one that writes its collection of the registry. Thread-safe.
 */
public final class Certificates {
  /** The collection in the registry. */
  public static final String COLLECTION = "certificates";

  /** Most of them. */
  public static final int CERTIFICATES_MAX = 1000;

  private final Registry registry;
  private final InstantSource clock;
  private volatile Map<String, Kept> byFingerprint;

  /** One with what is asked of it for every event. */
  private record Kept(Trusted trusted, View view, long version) {
    Kept(Trusted trusted, Item item) {
      this(trusted, trusted.view(), item.version());
    }
  }

  private Certificates(Registry registry, InstantSource clock, Map<String, Kept> byFingerprint) {
    this.registry = registry;
    this.clock = clock;
    this.byFingerprint = Map.copyOf(byFingerprint);
  }

  /**
   * @throws IOException if one of them cannot be read
   */
  public static Certificates open(Registry registry, InstantSource clock) throws IOException {
    var all = new TreeMap<String, Kept>();
    for (Item item : registry.list(COLLECTION)) {
      var kept = new Kept(Trusted.of(item.document()), item);
      all.put(kept.trusted().fingerprint(), kept);
    }
    return new Certificates(registry, clock, all);
  }

  /** The caller that showed a certificate; empty if it is not trusted or not good now. */
  public Optional<Caller> caller(X509Certificate certificate, String address) {
    Kept kept = byFingerprint.get(Fingerprint.of(certificate));
    return kept != null && kept.trusted().validAt(clock.instant())
        ? Optional.of(kept.trusted().caller(address))
        : Optional.empty();
  }

  /** The rights of a caller that showed one, as they are whenever this is asked. */
  Supplier<View> rights(Caller caller) {
    String fingerprint = caller.username();
    return () -> {
      Kept now = byFingerprint.get(fingerprint);
      return now != null && now.trusted().validAt(clock.instant()) ? now.view() : View.NONE;
    };
  }

  /** All of them, by fingerprint. */
  public List<Trusted> list() {
    return new TreeMap<>(byFingerprint).values().stream().map(Kept::trusted).toList();
  }

  /** The one whose fingerprint begins so; empty if there is none or there are several. */
  public Optional<Trusted> find(String prefix) {
    List<Trusted> found =
        byFingerprint.entrySet().stream()
            .filter(entry -> entry.getKey().startsWith(prefix))
            .map(entry -> entry.getValue().trusted())
            .toList();
    return found.size() == 1 && !prefix.isEmpty()
        ? Optional.of(found.getFirst())
        : Optional.empty();
  }

  /** Whether it is trusted already. */
  public boolean has(X509Certificate certificate) {
    return byFingerprint.containsKey(Fingerprint.of(certificate));
  }

  /**
   * Trusts one more.
   *
   * @return false if it is trusted already: nothing was changed
   * @throws Refused if there are too many
   */
  public synchronized boolean add(Trusted fresh, Origin by) throws IOException, Busy, Refused {
    if (has(fresh.certificate())) {
      return false;
    }
    if (registry.list(COLLECTION).size() >= CERTIFICATES_MAX) {
      throw new Refused(
          "certificates: "
              + CERTIFICATES_MAX
              + " already (expected: at most so many; remove some)");
    }
    put(fresh, Registry.NONE, by);
    return true;
  }

  /**
   * Gives one another name and other rights, which hold at once.
   *
   * @return false if it is not trusted any more
   */
  public synchronized boolean change(String fingerprint, String name, Grant grant, Origin by)
      throws IOException, Busy, Refused {
    Kept kept = byFingerprint.get(fingerprint);
    if (kept == null) {
      return false;
    }
    put(kept.trusted().with(name, grant), kept.version(), by);
    return true;
  }

  /**
   * Trusts one no more.
   *
   * @return false if it was not trusted
   */
  public synchronized boolean remove(String fingerprint, Origin by) throws IOException, Busy {
    Kept kept = byFingerprint.get(fingerprint);
    if (kept == null) {
      return false;
    }
    try {
      registry.delete(key(fingerprint), kept.version(), by);
    } catch (VersionConflict e) {
      throw notAlone(e);
    }
    var all = new TreeMap<>(byFingerprint);
    all.remove(fingerprint);
    byFingerprint = Map.copyOf(all);
    return true;
  }

  private void put(Trusted trusted, long version, Origin by) throws IOException, Busy, Refused {
    try {
      Item item = registry.put(key(trusted.fingerprint()), version, trusted.document(), by);
      var all = new TreeMap<>(byFingerprint);
      all.put(trusted.fingerprint(), new Kept(trusted, item));
      byFingerprint = Map.copyOf(all);
    } catch (VersionConflict e) {
      throw notAlone(e);
    }
  }

  private static IllegalStateException notAlone(VersionConflict e) {
    return new IllegalStateException("somebody else writes " + COLLECTION, e);
  }

  private static Key key(String fingerprint) {
    return new Key(COLLECTION, fingerprint);
  }
}
