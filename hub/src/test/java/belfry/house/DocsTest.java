package belfry.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every path, class and test that a document names exists. */
class DocsTest {
  private static final Pattern CODE = Pattern.compile("`([^`\n]+)`");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)(?:#[^)]*)?\\)");
  private static final Pattern PATH =
      Pattern.compile(
          "(?:\\./)?(?:hub/src|docs|packaging|benchmarks|examples|\\.ci)/[\\w./-]*"
              + "|\\./(?:belfry|check|mvnw)");
  private static final Pattern CLASS =
      Pattern.compile("([A-Z]\\w*(?:Test|Contract|Dialect|Journal|Index))(?:\\.([a-z]\\w+))?");

  @Test
  void everyPathExists() {
    var wrong = new TreeSet<String>();
    for (Path document : documents()) {
      Matcher code = CODE.matcher(House.text(document));
      while (code.find()) {
        for (String word : code.group(1).split("\\s+")) {
          if (PATH.matcher(word).matches() && !Files.exists(House.TOP.resolve(word))) {
            wrong.add(shown(document) + ": " + word);
          }
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void everyLinkLeadsSomewhere() {
    var wrong = new TreeSet<String>();
    for (Path document : documents()) {
      Matcher link = LINK.matcher(House.text(document));
      while (link.find()) {
        String target = link.group(1);
        if (!target.contains("://") && !Files.exists(document.resolveSibling(target))) {
          wrong.add(shown(document) + ": " + target);
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void everyNamedClassAndTestExists() {
    Map<String, String> sources = new HashMap<>();
    House.sources()
        .forEach(
            source ->
                sources.merge(
                    source.getFileName().toString().replace(".java", ""),
                    House.text(source),
                    String::concat));
    var wrong = new TreeSet<String>();
    for (Path document : documents()) {
      Matcher code = CODE.matcher(House.text(document));
      while (code.find()) {
        Matcher name = CLASS.matcher(code.group(1));
        if (!name.matches()) {
          continue;
        }
        String source = sources.get(name.group(1));
        boolean exists =
            source != null && (name.group(2) == null || source.contains(" " + name.group(2) + "("));
        if (!exists) {
          wrong.add(shown(document) + ": " + code.group(1));
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void theRepositorySpeaksOfTheProductAlone() {
    var places = Pattern.compile("/work/|/farm/|shared/(?:systems|captures|stack)|DESIGN section");
    var wrong = new TreeSet<String>();
    for (Path file : everything()) {
      if (!file.endsWith("DocsTest.java") && places.matcher(House.text(file)).find()) {
        wrong.add(shown(file));
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static List<Path> documents() {
    return House.files(House.TOP, path -> path.toString().endsWith(".md") && !built(path));
  }

  private static List<Path> everything() {
    return House.files(
        House.TOP,
        path -> !built(path) && path.toString().matches(".*\\.(java|md|xml|yaml|sh|properties)$"));
  }

  private static boolean built(Path path) {
    String shown = shown(path);
    return shown.contains("target/")
        || shown.contains("node_modules/")
        || shown.startsWith(".git/")
        || shown.contains("captures/");
  }

  private static String shown(Path path) {
    return House.TOP.relativize(path).toString();
  }
}
