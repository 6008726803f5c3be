package belfry.http.live;

import belfry.event.Event;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The event types of LXD's stream ({@code systems/lxd.md} section 1.1), and Incus' own. */
enum LxdType {
  LIFECYCLE,
  LOGGING,
  OPERATION,
  OVN,
  SECURITY,
  /** Incus' word for ovn; sent only to Incus' clients and to those who ask for it. */
  NETWORK_ACL;

  /** What a listener gets who names no type; one of Incus' also gets its own. */
  static final Set<LxdType> STANDARD = Set.copyOf(EnumSet.complementOf(EnumSet.of(NETWORK_ACL)));

  /** Those that end {@code monitor --pretty} of LXD before 6.9 and of Incus. */
  static final Set<LxdType> UNKNOWN_TO_OLD_CLIENTS = Set.of(OVN, SECURITY);

  /** Those that take a right on the server. */
  static final Set<LxdType> PRIVILEGED = Set.of(LOGGING, OVN, SECURITY);

  private static final String PREFIX = "lxd.";

  String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Exact, lower case. */
  static Optional<LxdType> parse(String word) {
    return Arrays.stream(values()).filter(type -> type.text().equals(word)).findFirst();
  }

  /**
   * The type under which an event is sent; a foreign one is a lifecycle event. Empty for an LXD
   * event of a type that nobody can ask for.
   */
  static Optional<LxdType> of(Event event) {
    String type = event.type();
    if (!type.startsWith(PREFIX)) {
      return Optional.of(LIFECYCLE);
    }
    int dot = type.indexOf('.', PREFIX.length());
    return parse(type.substring(PREFIX.length(), dot < 0 ? type.length() : dot));
  }

  static boolean foreign(Event event) {
    return !event.type().startsWith(PREFIX);
  }
}
