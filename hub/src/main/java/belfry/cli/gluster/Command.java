package belfry.cli.gluster;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The subcommands, in the order in which the real program names them, with the arguments of each.
 */
enum Command {
  NODE_RELOAD,
  RELOAD,
  NODE_STATUS,
  STATUS,
  WEBHOOK_ADD(List.of(Argument.URL), Option.TOKEN, Option.SECRET_TO_ADD),
  WEBHOOK_MOD(List.of(Argument.URL), Option.TOKEN, Option.SECRET_TO_ADD),
  WEBHOOK_DEL(List.of(Argument.URL)),
  NODE_WEBHOOK_TEST(
      List.of(
          new Argument("url", ""), new Argument("bearer_token", ""), new Argument("secret", ""))),
  WEBHOOK_TEST(List.of(Argument.URL), Option.TOKEN, Option.SECRET_TO_TEST),
  CONFIG_GET(List.of(), new Option("name", "", "Config Name")),
  CONFIG_SET(List.of(new Argument("name", "Config Name"), new Argument("value", "Config Value"))),
  CONFIG_RESET(List.of(new Argument("name", "Config Name or all"))),
  SYNC;

  @SuppressWarnings("ImmutableEnumChecker") // only lists that never change are given
  private final List<Argument> arguments;

  @SuppressWarnings("ImmutableEnumChecker")
  private final List<Option> options;

  Command() {
    this(List.of());
  }

  Command(List<Argument> arguments, Option... options) {
    this.arguments = arguments;
    this.options = Stream.concat(Stream.of(options), Stream.of(Option.JSON)).toList();
  }

  /** As it is typed. */
  String typed() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether glusterd calls it, not a person: it answers in one JSON line and is in no help. */
  boolean forPeers() {
    return typed().startsWith("node-");
  }

  List<Argument> arguments() {
    return arguments;
  }

  /** All but help; {@code --json} is the last. */
  List<Option> options() {
    return options;
  }

  static Optional<Command> of(String typed) {
    return Stream.of(values()).filter(command -> command.typed().equals(typed)).findFirst();
  }

  /**
   * What stands by its place.
   *
   * @param help empty if the real program has none
   */
  record Argument(String name, String help) {
    static final Argument URL = new Argument("url", "URL of Webhook");
  }

  /**
   * What stands by its name.
   *
   * @param name without the dashes
   * @param letter its short form without the dash; empty if it has none
   */
  record Option(String name, String letter, String help) {
    static final Option JSON = new Option("json", "", "JSON Output");
    static final Option TOKEN = new Option("bearer_token", "t", "Bearer Token");
    static final Option SECRET_TO_ADD = new Option("secret", "s", "Secret to add JWT Bearer Token");
    static final Option SECRET_TO_TEST =
        new Option("secret", "s", "Secret to generate Bearer Token");

    boolean takesValue() {
      return !name.equals(JSON.name);
    }

    /** {@code --secret SECRET}. */
    String usage() {
      return takesValue() ? "--" + name + " " + metavar() : "--" + name;
    }

    /** {@code --secret SECRET, -s SECRET}. */
    String invocation() {
      return letter.isEmpty() ? usage() : usage() + ", -" + letter + " " + metavar();
    }

    /** {@code --secret/-s}, as errors name it. */
    String names() {
      return letter.isEmpty() ? "--" + name : "--" + name + "/-" + letter;
    }

    private String metavar() {
      return name.toUpperCase(Locale.ROOT);
    }
  }
}
