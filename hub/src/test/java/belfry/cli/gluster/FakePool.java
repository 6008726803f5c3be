package belfry.cli.gluster;

import belfry.gluster.ask.Answer;
import belfry.gluster.ask.Question;
import belfry.gluster.files.GlusterProgram;
import java.util.List;
import java.util.Set;

/** A pool of two: {@code node2} and this node, in the states that a test gives them. */
final class FakePool implements Nodes {
  /** Whether glusterd of this node answers. */
  boolean reachable = true;

  boolean node2Up = true;
  String node2Daemon = LocalNode.UP;

  /** Webhooks that node2 cannot reach. */
  Set<String> closedToNode2 = Set.of();

  /** Webhooks that this node cannot reach. */
  Set<String> closed = Set.of();

  /** The files that node2 was sent. */
  int puts;

  @Override
  public void put(String file) throws GlusterProgram.Failed {
    check();
    if (node2Up) {
      puts++;
    }
  }

  @Override
  public List<Row> ask(Question question) throws GlusterProgram.Failed {
    check();
    Row node2 =
        node2Up ? Row.up("node2", answer(question, node2Daemon, closedToNode2)) : Row.down("node2");
    return List.of(node2, Row.up(LocalNode.NAME, answer(question, LocalNode.UP, closed)));
  }

  private static Answer answer(Question question, String daemon, Set<String> closed) {
    return switch (question) {
      case Question.Status status -> Answer.output(daemon);
      case Question.Reload reload -> Answer.DONE;
      case Question.WebhookTest test ->
          closed.contains(test.url()) ? Answer.error(refused(test.url())) : Answer.DONE;
    };
  }

  private static String refused(String url) {
    String port = url.replaceAll("http://127.0.0.1:([0-9]+)/.*", "$1");
    return "HTTPConnectionPool(host='127.0.0.1', port="
        + port
        + "): Max retries exceeded with url: /listen (Caused by NewConnectionError('Failed to"
        + " establish a new connection: [Errno 111] Connection refused'))";
  }

  private void check() throws GlusterProgram.Failed {
    if (!reachable) {
      throw new GlusterProgram.Failed(
          1, "Connection failed. Please check if gluster daemon is operational.\n");
    }
  }
}
