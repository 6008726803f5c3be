package belfry.feed;

import static java.util.Objects.requireNonNull;

import belfry.filter.Filter;
import belfry.filter.View;
import java.util.function.Supplier;

/**
 * What a reader wants and may see.
 *
 * @param filter which entries
 * @param view the rights of whoever reads; asked again for every entry, so that rights that are
 *     taken away end at once
 */
public record Interest(Filter filter, Supplier<View> view) {
  /** Everything, with all rights: the hub's own readers. */
  public static final Interest ALL = new Interest(Filter.ALL, () -> View.ALL);

  public Interest {
    requireNonNull(filter, "filter");
    requireNonNull(view, "view");
  }

  boolean wants(Reading reading) {
    return view.get().sees(reading.entry().event()) && filter.matches(reading);
  }

  boolean wantsEverything() {
    return filter.equals(Filter.ALL) && view.get().everything();
  }
}
