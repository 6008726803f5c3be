package belfry.filter;

import java.util.List;
import java.util.Random;

/** Writes filters: every operator on every kind of field, nested a little. */
final class RandomFilter {
  private static final List<String> VALUES =
      List.of("a", "b", "lxd.a", "lxd.b", "Ж", "жЖ", "a b", "q\"\\", "1", "😀", "");
  private static final List<String> TEXTS =
      List.of(
          "id",
          "source",
          "type",
          "subject",
          "project",
          "location",
          "system",
          "masked",
          "event_source",
          "resourceName",
          "project_id",
          "error",
          "data.a",
          "data.\"x y\"",
          "details.a.0",
          "authentication");
  private static final List<String> SIGNS = List.of(" = ", "!=", "<>", " < ", "<=", ">", " >= ");

  private final Random random;

  RandomFilter(Random random) {
    this.random = random;
  }

  String text() {
    return or(3);
  }

  private String or(int depth) {
    return join(" OR ", 1 + random.nextInt(2), depth, false);
  }

  private String join(String sign, int count, int depth, boolean innermost) {
    var parts = new String[count];
    for (int i = 0; i < count; i++) {
      parts[i] = innermost ? term(depth) : join(" and ", 1 + random.nextInt(2), depth, true);
    }
    return String.join(sign, parts);
  }

  private String term(int depth) {
    int choice = random.nextInt(8);
    if (depth > 0 && choice == 0) {
      return "(" + or(depth - 1) + ")";
    }
    return choice == 1 && depth > 0 ? "NOT " + term(depth - 1) : condition();
  }

  private String condition() {
    String name = pick(TEXTS);
    return switch (random.nextInt(14)) {
      case 0 -> name + " EXISTS";
      case 1 -> name + " not exists";
      case 2 -> name + (random.nextBoolean() ? " IN " : " NOT IN ") + list();
      case 3 -> name + " : " + some() + " " + some();
      case 4 -> name + ":! " + some();
      case 5 ->
          name + " =~ " + pick(List.of("\"^lxd\\.\"", "'a\"?$'", "\"[ab]{2}\"", "b", "'\\''"));
      case 6 -> "remote_address IN_NET " + pick(List.of("10.0.0.0/8", "(\"::/0\", \"10.0.0.1\")"));
      case 7 -> "data.a" + pick(SIGNS) + pick(List.of("7", "-1.50", "true", "\"7\"", "100"));
      case 8 -> "severity" + pick(SIGNS) + pick(List.of("WARN", "trace", "crit"));
      case 9 -> pick(List.of("kind = gap", "authorized != true", "event_level >= ERROR"));
      case 10 ->
          "time"
              + pick(SIGNS)
              + pick(List.of("now-1h", "now", "now+90s", "0", "2026-11-20T11:59:01Z"));
      case 11 -> pick(List.of("a", "\"lxd a\"", "Ж a", "text : ж", "message =~ \"b|Ж\""));
      default -> name + pick(SIGNS) + some();
    };
  }

  private String list() {
    return "(" + Quotes.quoted(value(random)) + "," + Quotes.quoted(value(random)) + ")";
  }

  /** A value with one character or more, which all operators take. */
  private String some() {
    String value = value(random);
    return Quotes.quoted(value.isEmpty() ? "b" : value);
  }

  static String value(Random random) {
    return VALUES.get(random.nextInt(VALUES.size()));
  }

  private String pick(List<String> from) {
    return from.get(random.nextInt(from.size()));
  }
}
