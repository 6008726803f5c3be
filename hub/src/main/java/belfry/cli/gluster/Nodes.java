package belfry.cli.gluster;

import belfry.gluster.ask.Answer;
import belfry.gluster.ask.Question;
import belfry.gluster.files.GlusterProgram;
import java.util.List;

/** All nodes of a cluster, this one included: what the commands ask of every node. */
interface Nodes {
  /**
   * Brings a file of the events directory to all other nodes that can be reached.
   *
   * @param file its name in that directory, {@code webhooks.json}
   * @throws GlusterProgram.Failed if this node cannot reach any, itself included
   */
  void put(String file) throws GlusterProgram.Failed;

  /**
   * Asks every node, and waits for all answers.
   *
   * @return a row for every node of the cluster, in the order in which Gluster lists them
   * @throws GlusterProgram.Failed if this node cannot reach any, itself included
   */
  List<Row> ask(Question question) throws GlusterProgram.Failed;

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
}
