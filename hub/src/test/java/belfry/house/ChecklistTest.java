package belfry.house;

import static org.assertj.core.api.Assertions.assertThat;

import belfry.testing.Proves;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The tables of the systems' pages list every test that says it proves a number of their
 * checklists. That what they name exists is looked at by {@link DocsTest}.
 */
class ChecklistTest {
  private static final Map<String, String> PAGES =
      Map.of(
          "lxd", "lxd.md",
          "gluster", "gluster.md",
          "glance", "openstack.md",
          "audit", "cloudru.md");

  /** A row of a table that begins with numbers: {@code | 4, 8 to 18, 23 the rest | tests |}. */
  private static final Pattern ROW =
      Pattern.compile("^\\| (\\d+(?:(?:, |–| to )\\d+)*)[^|]*\\| (.*) \\|$", Pattern.MULTILINE);

  private static final Pattern RANGE = Pattern.compile("(\\d+)(?:(?:–|-| to )(\\d+))?");

  @Test
  void everyTestIsInTheRowOfTheNumberItProves() {
    var wrong = new TreeSet<String>();
    for (Proof proof : proofs()) {
      String page = PAGES.get(proof.system());
      assertThat(page).as(proof.toString()).isNotNull();
      if (!rows(page).getOrDefault(proof.number(), "").contains("`" + proof.test() + "`")) {
        wrong.add(page + " " + proof.number() + ": `" + proof.test() + "`");
      }
    }
    assertThat(wrong).as("tests that are missing in their row").isEmpty();
    assertThat(proofs()).hasSizeGreaterThan(150);
  }

  /**
   * A test that proves a number.
   *
   * @param test its class and method, or the class alone if all of it does
   */
  private record Proof(String system, int number, String test) {}

  private static List<Proof> proofs() {
    var proofs = new ArrayList<Proof>();
    for (Class<?> type : testClasses()) {
      add(proofs, type, type.getSimpleName());
      for (Method method : type.getDeclaredMethods()) {
        add(proofs, method, type.getSimpleName() + "." + method.getName());
      }
    }
    return proofs;
  }

  private static void add(List<Proof> proofs, AnnotatedElement element, String test) {
    for (Proves proves : element.getDeclaredAnnotationsByType(Proves.class)) {
      String[] words = proves.value().split(" ", 2);
      for (int number : numbers(words[1])) {
        proofs.add(new Proof(words[0], number, test));
      }
    }
  }

  /** The numbers of a list with ranges: {@code 4, 8 to 10, 12–14, 20-21}. */
  private static List<Integer> numbers(String text) {
    var numbers = new ArrayList<Integer>();
    Matcher range = RANGE.matcher(text);
    while (range.find()) {
      int first = Integer.parseInt(range.group(1));
      int last = range.group(2) == null ? first : Integer.parseInt(range.group(2));
      for (int number = first; number <= last; number++) {
        numbers.add(number);
      }
    }
    return numbers;
  }

  /** What stands behind each number in the checklist of a page. */
  private static Map<Integer, String> rows(String page) {
    String text = House.text(House.TOP.resolve("docs/systems").resolve(page));
    Matcher row = ROW.matcher(text.substring(text.indexOf("\n## Checklist\n")));
    var rows = new TreeMap<Integer, String>();
    while (row.find()) {
      for (int number : numbers(row.group(1))) {
        rows.merge(number, row.group(2), (one, other) -> one + " " + other);
      }
    }
    return rows;
  }

  private static List<Class<?>> testClasses() {
    Path top = House.MODULE.resolve("target/test-classes");
    var classes = new ArrayList<Class<?>>();
    for (Path file : House.files(top, path -> path.toString().endsWith(".class"))) {
      String name = top.relativize(file).toString().replace('/', '.').replace(".class", "");
      if (name.endsWith("-info") || name.equals("module-info")) {
        continue;
      }
      try {
        classes.add(Class.forName(name, false, ChecklistTest.class.getClassLoader()));
      } catch (ClassNotFoundException e) {
        throw new IllegalStateException(name, e);
      }
    }
    return classes;
  }
}
