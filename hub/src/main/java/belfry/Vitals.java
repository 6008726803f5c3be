package belfry;

import belfry.http.admin.WatchRoutes;
import belfry.journal.FileJournal;
import java.io.IOException;
import java.util.Optional;

/** How the hub is, by its journal. */
record Vitals(FileJournal journal) {
  WatchRoutes.Condition condition() {
    return new WatchRoutes.Condition(this::wrong, this::wrong, Optional::empty);
  }

  private Optional<String> wrong() {
    try {
      return journal.health().readOnly().map(why -> "journal is read-only: " + why);
    } catch (IOException e) {
      return Optional.of("journal cannot be read: " + e.getMessage());
    }
  }
}
