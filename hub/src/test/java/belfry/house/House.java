package belfry.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Where everything is, for tests that read the project itself. */
final class House {
  /** The top of the checkout: Surefire runs in the module. */
  static final Path TOP = Path.of("").toAbsolutePath().getParent();

  static final Path MODULE = TOP.resolve("hub");

  private House() {}

  /** The classes of the main sources. */
  static List<ClassModel> classes() {
    return files(MODULE.resolve("target/classes"), path -> path.toString().endsWith(".class"))
        .stream()
        .map(House::parse)
        .toList();
  }

  /** Main and test sources. */
  static List<Path> sources() {
    return files(MODULE.resolve("src"), path -> path.toString().endsWith(".java"));
  }

  static List<Path> files(Path folder, Predicate<Path> wanted) {
    try (Stream<Path> walk = Files.walk(folder)) {
      return walk.filter(Files::isRegularFile).filter(wanted).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ClassModel parse(Path file) {
    try {
      return ClassFile.of().parse(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The area of a class: {@code belfry/format/json/Json} is in {@code format}. */
  static String area(String internalName) {
    String[] parts = internalName.split("/");
    return parts.length < 3 ? "root" : parts[1];
  }
}
