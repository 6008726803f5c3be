package belfry.filter;

import belfry.event.Event;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * The compiled rights of a caller. There is no read method without one.
 *
 * <p>Who may see what is LXD's newest rule ({@code docs/systems/lxd.md}): logging, ovn and security
 * events and those without a project need the right on the server, all others the right on their
 * project.
 *
 * @param everything whether the caller sees all projects and the server's own events
 * @param projects the projects it sees otherwise, sorted
 */
public record View(boolean everything, Set<String> projects) {
  private static final Set<String> SERVER_TYPES = Set.of("lxd.logging", "lxd.ovn");
  private static final String SECURITY_PREFIX = "lxd.security.";

  /** Administrators, the unix socket, the hub itself. */
  public static final View ALL = new View(true, Set.of());

  /** Sees nothing. */
  public static final View NONE = new View(false, Set.of());

  public View {
    projects = Collections.unmodifiableSet(new TreeSet<>(projects));
  }

  /** Sees what happened in these projects, and nothing of the server's own. */
  public static View of(Set<String> projects) {
    return new View(false, projects);
  }

  public boolean sees(Event event) {
    return everything || (projects.contains(event.project()) && !serverLevel(event));
  }

  /** Whether seeing an event takes a right on the server and not only on its project. */
  public static boolean serverLevel(Event event) {
    return serverLevel(event.type());
  }

  /** Whether seeing events of a type takes a right on the server. */
  public static boolean serverLevel(String type) {
    return SERVER_TYPES.contains(type) || type.startsWith(SECURITY_PREFIX);
  }
}
