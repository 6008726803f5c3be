package belfry.index;

import belfry.event.Entry;
import belfry.feed.Reading;
import belfry.format.Dialects;
import belfry.journal.Journal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The entries at candidates' places, as the filter wants them. */
record Bodies(Journal journal, Dialects dialects) {

  /** Those that belong to a selection. What is gone or erased is left out. */
  List<Reading> of(List<Place> places, Selection selection) throws IOException {
    var found = new ArrayList<Reading>(places.size());
    for (Entry entry : journal.read(places.stream().map(Place::position).toList())) {
      var reading = new Reading(entry, dialects);
      if (selection.contains(reading)) {
        found.add(reading);
      }
    }
    return found;
  }
}
