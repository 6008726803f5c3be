package belfry.cli.print;

import java.util.Comparator;

/**
 * The order of keys in the stock client's YAML: letters behind everything else, runs of digits by
 * their value, the rest by code point.
 */
enum YamlKeyOrder implements Comparator<String> {
  INSTANCE;

  @Override
  public int compare(String left, String right) {
    int[] a = left.codePoints().toArray();
    int[] b = right.codePoints().toArray();
    int size = Math.min(a.length, b.length);
    for (int i = 0; i < size; i++) {
      if (a[i] != b[i]) {
        return different(a, b, i);
      }
    }
    return Integer.compare(a.length, b.length);
  }

  private static int different(int[] a, int[] b, int at) {
    boolean letterA = Character.isLetter(a[at]);
    boolean letterB = Character.isLetter(b[at]);
    if (letterA || letterB) {
      return letterA && letterB ? Integer.compare(a[at], b[at]) : Boolean.compare(letterA, letterB);
    }
    // A zero inside a longer number counts; leading ones do not.
    long start = (a[at] == '0' || b[at] == '0') && insideNumber(a, at) ? 1 : 0;
    int endA = digitsEnd(a, at);
    int endB = digitsEnd(b, at);
    int byValue = Long.compare(number(a, at, endA, start), number(b, at, endB, start));
    if (byValue != 0) {
      return byValue;
    }
    return endA != endB ? Integer.compare(endA, endB) : Integer.compare(a[at], b[at]);
  }

  private static boolean insideNumber(int[] text, int at) {
    for (int i = at - 1; i >= 0 && Character.isDigit(text[i]); i--) {
      if (text[i] != '0') {
        return true;
      }
    }
    return false;
  }

  private static int digitsEnd(int[] text, int from) {
    int end = from;
    while (end < text.length && Character.isDigit(text[end])) {
      end++;
    }
    return end;
  }

  private static long number(int[] text, int from, int end, long start) {
    long number = start;
    for (int i = from; i < end; i++) {
      number = number * 10 + (text[i] - '0');
    }
    return number;
  }
}
