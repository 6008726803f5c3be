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

  /**
   * The value at a path inside an audit field that holds a JSON document as text; empty if the
   * field is no JSON or has nothing there or null.
   */
  Optional<String> inside(Part part, String path);

  /** What free text is looked for in: all texts of the content, separated by line feeds. */
  String searchText();

  /** The audit fields that may hold a JSON document. */
  enum Part {
    REQUEST,
    RESPONSE,
    ERROR,
    DETAILS;

    /** Whether there is one; does not write it. */
    public boolean isIn(Audit audit) {
      return this == DETAILS ? !audit.details().isEmpty() : !of(audit).isEmpty();
    }

    /** The document. */
    public String of(Audit audit) {
      return switch (this) {
        case REQUEST -> audit.request();
        case RESPONSE -> audit.response();
        case ERROR -> audit.error();
        case DETAILS -> audit.details().text();
      };
    }
  }
}
