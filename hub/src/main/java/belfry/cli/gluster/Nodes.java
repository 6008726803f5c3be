package belfry.cli.gluster;

import java.util.List;

/** All nodes of a cluster, this one included: what the commands ask of every node. */
interface Nodes {
  /**
   * Brings a file of the events directory to all other nodes that can be reached.
   *
   * @param file its name in that directory, {@code webhooks.json}
   * @throws Failed if this node cannot reach any, itself included
   */
  void put(String file) throws Failed;

  /**
   * Asks every node, and waits for all answers.
   *
   * @return a row for every node of the cluster, in the order in which Gluster lists them
   * @throws Failed if this node cannot reach any, itself included
   */
  List<Row> ask(Question question) throws Failed;

  /** What a node can be asked. */
  sealed interface Question {
    /** Whether its daemon runs: the answer's output is {@code UP} or {@code DOWN}. */
    record Status() implements Question {}

    /** To let its daemon read its files again. */
    record Reload() implements Question {}

    /**
     * To send an empty request to a webhook.
     *
     * @param token empty for none
     * @param secret empty for none; makes the token otherwise
     */
    record WebhookTest(String url, String token, String secret) implements Question {}
  }

  /**
   * What a node answered.
   *
   * @param ok whether it could do it
   * @param text the output if it could, else the reason
   */
  record Answer(boolean ok, String text) {
    static final Answer DONE = new Answer(true, "");

    static Answer output(String text) {
      return new Answer(true, text);
    }

    static Answer error(String text) {
      return new Answer(false, text);
    }
  }

  /**
   * A node and its answer.
   *
   * @param up whether it answered at all; if not, the answer says so in the words of the tables
   */
  record Row(String node, boolean up, Answer answer) {
    static Row up(String node, Answer answer) {
      return new Row(node, true, answer);
    }

    static Row down(String node) {
      return new Row(node, false, Answer.error("N/A"));
    }
  }

  /** Nobody could be asked: glusterd on this node does not answer. */
  final class Failed extends Exception {
    private static final long serialVersionUID = 1L;

    private final int code;

    /**
     * @param code the exit code of whoever was to ask
     * @param text what it said
     */
    Failed(int code, String text) {
      super(text);
      this.code = code;
    }

    int code() {
      return code;
    }

    String text() {
      return String.valueOf(getMessage());
    }
  }
}
