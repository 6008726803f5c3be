package belfry.cli.gluster;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Usage and help in the layout of Python's argparse, at 80 columns. */
final class HelpText {
  /** Columns of a terminal of 80, as argparse uses them. */
  private static final int COLUMNS = 78;

  private static final int HELP_COLUMN_MAX = 24;
  private static final String HELP_LINE = "show this help message and exit";

  private HelpText() {}

  /** The visible subcommands: {@code {reload,status,…}}. */
  static String choices() {
    return Stream.of(Command.values())
        .filter(command -> !command.forPeers())
        .map(Command::typed)
        .collect(Collectors.joining(",", "{", "}"));
  }

  /** Three lines for the program as a whole. */
  static String usage() {
    String start = "usage: " + EventsApi.NAME + " ";
    String indent = " ".repeat(start.length());
    return start + "[-h]\n" + indent + choices() + "\n" + indent + "...\n";
  }

  static String help() {
    return usage()
        + "\npositional arguments:\n  "
        + choices()
        + "\n\noptions:\n"
        + "  -h, --help            "
        + HELP_LINE
        + "\n";
  }

  static String usage(Command command) {
    String start = "usage: " + EventsApi.NAME + " " + command.typed() + " ";
    var options = new ArrayList<>(List.of("[-h]"));
    command.options().forEach(option -> options.add("[" + option.usage() + "]"));
    List<String> arguments = command.arguments().stream().map(Command.Argument::name).toList();
    var all = new ArrayList<>(options);
    all.addAll(arguments);
    String line = start + String.join(" ", all);
    if (line.length() <= COLUMNS) {
      return line + "\n";
    }
    String indent = " ".repeat(start.length());
    return start
        + wrapped(options, indent)
        + (arguments.isEmpty() ? "" : indent + wrapped(arguments, indent));
  }

  private static String wrapped(List<String> words, String indent) {
    var text = new StringBuilder();
    int column = indent.length() - 1;
    for (String word : words) {
      if (column + 1 + word.length() > COLUMNS) {
        text.append('\n').append(indent);
        column = indent.length() - 1;
      } else if (!text.isEmpty()) {
        text.append(' ');
      }
      text.append(word);
      column += 1 + word.length();
    }
    return text.append('\n').toString();
  }

  static String help(Command command) {
    int widest =
        Stream.concat(
                Stream.of("-h, --help"),
                Stream.concat(
                    command.arguments().stream().map(Command.Argument::name),
                    command.options().stream().map(Command.Option::invocation)))
            .mapToInt(String::length)
            .max()
            .orElseThrow();
    int column = Math.min(2 + widest + 2, HELP_COLUMN_MAX);
    var text = new StringBuilder(usage(command));
    if (!command.arguments().isEmpty()) {
      text.append("\npositional arguments:\n");
      command.arguments().forEach(a -> line(text, a.name(), a.help(), column));
    }
    text.append("\noptions:\n");
    line(text, "-h, --help", HELP_LINE, column);
    command.options().forEach(o -> line(text, o.invocation(), o.help(), column));
    return text.toString();
  }

  private static void line(StringBuilder text, String what, String help, int column) {
    text.append("  ").append(what);
    if (!help.isEmpty()) {
      int at = 2 + what.length();
      if (at + 2 > column) {
        text.append('\n');
        at = 0;
      }
      text.append(" ".repeat(column - at)).append(help);
    }
    text.append('\n');
  }
}
