package belfry.index;

import java.util.List;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;

/**
 * What the index can say about a condition: which documents may meet it and which certainly do. Two
 * bounds are needed because a NOT turns one into the other.
 *
 * @param may finds all that meet it, and perhaps others
 * @param must finds only such that meet it, and perhaps not all
 * @param exact whether both find the same
 */
record Bounds(Query may, Query must, boolean exact) {
  private static final Query ALL = MatchAllDocsQuery.INSTANCE;
  private static final Query NONE = MatchNoDocsQuery.INSTANCE;

  static final Bounds EVERYTHING = exactly(ALL);
  static final Bounds NOTHING = exactly(NONE);

  /** The index cannot tell. */
  static final Bounds UNKNOWN = atMost(ALL);

  static Bounds exactly(Query query) {
    return new Bounds(query, query, true);
  }

  /** All that meet it are among these, but of none it is certain. */
  static Bounds atMost(Query query) {
    return new Bounds(query, NONE, false);
  }

  Bounds not() {
    Query mayNot = not(must);
    return exact ? exactly(mayNot) : new Bounds(mayNot, not(may), false);
  }

  static Bounds and(List<Bounds> terms) {
    return join(terms, Occur.FILTER);
  }

  static Bounds or(List<Bounds> terms) {
    return join(terms, Occur.SHOULD);
  }

  private static Bounds join(List<Bounds> terms, Occur occur) {
    Query may = joined(terms.stream().map(Bounds::may).toList(), occur);
    if (terms.stream().allMatch(Bounds::exact)) {
      return exactly(may);
    }
    Query must = joined(terms.stream().map(Bounds::must).toList(), occur);
    return new Bounds(may, must, may.equals(must));
  }

  /** Without the parts that make no difference, so that "everything" stays recognisable. */
  private static Query joined(List<Query> queries, Occur occur) {
    Query neutral = occur == Occur.FILTER ? ALL : NONE;
    Query decisive = occur == Occur.FILTER ? NONE : ALL;
    if (queries.contains(decisive)) {
      return decisive;
    }
    List<Query> left = queries.stream().filter(query -> !query.equals(neutral)).toList();
    if (left.size() < 2) {
      return left.isEmpty() ? neutral : left.getFirst();
    }
    var joined = new BooleanQuery.Builder();
    left.forEach(query -> joined.add(query, occur));
    return joined.build();
  }

  private static Query not(Query query) {
    if (query.equals(ALL)) {
      return NONE;
    }
    if (query.equals(NONE)) {
      return ALL;
    }
    return new BooleanQuery.Builder().add(ALL, Occur.FILTER).add(query, Occur.MUST_NOT).build();
  }
}
