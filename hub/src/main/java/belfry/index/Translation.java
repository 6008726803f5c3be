package belfry.index;

import belfry.filter.Expression;
import belfry.filter.Expression.And;
import belfry.filter.Expression.Compare;
import belfry.filter.Expression.CompareNumber;
import belfry.filter.Expression.CompareTime;
import belfry.filter.Expression.Condition;
import belfry.filter.Expression.Contains;
import belfry.filter.Expression.Equal;
import belfry.filter.Expression.Everything;
import belfry.filter.Expression.Exists;
import belfry.filter.Expression.InNetwork;
import belfry.filter.Expression.Match;
import belfry.filter.Expression.Not;
import belfry.filter.Expression.Operand;
import belfry.filter.Expression.Or;
import belfry.filter.Expression.Phrase;
import belfry.filter.Field;
import belfry.filter.View;
import belfry.filter.Words;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;

/**
 * From the tree of a filter to an index query.
 *
 * <p>Design: a filter means what its predicate says; the index has to give the same set. Each
 * condition becomes {@link Bounds}. On fields whose values are kept to the letter ({@link Column})
 * the condition's own test looks at each different value, so both are the same by construction. On
 * all others the index narrows down as far as it can, and whoever searches asks the predicate about
 * each candidate.
 */
final class Translation {
  private final List<LeafReaderContext> leaves;

  private Translation(List<LeafReaderContext> leaves) {
    this.leaves = leaves;
  }

  /** The query for a selection, its range left out. */
  static Bounds of(Selection selection, List<LeafReaderContext> leaves) {
    var translation = new Translation(leaves);
    return Bounds.and(
        List.of(translation.view(selection.view()), translation.of(selection.filter().tree())));
  }

  private Bounds view(View view) {
    if (view.everything()) {
      return Bounds.EVERYTHING;
    }
    if (view.projects().isEmpty()) {
      return Bounds.NOTHING;
    }
    Column project = new Column(Field.PROJECT.text(), -1);
    Column type = new Column(Field.TYPE.text(), -1);
    return Bounds.and(
        List.of(equal(project, view.projects()), tested(type, View::serverLevel).not()));
  }

  private Bounds of(Expression expression) {
    return switch (expression) {
      case Everything() -> Bounds.EVERYTHING;
      case And(var terms) -> Bounds.and(terms.stream().map(this::of).toList());
      case Or(var terms) -> Bounds.or(terms.stream().map(this::of).toList());
      case Not(var term) -> of(term).not();
      case Phrase(var words) -> phrase(words);
      case Condition condition -> condition(condition);
    };
  }

  private Bounds condition(Condition condition) {
    Operand operand = condition.operand();
    return switch (operand.field()) {
      case TIME, RECORDED_TIME -> time(condition);
      case RESOURCE_METADATA ->
          any(condition, Field.RESOURCE_TYPE, Field.RESOURCE_ID, Field.RESOURCE_NAME);
      case REQUEST_METADATA ->
          any(condition, Field.REMOTE_ADDRESS, Field.USER_AGENT, Field.REQUEST_ID);
      case AUTHENTICATION ->
          any(condition, Field.SUBJECT_TYPE, Field.SUBJECT_ID, Field.SUBJECT_NAME);
      case DATA -> data(condition);
      case TEXT -> text(condition);
      case ORIGIN -> Bounds.UNKNOWN;
      default -> on(operand.field(), condition);
    };
  }

  private Bounds any(Condition condition, Field... fields) {
    var parts = new ArrayList<Bounds>();
    for (Field field : fields) {
      parts.add(on(field, condition));
    }
    return Bounds.or(parts);
  }

  private Bounds on(Field field, Condition condition) {
    return Column.of(field)
        .map(column -> on(column, condition))
        .orElseGet(() -> noted(field, condition));
  }

  private Bounds on(Column column, Condition condition) {
    if (!column.isPart() && condition instanceof Equal(_, var values)) {
      return equal(column, values);
    }
    return tested(column, condition.test());
  }

  private Bounds equal(Column column, Collection<String> values) {
    List<BytesRef> terms = values.stream().map(Documents::term).toList();
    Bounds found = Bounds.exactly(termsQuery(column.name(), terms));
    return terms.contains(Column.OPAQUE) ? Bounds.atMost(found.may()) : found;
  }

  private Bounds tested(Column column, Predicate<String> test) {
    Bounds known = Bounds.exactly(new TermsQuery(column.name(), term -> column.any(term, test)));
    return hasOpaque(column.name()) ? Bounds.or(List.of(known, opaque(column.name()))) : known;
  }

  private static Bounds opaque(String name) {
    return Bounds.atMost(new TermQuery(new Term(name, Column.OPAQUE)));
  }

  private boolean hasOpaque(String name) {
    try {
      return Column.isOpaqueIn(leaves, name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Bounds noted(Field field, Condition condition) {
    String letter = Column.letter(field);
    Bounds present = tested(Column.noted(), letter::equals);
    if (!condition.operand().path().isEmpty()) {
      return Bounds.atMost(present.may());
    }
    return switch (condition) {
      case Exists _ -> present;
      case Equal(_, var values) when Column.HASHED.contains(field) ->
          Bounds.or(values.stream().map(this::id).toList());
      case Equal _, Contains _, Compare _, CompareNumber _, Match _, InNetwork _ ->
          Bounds.atMost(present.may());
      case CompareTime _ -> Bounds.NOTHING;
    };
  }

  /** An id with random parts is found by these, which the text mostly has too. */
  private Bounds id(String value) {
    List<Bounds> numbers =
        Words.of(value).stream().filter(WordTerms::isNumber).map(this::word).toList();
    return numbers.isEmpty()
        ? Bounds.atMost(new TermQuery(new Term(Documents.IDS, Documents.idTerm(value))))
        : Bounds.and(numbers);
  }

  private static org.apache.lucene.search.Query termsQuery(String name, List<BytesRef> terms) {
    return terms.size() == 1
        ? new TermQuery(new Term(name, terms.getFirst()))
        : new TermInSetQuery(name, terms);
  }

  private static Bounds time(Condition condition) {
    return switch (condition) {
      case CompareTime(var operand, var order, var moment) ->
          TimeBounds.of(operand.field(), order, moment);
      case Exists _ -> Bounds.EVERYTHING;
      case Equal _, Contains _, Compare _, CompareNumber _, Match _, InNetwork _ -> Bounds.NOTHING;
    };
  }

  /** A scalar at a path is one of the texts of the content, so its words are there. */
  private Bounds data(Condition condition) {
    if (condition instanceof Equal(_, var values)) {
      return Bounds.or(values.stream().map(this::scalar).toList());
    }
    return Bounds.UNKNOWN;
  }

  private Bounds scalar(String value) {
    boolean document = value.startsWith("{") || value.startsWith("[");
    boolean literal = value.equals("true") || value.equals("false");
    List<String> words = document || literal ? List.of() : Words.of(value);
    return words.isEmpty() ? Bounds.UNKNOWN : Bounds.atMost(phrase(words).may());
  }

  private Bounds text(Condition condition) {
    return switch (condition) {
      case Equal(_, var values) -> Bounds.or(values.stream().map(this::fragment).toList());
      case Contains(_, var values, _) -> Bounds.or(values.stream().map(this::fragment).toList());
      case Exists _, Compare _, CompareNumber _, Match _, InNetwork _ -> Bounds.UNKNOWN;
      case CompareTime _ -> Bounds.NOTHING;
    };
  }

  /** A piece of the text: the words within are there, the first and the last as part of one. */
  private Bounds fragment(String value) {
    var words = new Words(value);
    var needed = new ArrayList<Bounds>();
    needed.add(Bounds.UNKNOWN);
    while (words.next()) {
      boolean begins = words.start() == 0;
      boolean ends = words.end() == value.length();
      needed.add(begins || ends ? piece(words.word(), begins, ends) : word(words.word()));
    }
    return Bounds.and(needed);
  }

  /** A word of which this is the end ({@code begins}), the start ({@code ends}), or any part. */
  private Bounds piece(String piece, boolean begins, boolean ends) {
    if (WordTerms.mayBeInNumber(piece)) {
      return Bounds.UNKNOWN;
    }
    Predicate<String> test =
        begins && ends
            ? word -> word.contains(piece)
            : begins ? word -> word.endsWith(piece) : word -> word.startsWith(piece);
    return Bounds.atMost(tested(new Column(Documents.TEXT, -1), test).may());
  }

  private Bounds phrase(List<String> words) {
    if (words.size() == 1) {
      return word(words.getFirst());
    }
    return Bounds.atMost(Bounds.and(words.stream().map(this::word).toList()).may());
  }

  private Bounds word(String word) {
    return WordTerms.isNumber(word)
        ? Bounds.atMost(new TermQuery(new Term(Documents.NUMBERS, WordTerms.numberTerm(word))))
        : Bounds.exactly(new TermQuery(new Term(Documents.TEXT, word)));
  }
}
