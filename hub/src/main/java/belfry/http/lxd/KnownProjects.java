package belfry.http.lxd;

import belfry.access.Caller;
import belfry.event.Event;
import belfry.event.InvalidCursor;
import belfry.filter.Expression.Equal;
import belfry.filter.Expression.Operand;
import belfry.filter.Field;
import belfry.filter.Filter;
import belfry.filter.View;
import belfry.index.Histogram;
import belfry.index.Query;
import belfry.index.Search;
import belfry.journal.Busy;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;

/** Projects that exist: the default one, those of the settings, and all that have an event. */
public final class KnownProjects implements ServerRoutes.ProjectNames {
  private final Supplier<List<String>> configured;
  private final Search search;
  private final InstantSource clock;

  public KnownProjects(Supplier<List<String>> configured, Search search, InstantSource clock) {
    this.configured = configured;
    this.search = search;
    this.clock = clock;
  }

  /** Of those that only have events, the {@value Histogram#VALUES_MAX} with most of them. */
  @Override
  public SortedSet<String> of(Caller caller) throws Busy, IOException, InterruptedException {
    var names = new TreeSet<>(configured.get());
    names.add(Event.DEFAULT_PROJECT);
    Instant end = clock.instant().plusSeconds(1);
    var request =
        new Histogram.Request(
            Filter.ALL,
            Instant.EPOCH,
            end,
            Duration.between(Instant.EPOCH, end),
            Optional.of(Field.PROJECT));
    search
        .histogram(caller.view(), request)
        .buckets()
        .forEach(bucket -> names.addAll(bucket.counts().keySet()));
    names.removeIf(name -> !caller.mayUse(name));
    return names;
  }

  /** Whether anybody ever sent an event for it, or the settings name it. */
  public boolean exists(String project) throws Busy, IOException, InterruptedException {
    if (project.equals(Event.DEFAULT_PROJECT) || configured.get().contains(project)) {
      return true;
    }
    var filter = Filter.of(new Equal(new Operand(Field.PROJECT, ""), List.of(project)));
    var query =
        new Query(
            filter,
            Optional.empty(),
            Optional.empty(),
            Query.Order.NEWEST_FIRST,
            1,
            Optional.empty());
    try {
      return !search.search(View.ALL, query).entries().isEmpty();
    } catch (InvalidCursor e) {
      throw new IllegalStateException("there is no cursor in this query", e);
    }
  }
}
