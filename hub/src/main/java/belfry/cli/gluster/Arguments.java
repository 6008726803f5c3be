package belfry.cli.gluster;

import belfry.format.gluster.Python;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What was typed, read as Python's argparse does: options may stand anywhere, be cut short where
 * that is not ambiguous, and carry their value behind {@code =} or, by their letter, at once.
 *
 * @param values of arguments and options by name; what was not given is absent
 */
record Arguments(Command command, Map<String, String> values) {
  private static final Pattern NEGATIVE_NUMBER = Pattern.compile("-\\d+|-\\d*\\.\\d+");

  Arguments {
    values = Collections.unmodifiableMap(new TreeMap<>(values));
  }

  boolean json() {
    return values.containsKey(Command.Option.JSON.name());
  }

  /** Empty text if it was not given. */
  String value(String name) {
    return values.getOrDefault(name, "");
  }

  /**
   * Reads a command line; empty if it names no subcommand.
   *
   * @throws Usage for help, and for what argparse would refuse
   */
  static Optional<Arguments> parse(List<String> args) throws Usage {
    var extras = new ArrayList<String>();
    for (int i = 0; i < args.size(); i++) {
      String arg = args.get(i);
      if (!looksLikeOption(arg)) {
        Command command = Command.of(arg).orElse(null);
        if (command == null) {
          throw Usage.wrong(invalidChoice(arg));
        }
        return Optional.of(
            new Reader(command, extras, args.subList(i + 1, args.size())).arguments());
      }
      if (arg.startsWith("-h") || (arg.length() > 2 && "--help".startsWith(arg))) {
        throw Usage.help(HelpText.help());
      }
      extras.add(arg);
    }
    refuse(extras);
    return Optional.empty();
  }

  private static String invalidChoice(String arg) {
    return "argument "
        + HelpText.choices()
        + ": invalid choice: "
        + Python.repr(arg)
        + " (choose from "
        + Stream.of(Command.values())
            .map(command -> "'" + command.typed() + "'")
            .collect(Collectors.joining(", "))
        + ")";
  }

  private static void refuse(List<String> extras) throws Usage {
    if (!extras.isEmpty()) {
      throw Usage.wrong("unrecognized arguments: " + String.join(" ", extras));
    }
  }

  private static boolean looksLikeOption(String arg) {
    return arg.length() > 1
        && arg.startsWith("-")
        && arg.indexOf(' ') < 0
        && !NEGATIVE_NUMBER.matcher(arg).matches();
  }

  /** Reads what stands behind a subcommand. */
  private static final class Reader {
    private final Command command;
    private final List<String> extras;
    private final Deque<String> rest;
    private final Map<String, String> values = new TreeMap<>();

    Reader(Command command, List<String> extras, List<String> args) {
      this.command = command;
      this.extras = extras;
      this.rest = new ArrayDeque<>(args);
    }

    Arguments arguments() throws Usage {
      var free = new ArrayDeque<>(command.arguments());
      boolean optionsEnded = false;
      while (!rest.isEmpty()) {
        String arg = rest.pop();
        if (!optionsEnded && arg.equals("--")) {
          optionsEnded = true;
        } else if (!optionsEnded && looksLikeOption(arg)) {
          option(arg);
        } else if (free.isEmpty()) {
          extras.add(arg);
        } else {
          values.put(free.pop().name(), arg);
        }
      }
      if (!free.isEmpty()) {
        throw Usage.wrong(
            command,
            "the following arguments are required: "
                + free.stream().map(Command.Argument::name).collect(Collectors.joining(", ")));
      }
      refuse(extras);
      return new Arguments(command, values);
    }

    private void option(String arg) throws Usage {
      int equals = arg.indexOf('=');
      String name = equals < 0 ? arg : arg.substring(0, equals);
      if (name.equals("-h") || name.equals("--help")) {
        throw Usage.help(HelpText.help(command));
      }
      List<Command.Option> meant = meant(name);
      if (meant.size() > 1) {
        throw Usage.wrong(
            command,
            "ambiguous option: "
                + arg
                + " could match "
                + meant.stream().map(o -> "--" + o.name()).collect(Collectors.joining(", ")));
      }
      if (meant.isEmpty()) {
        unknown(arg, name);
        return;
      }
      Command.Option option = meant.getFirst();
      if (equals >= 0) {
        take(option, arg.substring(equals + 1));
      } else if (!name.startsWith("--") && name.length() > 2) {
        take(option, name.substring(2));
      } else if (option.takesValue()) {
        next(option);
      } else {
        values.put(option.name(), "");
      }
    }

    private void unknown(String arg, String name) throws Usage {
      if (name.length() > 2 && "--help".startsWith(name)) {
        throw Usage.help(HelpText.help(command));
      }
      extras.add(arg);
    }

    private List<Command.Option> meant(String name) {
      if (!name.startsWith("--")) {
        return command.options().stream()
            .filter(o -> !o.letter().isEmpty() && name.startsWith("-" + o.letter()))
            .toList();
      }
      List<Command.Option> exact =
          command.options().stream().filter(o -> name.equals("--" + o.name())).toList();
      return exact.isEmpty()
          ? command.options().stream().filter(o -> ("--" + o.name()).startsWith(name)).toList()
          : exact;
    }

    private void take(Command.Option option, String value) throws Usage {
      if (!option.takesValue()) {
        throw Usage.wrong(
            command,
            "argument " + option.names() + ": ignored explicit argument " + Python.repr(value));
      }
      values.put(option.name(), value);
    }

    private void next(Command.Option option) throws Usage {
      if (rest.isEmpty() || looksLikeOption(rest.peek())) {
        throw Usage.wrong(command, "argument " + option.names() + ": expected one argument");
      }
      values.put(option.name(), rest.pop());
    }
  }
}
