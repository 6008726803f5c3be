package belfry.cli.gluster;

import belfry.gluster.files.Refusal;
import belfry.gluster.files.Webhooks;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A process that adds webhooks, one change of the file each. */
final class Adding {
  private Adding() {}

  /**
   * @param args the events directory, a word for the URLs, how many
   */
  public static void main(String[] args) throws Refusal {
    var webhooks = new Webhooks(Path.of(args[0]));
    for (int i = 0; i < Integer.parseInt(args[2]); i++) {
      webhooks.add("http://" + args[1] + "/" + i, "", "");
    }
  }

  static Process start(Path folder, String name, int count) throws IOException {
    return java(Adding.class.getName(), folder.toString(), name, Integer.toString(count)).start();
  }

  /** A JVM with the classes under test. */
  static ProcessBuilder java(String... arguments) {
    return new ProcessBuilder(command(arguments)).inheritIO();
  }

  static List<String> command(String... arguments) {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path")));
    command.addAll(List.of(arguments));
    return command;
  }
}
