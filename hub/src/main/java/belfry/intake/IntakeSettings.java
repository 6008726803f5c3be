package belfry.intake;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How intake is set up.
 *
 * @param hub the hub's id: what carries it in {@link #HUB_ATTRIBUTE} was sent by this hub itself
 * @param quotas per identity and project
 * @param windowFile where the duplicate window is kept over a restart; empty for nowhere
 */
public record IntakeSettings(String hub, Quotas quotas, Optional<Path> windowFile) {
  /** The transport attribute in which everything that a hub sends out names the hub. */
  public static final String HUB_ATTRIBUTE = "belfry-hub";

  /** The {@link belfry.event.Origin#connector} of the hub's own events. */
  public static final String HUB_CONNECTOR = "belfry";

  public IntakeSettings {
    requireNonNull(hub, "hub");
    requireNonNull(quotas, "quotas");
    requireNonNull(windowFile, "windowFile");
  }
}
