package belfry.filter;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How large an RE2 pattern becomes when its counted repeats are written out, which RE2 does: {@code
 * (a{10}b){20}} is 220 characters and classes. RE2's time for a text is the product of both sizes,
 * and nothing else bounds it. Estimated before the pattern is compiled, because compiling is what
 * takes the memory.
 */
final class PatternSize {
  private static final Pattern REPEAT = Pattern.compile("\\{([0-9]+)(,?)([0-9]*)\\}");
  private static final Pattern GROUP = Pattern.compile("\\((?:\\?P?<\\w+>|\\?[a-zA-Z-]*:?)");
  private static final Pattern ESCAPE =
      Pattern.compile("\\\\(?:[pPx]\\{[^}]*\\}|x[0-9a-fA-F]{2}|[pP].|.)", Pattern.DOTALL);

  private final String pattern;
  private final Deque<Long> outer = new ArrayDeque<>();
  private long sum;
  private long last;
  private int at;

  private PatternSize(String pattern) {
    this.pattern = pattern;
  }

  static long of(String pattern) {
    return new PatternSize(pattern).measure();
  }

  private long measure() {
    while (at < pattern.length()) {
      switch (pattern.charAt(at)) {
        case '(' -> {
          outer.push(sum + last);
          sum = 0;
          last = 0;
          at = matched(GROUP, at + 1);
        }
        case ')' -> {
          last += sum;
          sum = outer.isEmpty() ? 0 : outer.pop();
          at++;
        }
        case '{' -> repeat();
        case '*', '+', '?' -> {
          last++;
          at++;
        }
        case '[' -> atom(endOfClass());
        case '\\' -> atom(matched(ESCAPE, at + 1));
        default -> atom(at + Character.charCount(pattern.codePointAt(at)));
      }
    }
    while (!outer.isEmpty()) {
      sum += outer.pop();
    }
    return sum + last;
  }

  private void atom(int end) {
    sum += last;
    last = 1;
    at = end;
  }

  private void repeat() {
    Matcher repeat = REPEAT.matcher(pattern).region(at, pattern.length());
    if (!repeat.lookingAt()) {
      atom(at + 1);
      return;
    }
    last *= Math.max(1, Math.max(count(repeat.group(1)), count(repeat.group(3))));
    last = Math.min(last, Integer.MAX_VALUE);
    at = repeat.end();
  }

  /** RE2 itself refuses more than 1000. */
  private static long count(String digits) {
    return digits.isEmpty() ? 0 : digits.length() > 4 ? 10_000 : Long.parseLong(digits);
  }

  private int matched(Pattern what, int otherwise) {
    Matcher matcher = what.matcher(pattern).region(at, pattern.length());
    return matcher.lookingAt() ? matcher.end() : otherwise;
  }

  /** A class is one, whatever is in it; a ] that comes first is in it. */
  private int endOfClass() {
    int i = at + 1;
    if (i < pattern.length() && pattern.charAt(i) == '^') {
      i++;
    }
    for (int first = i; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c == ']' && i > first) {
        return i + 1;
      }
      if (c == '\\') {
        i++;
      } else if (pattern.startsWith("[:", i) && pattern.indexOf(":]", i + 2) > 0) {
        i = pattern.indexOf(":]", i + 2) + 1;
      }
    }
    return pattern.length();
  }
}
