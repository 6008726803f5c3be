package belfry.journal;

import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the live entries of a sealed segment are, so that a scan may skip it.
 *
 * @param types empty if there are more than {@value #NAMES_MAX}
 * @param sources likewise
 * @param projects likewise
 */
record Summary(
    Optional<SortedSet<String>> types,
    Optional<SortedSet<String>> sources,
    Optional<SortedSet<String>> projects) {

  /** Most names of one sort that are listed. */
  static final int NAMES_MAX = 256;

  static final Summary UNKNOWN = new Summary(Optional.empty(), Optional.empty(), Optional.empty());

  /** Collects names up to the bound. */
  static final class Names {
    private @Nullable TreeSet<String> names = new TreeSet<>();
    private String last = "";

    void add(String name) {
      if (names == null || name.equals(last)) {
        return;
      }
      last = name;
      names.add(name);
      if (names.size() > NAMES_MAX) {
        names = null;
      }
    }

    Optional<SortedSet<String>> found() {
      return Optional.ofNullable(names);
    }
  }
}
