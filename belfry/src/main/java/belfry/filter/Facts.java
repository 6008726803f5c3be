package belfry.filter;

import belfry.event.Audit;
import belfry.event.Entry;
import java.util.Optional;

/**
 * What a filter may ask about an entry. Implementations decode lazily and at most once, so a filter
 * that looks only at the envelope costs no decoding.
 */
public interface Facts {
  Entry entry();

  Audit audit();

  /** The value at {@code data.<path>}, as text; empty if there is none or it is null. */
  Optional<String> data(String path);

  /** What free text is looked for in: all texts of the content, separated by line feeds. */
  String searchText();
}
