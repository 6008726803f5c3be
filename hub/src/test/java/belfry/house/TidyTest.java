package belfry.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.LineNumber;
import java.lang.reflect.AccessFlag;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The numbers and names this house holds itself to. */
class TidyTest {
  private static final int FILE_LINES_MAX = 500;
  private static final int METHOD_LINES_MAX = 70;
  private static final int COLUMNS_MAX = 100;
  private static final int PARAMETERS_MAX = 7;
  private static final Pattern BANNED_NAME =
      Pattern.compile(".*(Manager|Helper|Utils?|Service|Processor|Common)(Test)?$");
  private static final Pattern BANNED_PACKAGE =
      Pattern.compile("util|utils|common|service|services|controller|helper|impl|misc|core");

  @Test
  void filesStayShort() {
    var wrong = new ArrayList<String>();
    for (Path source : House.sources()) {
      long lines = House.text(source).lines().count();
      if (lines > FILE_LINES_MAX) {
        wrong.add(shown(source) + ": " + lines + " lines");
      }
    }
    assertThat(wrong).as("expected: at most " + FILE_LINES_MAX).isEmpty();
  }

  @Test
  void linesStayShort() {
    var wrong = new ArrayList<String>();
    for (Path source : House.sources()) {
      List<String> lines = House.text(source).lines().toList();
      for (int i = 0; i < lines.size(); i++) {
        if (lines.get(i).length() > COLUMNS_MAX && !lines.get(i).startsWith("import ")) {
          wrong.add(shown(source) + ":" + (i + 1));
        }
      }
    }
    assertThat(wrong).as("expected: at most " + COLUMNS_MAX + " columns").isEmpty();
  }

  @Test
  void methodsStayShort() {
    var wrong = new ArrayList<String>();
    for (ClassModel model : House.classes()) {
      for (MethodModel method : model.methods()) {
        int lines = lines(method);
        if (lines > METHOD_LINES_MAX && !method.methodName().equalsString("<clinit>")) {
          wrong.add(model.thisClass().asInternalName() + "." + method.methodName() + ": " + lines);
        }
      }
    }
    assertThat(wrong).as("expected: at most " + METHOD_LINES_MAX + " lines").isEmpty();
  }

  @Test
  void parametersStayFew() {
    var wrong = new ArrayList<String>();
    for (ClassModel model : House.classes()) {
      boolean isRecord =
          model.superclass().map(s -> s.asInternalName().equals("java/lang/Record")).orElse(false);
      for (MethodModel method : model.methods()) {
        boolean recordHeader = isRecord && method.methodName().equalsString("<init>");
        boolean madeByCompiler = method.flags().has(AccessFlag.SYNTHETIC);
        if (!recordHeader
            && !madeByCompiler
            && method.methodTypeSymbol().parameterCount() > PARAMETERS_MAX) {
          wrong.add(model.thisClass().asInternalName() + "." + method.methodName());
        }
      }
    }
    assertThat(wrong).as("expected: at most " + PARAMETERS_MAX + " parameters").isEmpty();
  }

  @Test
  void namesSayWhatAThingIs() {
    var wrong = new TreeSet<String>();
    for (Path source : House.sources()) {
      String name = source.getFileName().toString().replace(".java", "");
      if (BANNED_NAME.matcher(name).matches()) {
        wrong.add(shown(source));
      }
      String folder = source.getParent().getFileName().toString();
      if (BANNED_PACKAGE.matcher(folder).matches()) {
        wrong.add(shown(source.getParent()));
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void everyPackageSaysWhatItHoldsAndIsNullMarked() {
    var wrong = new TreeSet<String>();
    for (Path source : House.sources()) {
      if (!source.startsWith(House.MODULE.resolve("src/main"))) {
        continue;
      }
      Path note = source.resolveSibling("package-info.java");
      if (!Files.exists(note) || !House.text(note).contains("@NullMarked")) {
        wrong.add(shown(source.getParent()));
      }
    }
    assertThat(wrong).as("packages without a @NullMarked package-info.java").isEmpty();
  }

  @Test
  void nothingIsLeftForLater() {
    var wrong = new TreeSet<String>();
    var later = Pattern.compile("\\b(TO" + "DO|FIX" + "ME|X" + "XX)\\b");
    for (Path source : House.sources()) {
      if (later.matcher(House.text(source)).find()) {
        wrong.add(shown(source));
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static int lines(MethodModel method) {
    int first = Integer.MAX_VALUE;
    int last = 0;
    var numbers =
        method.code().stream()
            .flatMap(code -> code.elementStream())
            .filter(LineNumber.class::isInstance)
            .mapToInt(element -> ((LineNumber) element).line())
            .toArray();
    for (int line : numbers) {
      first = Math.min(first, line);
      last = Math.max(last, line);
    }
    return last == 0 ? 0 : last - first + 1;
  }

  private static String shown(Path path) {
    return House.TOP.relativize(path).toString();
  }
}
