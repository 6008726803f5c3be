package belfry.filter;

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
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The normal form of a filter: parsing it gives the same tree. */
final class Printer {
  private static final Pattern PLAIN_PATH = Pattern.compile("[\\p{L}\\p{N}_./@*#%+$\\[\\]-]+");

  private Printer() {}

  static String text(Expression expression) {
    return switch (expression) {
      case Everything() -> "";
      case And(var terms) -> joined(terms, " AND ", Or.class);
      case Or(var terms) -> joined(terms, " OR ", And.class);
      case Not(Condition condition) -> condition(condition, true);
      case Not(Phrase phrase) -> "NOT " + text(phrase);
      case Not(var term) -> "NOT (" + text(term) + ")";
      case Condition condition -> condition(condition, false);
      case Phrase(var words) -> Quotes.quoted(String.join(" ", words));
    };
  }

  /** AND within OR needs no parentheses, but readers like them. */
  private static String joined(
      List<Expression> terms, String sign, Class<? extends Expression> inParentheses) {
    return terms.stream()
        .map(term -> inParentheses.isInstance(term) ? "(" + text(term) + ")" : text(term))
        .collect(Collectors.joining(sign));
  }

  private static String condition(Condition condition, boolean negated) {
    String name = name(condition.operand());
    String not = negated ? " NOT" : "";
    return switch (condition) {
      case Exists exists -> name + not + " EXISTS";
      case Equal(var operand, var values) when values.size() == 1 ->
          name + (negated ? " != " : " = ") + value(operand, values.getFirst());
      case Equal(var operand, var values) ->
          name
              + not
              + " IN ("
              + values.stream().map(each -> value(operand, each)).collect(COMMAS)
              + ")";
      case InNetwork(var operand, var networks) ->
          name
              + not
              + " IN_NET ("
              + networks.stream().map(each -> Quotes.quoted(each.toString())).collect(COMMAS)
              + ")";
      case Contains(var operand, var values, var exactCase) ->
          (negated ? "NOT " : "")
              + name
              + (exactCase ? " :! " : " : ")
              + values.stream().map(Quotes::quoted).collect(Collectors.joining(" "));
      case Compare(var operand, var order, var value) ->
          (negated ? "NOT " : "") + name + " " + order.sign() + " " + Quotes.quoted(value);
      case CompareNumber(var operand, var order, var number) ->
          (negated ? "NOT " : "") + name + " " + order.sign() + " " + number.toPlainString();
      case CompareTime(var operand, var order, var moment) ->
          (negated ? "NOT " : "") + name + " " + order.sign() + " " + Times.text(moment);
      case Match(var operand, var pattern) ->
          (negated ? "NOT " : "") + name + " =~ " + Quotes.quotedPattern(pattern);
    };
  }

  private static final java.util.stream.Collector<CharSequence, ?, String> COMMAS =
      Collectors.joining(", ");

  private static String value(Operand operand, String value) {
    return operand.field().words().isEmpty() ? Quotes.quoted(value) : value;
  }

  static String name(Operand operand) {
    String path = operand.path();
    if (path.isEmpty()) {
      return operand.field().text();
    }
    return operand.field().text()
        + "."
        + (PLAIN_PATH.matcher(path).matches() ? path : Quotes.quoted(path));
  }

  /** As it is named in lists and errors. */
  static String name(Field field) {
    return field.type() == Field.Type.MAP ? field.text() + ".<path>" : field.text();
  }
}
