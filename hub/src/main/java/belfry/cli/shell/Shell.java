package belfry.cli.shell;

import belfry.cli.print.Paint;
import java.io.InputStream;
import java.io.PrintStream;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a command has of the process it runs in.
 *
 * @param env the environment
 * @param terminal what of it is a terminal
 * @param clock for "an hour ago"
 * @param zone for times that people read
 * @param interrupts who is told when the user presses Ctrl-C or the process is asked to end
 * @param hangups who is told at SIGHUP, by which a server reads its settings again
 */
public record Shell(
    InputStream in,
    PrintStream out,
    PrintStream err,
    Map<String, String> env,
    Terminal terminal,
    InstantSource clock,
    ZoneId zone,
    Interrupts interrupts,
    Interrupts hangups) {

  /**
   * @param in whether standard input is a terminal, so that somebody can be asked
   * @param out whether standard output is one
   * @param err whether standard error is one
   * @param columns its width
   */
  public record Terminal(boolean in, boolean out, boolean err, int columns) {
    /** Width of a terminal that does not say. */
    public static final int DEFAULT_COLUMNS = 80;

    /** Pipes and files only. */
    public static final Terminal NONE = new Terminal(false, false, false, DEFAULT_COLUMNS);
  }

  /** Who is told when a signal arrives. */
  @FunctionalInterface
  public interface Interrupts {
    /** Runs {@code last} then; running the result takes it back. */
    Runnable watch(Runnable last);
  }

  /** An environment variable that is set and not empty. */
  public Optional<String> variable(String name) {
    return Optional.ofNullable(env.get(name)).filter(value -> !value.isEmpty());
  }

  public Paint paint() {
    return terminal.out() && variable("NO_COLOR").isEmpty() ? Paint.ON : Paint.OFF;
  }

  /** The width to fit lines into; empty in a pipe, where nothing is cut. */
  public OptionalInt width() {
    return terminal.out() ? OptionalInt.of(terminal.columns()) : OptionalInt.empty();
  }
}
