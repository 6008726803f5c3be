package belfry.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** ARCHITECTURE.md's table and absences, held against the class files. */
class ArchitectureTest {
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `?(\\w+)`? \\| [^|]+ \\| ([^|]+) \\|$");
  private static final Pattern OURS = Pattern.compile("belfry/(?:\\w+/)*\\w+(?:\\$\\w+)*");
  private static final Set<String> PURE = Set.of("event", "filter", "format");
  private static final List<String> IMPURE =
      List.of(
          "java/io/File",
          "java/io/RandomAccessFile",
          "java/nio/file/",
          "java/nio/channels/",
          "java/net/Socket",
          "java/net/ServerSocket",
          "java/net/http/",
          "java/net/URL",
          "java/lang/Thread",
          "java/time/Clock",
          "java/time/InstantSource",
          "java/util/concurrent/Executor",
          "java/util/concurrent/locks/");

  @Test
  void packagesUseOnlyWhatTheTableAllows() {
    Map<String, Set<String>> allowed = table();
    var wrong = new TreeSet<String>();
    for (ClassModel model : House.classes()) {
      String from = House.area(model.thisClass().asInternalName());
      if (from.equals("root")) {
        continue;
      }
      assertThat(allowed).as("row of package " + from + " in ARCHITECTURE.md").containsKey(from);
      for (String used : references(model)) {
        String to = House.area(used);
        if (!to.equals(from) && !allowed.get(from).contains(to)) {
          wrong.add(model.thisClass().asInternalName() + " uses " + used);
        }
      }
    }
    assertThat(wrong).as("uses against the table in ARCHITECTURE.md").isEmpty();
  }

  @Test
  void noPackageIsInACycle() {
    var uses = new TreeMap<String, Set<String>>();
    for (ClassModel model : House.classes()) {
      String from = packageOf(model.thisClass().asInternalName());
      for (String used : references(model)) {
        if (!packageOf(used).equals(from)) {
          uses.computeIfAbsent(from, key -> new TreeSet<>()).add(packageOf(used));
        }
      }
    }
    var cycles = new TreeSet<String>();
    for (String start : uses.keySet()) {
      if (reaches(uses, start)) {
        cycles.add(start);
      }
    }
    assertThat(cycles).as("packages that reach themselves, of " + uses).isEmpty();
  }

  @Test
  void theInsideKnowsNoFileSocketClockOrThread() {
    var wrong = new TreeSet<String>();
    for (ClassModel model : House.classes()) {
      String name = model.thisClass().asInternalName();
      if (!PURE.contains(House.area(name))) {
        continue;
      }
      for (PoolEntry entry : model.constantPool()) {
        if (entry instanceof ClassEntry used
            && IMPURE.stream().anyMatch(used.asInternalName()::startsWith)) {
          wrong.add(name + " uses " + used.asInternalName());
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void onlyTheRootAsksTheClock() {
    var wrong = new TreeSet<String>();
    for (ClassModel model : House.classes()) {
      String name = model.thisClass().asInternalName();
      if (House.area(name).equals("root") || House.area(name).equals("cli")) {
        continue;
      }
      for (PoolEntry entry : model.constantPool()) {
        if (entry instanceof MemberRefEntry member && readsClock(member)) {
          wrong.add(name + " calls " + member.owner().asInternalName() + "." + member.name());
        }
      }
    }
    assertThat(wrong).as("time is a parameter: InstantSource").isEmpty();
  }

  @Test
  void nobodySleepsButTheTwoRetryLoops() {
    var wrong = new TreeSet<String>();
    for (ClassModel model : House.classes()) {
      String name = model.thisClass().asInternalName();
      if (Set.of("source", "delivery", "cli").contains(House.area(name))) {
        continue;
      }
      for (PoolEntry entry : model.constantPool()) {
        if (entry instanceof MemberRefEntry member
            && member.owner().asInternalName().equals("java/lang/Thread")
            && member.name().equalsString("sleep")) {
          wrong.add(name);
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static boolean readsClock(MemberRefEntry member) {
    String owner = member.owner().asInternalName();
    return (owner.startsWith("java/time/")
            && (member.name().equalsString("now") || member.name().equalsString("system"))
            && !owner.equals("java/time/Duration"))
        || (owner.equals("java/lang/System") && member.name().equalsString("currentTimeMillis"));
  }

  private static Map<String, Set<String>> table() {
    var table = new TreeMap<String, Set<String>>();
    Matcher rows = ROW.matcher(House.text(House.TOP.resolve("ARCHITECTURE.md")));
    while (rows.find()) {
      var uses = new HashSet<String>();
      for (String use : rows.group(2).split(",")) {
        uses.add(use.strip());
      }
      table.put(rows.group(1), uses);
    }
    assertThat(table).containsKeys("event", "format", "journal");
    return table;
  }

  /** Our own types that a class names in any way, descriptors and signatures included. */
  private static Set<String> references(ClassModel model) {
    var names = new TreeSet<String>();
    for (PoolEntry entry : model.constantPool()) {
      if (entry instanceof ClassEntry used) {
        collect(used.asInternalName(), names);
      } else if (entry instanceof Utf8Entry text && text.stringValue().contains("Lbelfry/")) {
        collect(text.stringValue(), names);
      }
    }
    return names;
  }

  private static void collect(String text, Set<String> names) {
    Matcher ours = OURS.matcher(text);
    while (ours.find()) {
      if (ours.start() == 0 || "[L<;(".indexOf(text.charAt(ours.start() - 1)) >= 0) {
        names.add(ours.group());
      }
    }
  }

  private static String packageOf(String internalName) {
    return internalName.substring(0, internalName.lastIndexOf('/'));
  }

  private static boolean reaches(Map<String, Set<String>> uses, String start) {
    var seen = new HashSet<String>();
    var next = new ArrayDeque<>(new ArrayList<>(uses.getOrDefault(start, Set.of())));
    while (!next.isEmpty()) {
      String here = next.poll();
      if (here.equals(start)) {
        return true;
      }
      if (seen.add(here)) {
        next.addAll(uses.getOrDefault(here, Set.of()));
      }
    }
    return false;
  }
}
