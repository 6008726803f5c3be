package belfry.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import belfry.cli.shell.Shell;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;

/** A person at a shell: runs command lines in process and sees what they print. */
public final class Session {
  public static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

  private final Map<String, String> env = new TreeMap<>();
  private Shell.Terminal terminal = Shell.Terminal.NONE;
  private String input = "";
  private InstantSource clock = InstantSource.fixed(NOW);
  private HubStart hubStart =
      settings -> {
        throw new IOException("no hub in this test");
      };
  private volatile Runnable interrupt = () -> {};
  private volatile Runnable hangup = () -> {};
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  public Session env(String name, String value) {
    env.put(name, value);
    return this;
  }

  public Session terminal(int columns) {
    terminal = new Shell.Terminal(true, true, true, columns);
    return this;
  }

  /** Lets "an hour ago" mean that, where a real hub is asked. */
  public Session realTime() {
    clock = InstantSource.system();
    return this;
  }

  public Session input(String text) {
    input = text;
    return this;
  }

  public Session hub(HubStart start) {
    hubStart = start;
    return this;
  }

  /** Runs one command line to its end. */
  public int run(String... args) {
    out.reset();
    err.reset();
    return cli().run(args);
  }

  Cli cli() {
    return new Cli(shell(), hubStart);
  }

  Shell shell() {
    return new Shell(
        new ByteArrayInputStream(input.getBytes(UTF_8)),
        new PrintStream(out, false, UTF_8),
        new PrintStream(err, false, UTF_8),
        env,
        terminal,
        clock,
        ZoneOffset.UTC,
        last -> {
          interrupt = last;
          return () -> interrupt = () -> {};
        },
        reload -> {
          hangup = reload;
          return () -> hangup = () -> {};
        });
  }

  /** Presses Ctrl-C. */
  public void interrupt() {
    interrupt.run();
  }

  /** Sends SIGHUP. */
  public void hangUp() {
    hangup.run();
  }

  public String out() {
    return out.toString(UTF_8);
  }

  public String err() {
    return err.toString(UTF_8);
  }
}
