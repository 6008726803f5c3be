package belfry.filter;

import java.util.regex.Pattern;

/**
 * The text is not a filter; tell its writer. Over HTTP a 400 with the column.
 *
 * <p>The message says where, what was there and what was expected: {@code column 1: event_levle
 * (expected: the name of a parameter, the nearest is event_level)}.
 */
public final class InvalidFilter extends Exception {
  private static final long serialVersionUID = 1L;
  private static final int SHOWN_MAX = 60;
  private static final Pattern CONTROLS = Pattern.compile("\\p{Cc}");

  private final int column;

  /**
   * @param column of the first wrong character, from 1, in Unicode characters
   * @param was the offending text; shortened in the message
   * @param expected what would have been right
   */
  InvalidFilter(int column, String was, String expected) {
    super("column " + column + ": " + shortened(was) + " (expected: " + expected + ")");
    this.column = column;
  }

  private InvalidFilter(int query, InvalidFilter cause) {
    super("query " + query + ", " + cause.getMessage(), cause);
    this.column = cause.column;
  }

  /** The same in the n-th of several queries, from 1. */
  InvalidFilter inQuery(int query) {
    return new InvalidFilter(query, this);
  }

  public int column() {
    return column;
  }

  /** Short, and without characters that a terminal would obey. */
  private static String shortened(String written) {
    String text = CONTROLS.matcher(written).replaceAll("\ufffd");
    if (text.codePointCount(0, text.length()) <= SHOWN_MAX) {
      return text;
    }
    return text.substring(0, text.offsetByCodePoints(0, SHOWN_MAX)) + "…";
  }
}
