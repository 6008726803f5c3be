package belfry.http.lxd;

import belfry.access.Caller;
import belfry.event.Event;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;

/** Projects that exist: the default one, those of the settings, and all that have an event. */
public final class KnownProjects implements ServerRoutes.ProjectNames {
  private final Supplier<List<String>> configured;

  public KnownProjects(Supplier<List<String>> configured) {
    this.configured = configured;
  }

  @Override
  public SortedSet<String> of(Caller caller) {
    var names = new TreeSet<>(configured.get());
    names.add(Event.DEFAULT_PROJECT);
    caller.projects().ifPresent(names::addAll);
    names.removeIf(name -> !caller.mayUse(name));
    return names;
  }

  public boolean exists(String project) {
    return project.equals(Event.DEFAULT_PROJECT) || configured.get().contains(project);
  }
}
