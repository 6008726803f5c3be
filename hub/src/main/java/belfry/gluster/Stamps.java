package belfry.gluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;

/** Tells whether files were written or replaced since the last look. Used by one thread. */
final class Stamps {
  private final List<Path> files;
  private List<Optional<Stamp>> last;

  private record Stamp(FileTime modified, long size, String key) {}

  Stamps(List<Path> files) {
    this.files = List.copyOf(files);
    last = now();
  }

  boolean changed() {
    List<Optional<Stamp>> before = last;
    last = now();
    return !last.equals(before);
  }

  private List<Optional<Stamp>> now() {
    return files.stream().map(Stamps::of).toList();
  }

  /** Empty if it is not there, or nobody may look at it. */
  private static Optional<Stamp> of(Path file) {
    try {
      var seen = Files.readAttributes(file, BasicFileAttributes.class);
      return Optional.of(
          new Stamp(seen.lastModifiedTime(), seen.size(), String.valueOf(seen.fileKey())));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
