package belfry.cli;

import belfry.cli.print.Paint;
import belfry.cli.shell.Shell;
import belfry.cli.shell.Text;

/** What the demo says when it is ready: where to look, as commands to copy. */
final class Welcome {
  private Welcome() {}

  /**
   * @param address of the hub's socket
   * @param option what the other commands need to find it; empty if they find it by themselves
   */
  static String text(Shell shell, String address, String option, int events) {
    String hub = option.isEmpty() ? "" : " --hub " + option;
    String socket = address.startsWith("unix:") ? address.substring("unix:".length()) : address;
    String curl = "curl -sN --unix-socket " + socket;
    String program = shell.variable("BELFRY_PROGRAM").orElse("belfry");
    return """

        The demo plays: %s are here already, more arrive all the time, from LXD, Gluster,
        Glance and, as Cloud.ru records and CloudEvents, from the demo itself. In a second shell:

          %s

        Stop with Ctrl-C.
        """
        .formatted(
            Text.counted(events, "event"),
            String.join(
                "\n  ",
                bold(shell, program + " monitor --pretty" + hub),
                bold(shell, program + " search 'event_level >= WARN' --since 1h" + hub),
                bold(shell, curl + " 'http://hub/1.0/journal/events?format=cloudru&limit=3'")));
  }

  private static String bold(Shell shell, String text) {
    boolean colours = shell.terminal().err() && shell.variable("NO_COLOR").isEmpty();
    return (colours ? Paint.ON : Paint.OFF).ink(Paint.Ink.BOLD, text);
  }
}
