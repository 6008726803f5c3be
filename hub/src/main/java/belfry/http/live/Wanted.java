package belfry.http.live;

import belfry.event.Event;
import belfry.filter.Filter;
import belfry.filter.View;
import belfry.tail.Start;
import java.util.Optional;
import java.util.Set;

/**
 * What one listener asked for.
 *
 * @param types of LXD's stream; empty for all there are
 * @param project the project it listens to; empty for all that it may see
 * @param foreign whether events of other systems are sent
 * @param filter what else must hold
 * @param start where it begins
 * @param format the dialect it gets
 */
record Wanted(
    Optional<Set<LxdType>> types,
    Optional<String> project,
    boolean foreign,
    Filter filter,
    Start start,
    String format) {

  /** Type and project; filter and rights are looked at by the tail. */
  boolean matches(Event event) {
    return ofType(event) && ofProject(event);
  }

  private boolean ofType(Event event) {
    if (!foreign && LxdType.foreign(event)) {
      return false;
    }
    return types.isEmpty() || LxdType.of(event).filter(types.get()::contains).isPresent();
  }

  /**
   * LXD's rule: an event without a project goes to everyone who may see it, any other to those who
   * listen to its project.
   */
  private boolean ofProject(Event event) {
    return project.isEmpty()
        || event.project().equals(project.get())
        || View.serverLevel(event)
        || (!LxdType.foreign(event) && event.nativeProject().isEmpty());
  }
}
