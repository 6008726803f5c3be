package belfry.index;

import belfry.feed.Reading;
import java.util.List;
import java.util.Optional;

/**
 * One page of a search.
 *
 * @param entries in the order asked for
 * @param next what to pass as {@link Query#after} for the next page; empty when there is none.
 *     Stable: entries that arrive meanwhile neither shift nor repeat anything
 * @param partial whether the index was too far behind and newer entries may be missing
 */
public record Page(List<Reading> entries, Optional<String> next, boolean partial) {
  public Page {
    entries = List.copyOf(entries);
  }
}
