package belfry;

import belfry.delivery.subscriptions.Subscriptions;
import belfry.http.admin.WatchRoutes;
import belfry.journal.FileJournal;
import belfry.source.SourceState;
import belfry.source.SourceStatus;
import belfry.source.Supervisor;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How the hub is, by its journal, its sources and its subscriptions. */
record Vitals(FileJournal journal, Supervisor sources, Subscriptions subscriptions) {
  WatchRoutes.Condition condition() {
    return new WatchRoutes.Condition(this::wrong, this::wrong, Optional::empty, this::concerns);
  }

  private Optional<String> wrong() {
    try {
      return journal.health().readOnly().map(why -> "journal is read-only: " + why);
    } catch (IOException e) {
      return Optional.of("journal cannot be read: " + e.getMessage());
    }
  }

  /**
   * The sources that do not run and the subscriptions that are disabled: the hub serves without.
   */
  private Optional<String> concerns() {
    String down =
        Stream.concat(
                sources.status().stream().flatMap(source -> why(source).stream()),
                subscriptions.concerns().stream())
            .collect(Collectors.joining("; "));
    return Optional.of(down).filter(text -> !text.isEmpty());
  }

  private static Optional<String> why(SourceStatus source) {
    String name = "source " + source.name();
    return switch (source.state()) {
      case SourceState.Running(var since) -> Optional.empty();
      case SourceState.Waiting(var until, var reason) ->
          Optional.of(name + " is down until " + until + ": " + reason);
      case SourceState.Down(var reason) -> Optional.of(name + " is down: " + reason);
      case SourceState.Stopped() -> Optional.empty();
    };
  }
}
