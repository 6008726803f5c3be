package belfry.intake;

import static java.util.Objects.requireNonNull;

import java.util.Map;

/**
 * How much each identity may bring and each project may get. What is over the rate for longer than
 * a second is refused as busy, with the time after which to try again.
 *
 * @param identity for each identity that {@code identities} does not name
 * @param project for each project that {@code projects} does not name
 * @param identities exceptions by identity
 * @param projects exceptions by project
 */
public record Quotas(
    Rate identity, Rate project, Map<String, Rate> identities, Map<String, Rate> projects) {

  /** Nothing is limited. */
  public static final Quotas NONE = new Quotas(Rate.UNLIMITED, Rate.UNLIMITED, Map.of(), Map.of());

  public Quotas {
    requireNonNull(identity, "identity");
    requireNonNull(project, "project");
    identities = Map.copyOf(identities);
    projects = Map.copyOf(projects);
  }

  boolean none() {
    return equals(NONE);
  }

  Rate ofIdentity(String name) {
    return identities.getOrDefault(name, identity);
  }

  Rate ofProject(String name) {
    return projects.getOrDefault(name, project);
  }

  /**
   * So much per second; 0 means any number.
   *
   * @param events per second
   * @param bytes of data per second
   */
  public record Rate(long events, long bytes) {
    public static final Rate UNLIMITED = new Rate(0, 0);

    public Rate {
      if (events < 0 || bytes < 0) {
        throw new IllegalArgumentException(
            "rate: " + events + " events, " + bytes + " bytes (expected: 0 or more)");
      }
    }
  }
}
