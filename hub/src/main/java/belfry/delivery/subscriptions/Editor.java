package belfry.delivery.subscriptions;

import static java.util.Objects.requireNonNull;

import belfry.event.Origin;
import belfry.filter.View;

/**
 * Who reads or changes subscriptions.
 *
 * @param origin how they came; the principal is noted with each change
 * @param view what they may see: no subscription of theirs reads more, and none that does is theirs
 *     to see or change
 */
public record Editor(Origin origin, View view) {
  public Editor {
    requireNonNull(origin, "origin");
    requireNonNull(view, "view");
  }

  /** Whether they may see all that a view sees. */
  boolean covers(View other) {
    return view.everything()
        || (!other.everything() && view.projects().containsAll(other.projects()));
  }
}
