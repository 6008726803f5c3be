package belfry.cli.subscription;

import belfry.cli.shell.Failure;
import belfry.cli.shell.Shell;
import belfry.cli.shell.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The editor of whoever sits at the terminal, over a file that only they may read. */
final class Editor implements AutoCloseable {
  private final Shell shell;
  private final Path file;
  private boolean kept;

  /**
   * @param name of what is edited, for the name of the file
   */
  Editor(Shell shell, String name) throws Failure {
    this.shell = shell;
    try {
      this.file = Files.createTempFile("belfry-" + name + "-", ".yaml");
    } catch (IOException e) {
      throw Failure.failed("no file to edit: " + Text.reason(e));
    }
  }

  /** What a text has become when the editor has ended. */
  String edited(String text) throws Failure {
    String editor = shell.variable("VISUAL").or(() -> shell.variable("EDITOR")).orElse("vi");
    try {
      Files.writeString(file, text);
      // EDITOR may hold options, as for everybody who reads it: the shell takes it apart.
      var process =
          new ProcessBuilder("sh", "-c", editor + " \"$1\"", "sh", file.toString()).inheritIO();
      int exit = process.start().waitFor();
      if (exit != 0) {
        throw Failure.failed(editor + ": ended with " + exit + "; nothing was changed");
      }
      return Files.readString(file);
    } catch (IOException e) {
      throw Failure.failed(editor + ": " + Text.reason(e) + "; nothing was changed");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failure.failed("interrupted; nothing was changed");
    }
  }

  /** Leaves the file where it is. */
  Path keep() {
    kept = true;
    return file;
  }

  @Override
  public void close() throws Failure {
    try {
      if (!kept) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw Failure.failed(file + ": cannot be removed: " + Text.reason(e));
    }
  }
}
