package belfry.cli.gluster;

import belfry.event.Malformed;
import belfry.event.Payload;
import belfry.format.json.Json;
import belfry.format.json.JsonType;
import belfry.format.json.JsonValue;
import belfry.format.json.Rules;
import belfry.gluster.ask.Answer;
import belfry.gluster.ask.Question;
import belfry.gluster.files.GlusterProgram;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The nodes of a Gluster pool, reached through glusterd: it copies files to all of them, and runs
 * {@code peer_eventsapi.py} on each, ours or Gluster's own, which answers in a line of JSON.
 */
final class GlusterNodes implements Nodes {
  private static final Pattern PEER =
      Pattern.compile("<uuid>([^<]*)</uuid>\\s*<hostname>([^<]*)</hostname>");

  /** What stands for a token or a secret that there is not. */
  static final String NONE = ".";

  private final GlusterProgram gluster;

  GlusterNodes(GlusterProgram gluster) {
    this.gluster = gluster;
  }

  @Override
  public void put(String file) throws GlusterProgram.Failed {
    gluster.run("system::", "copy", "file", "/events/" + file);
  }

  @Override
  public List<Row> ask(Question question) throws GlusterProgram.Failed {
    var command = new ArrayList<>(List.of("system::", "execute", "eventsapi.py"));
    command.addAll(
        switch (question) {
          case Question.Status status -> List.of(Command.NODE_STATUS.typed());
          case Question.Reload reload -> List.of(Command.NODE_RELOAD.typed());
          case Question.WebhookTest(String url, String token, String secret) ->
              List.of(Command.NODE_WEBHOOK_TEST.typed(), url, orNone(token), orNone(secret));
        });
    Map<String, Answer> answers = answers(gluster.run(command.toArray(String[]::new)));
    var rows = new ArrayList<Row>();
    Matcher peer = PEER.matcher(gluster.run("--mode=script", "pool", "list", "--xml"));
    while (peer.find()) {
      Answer answer = answers.get(peer.group(1));
      rows.add(answer == null ? Row.down(peer.group(2)) : Row.up(peer.group(2), answer));
    }
    return rows;
  }

  private static String orNone(String text) {
    return text.isEmpty() ? NONE : text;
  }

  /** Answers by node; a line that is none, such as a launcher's remark, is left out. */
  private static Map<String, Answer> answers(String lines) {
    var answers = new HashMap<String, Answer>();
    for (String line : lines.lines().toList()) {
      try {
        JsonValue json = Json.parse(Payload.of(line), Rules.PYTHON);
        boolean ok = json.get("ok").filter(value -> value.type() == JsonType.TRUE).isPresent();
        String text = json.text(ok ? "output" : "error");
        answers.put(json.text("nodeid"), new Answer(ok, text));
      } catch (Malformed e) {
        // No answer: the node shows as down.
      }
    }
    return answers;
  }
}
