package belfry.index;

import belfry.feed.Reading;
import belfry.filter.Filter;
import belfry.filter.View;

/**
 * Which entries a search is about.
 *
 * @param view the rights of the caller
 * @param filter what it asks for
 * @param range where to look
 */
record Selection(View view, Filter filter, Range range) {

  Selection within(Range other) {
    return new Selection(view, filter, other);
  }

  /** Whether an entry belongs to it: the truth that every index has to agree with. */
  boolean contains(Reading reading) {
    return range.contains(Place.of(reading.entry()))
        && view.sees(reading.entry().event())
        && filter.matches(reading);
  }
}
