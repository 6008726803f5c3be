package belfry.cli.gluster;

import belfry.gluster.ask.Answer;
import belfry.gluster.ask.Question;
import belfry.os.Flock;
import belfry.os.Posix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** This node: answers what it is asked itself. As a cluster it is one without peers. */
final class LocalNode implements Nodes {
  /** How a node names itself. */
  static final String NAME = "localhost";

  static final String UP = "UP";
  static final String DOWN = "DOWN";

  private final Path pidFile;
  private final WebhookTest webhookTest;

  /**
   * @param pidFile of the daemon
   * @param webhookTest how a webhook is tested
   */
  LocalNode(Path pidFile, WebhookTest webhookTest) {
    this.pidFile = pidFile;
    this.webhookTest = webhookTest;
  }

  /** How a webhook is tested. */
  @FunctionalInterface
  interface WebhookTest {
    /** {@link Answer#DONE} if it answered with status 200. */
    Answer of(String url, String token, String secret);
  }

  Answer answer(Question question) {
    try {
      return switch (question) {
        case Question.Status status -> Answer.output(daemon().isPresent() ? UP : DOWN);
        case Question.Reload reload -> reload();
        case Question.WebhookTest(String url, String token, String secret) ->
            webhookTest.of(url, token, secret);
      };
    } catch (IOException e) {
      return Answer.error(String.valueOf(e.getMessage()));
    }
  }

  /** A daemon that does not run needs no signal: it reads its files when it starts. */
  private Answer reload() throws IOException {
    OptionalInt daemon = daemon();
    if (daemon.isPresent()) {
      Posix.kill(daemon.getAsInt(), Posix.SIGUSR2);
    }
    return Answer.DONE;
  }

  /** The daemon's process, if it runs: only then somebody has the lock of the pid file. */
  private OptionalInt daemon() throws IOException {
    try {
      Optional<Flock> free = Flock.tryTake(pidFile);
      if (free.isPresent()) {
        free.get().close();
        return OptionalInt.empty();
      }
      String pid = Files.readString(pidFile).strip();
      if (!pid.matches("[1-9][0-9]{0,8}") || pid.equals("1")) {
        throw new IOException(pidFile + ": " + pid + " (expected: the number of a process)");
      }
      return OptionalInt.of(Integer.parseInt(pid));
    } catch (NoSuchFileException e) {
      return OptionalInt.empty();
    }
  }

  @Override
  public void put(String file) {
    // It is here already.
  }

  @Override
  public List<Row> ask(Question question) {
    return List.of(Row.up(NAME, answer(question)));
  }
}
