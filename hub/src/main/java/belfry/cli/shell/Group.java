package belfry.cli.shell;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that only holds others. */
public abstract class Group implements Callable<Integer> {
  @Spec CommandSpec spec;

  /** A fresh one of each, in the order of the help page. */
  public abstract List<Object> commands();

  @Override
  public final Integer call() {
    String known = commands().stream().map(Group::name).collect(Collectors.joining(", "));
    throw new ParameterException(
        spec.commandLine(), "no command given (expected: one of " + known + ")");
  }

  /** What a command is called by. */
  public static String name(Object command) {
    return command.getClass().getAnnotation(Command.class).name();
  }
}
