package belfry.cli.gluster;

import belfry.cli.wire.HubAddress;
import belfry.cli.wire.HubClient;
import belfry.cli.wire.Reply;
import belfry.cli.wire.Request;
import belfry.event.Malformed;
import belfry.event.Payload;
import belfry.format.json.Json;
import belfry.format.json.JsonType;
import belfry.format.json.JsonValue;
import belfry.format.json.JsonWriter;
import belfry.gluster.ask.Answer;
import belfry.gluster.ask.Question;
import belfry.settings.Setting;
import belfry.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Nodes that are hubs, asked over HTTP, and this one, which is the last. A member that cannot be
 * reached is down; one that refuses says why.
 */
final class HubNodes implements Nodes {
  private static final String PATH = "/1.0/gluster/";
  private static final String JSON = "application/json";

  private final Path events;
  private final List<Member> members;
  private final LocalNode local;
  private final String agent;

  /** Why members did not take a file, by name: they cannot be in step. */
  private final Map<String, String> refused = new ConcurrentHashMap<>();

  /**
   * Another node.
   *
   * @param token the file with the token that it takes
   */
  record Member(String name, HubAddress address, Path token) {
    /**
     * The other nodes that the settings of a hub name.
     *
     * @throws IllegalArgumentException if one has not its shape
     */
    static List<Member> of(Settings settings) {
      Path tokens = settings.data().resolve("cluster");
      return settings.list(Setting.CLUSTER_MEMBERS).stream()
          .map(text -> parse(text, tokens))
          .filter(member -> !member.name().equals(settings.serverName()))
          .toList();
    }

    /**
     * Reads {@code NAME=http://HOST:PORT}.
     *
     * @param tokens where the tokens are
     */
    static Member parse(String text, Path tokens) {
      int equals = text.indexOf('=');
      String name = text.substring(0, Math.max(0, equals));
      if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,62}")) {
        throw new IllegalArgumentException(
            "cluster.members: " + text + " (expected: NAME=http://HOST:PORT)");
      }
      HubAddress address = HubAddress.parse(text.substring(equals + 1));
      return new Member(name, address, tokens.resolve(name + ".token"));
    }
  }

  /**
   * @param events the events directory, whose files the others get
   * @param agent the User-Agent
   */
  HubNodes(Path events, List<Member> members, LocalNode local, String agent) {
    this.events = events;
    this.members = List.copyOf(members);
    this.local = local;
    this.agent = agent;
  }

  /** Who is down then, or does not take it, shows it when it is asked to reload. */
  @Override
  public void put(String file) {
    eachAtOnce(member -> put(member, file));
  }

  private void put(Member member, String file) {
    try {
      var body = new Request.Body(JSON, Payload.owning(Files.readAllBytes(events.resolve(file))));
      var request = new Request("PUT", PATH + "files/" + file, new TreeMap<>(), Optional.of(body));
      Answer answer = answer(send(member, request));
      if (!answer.ok()) {
        refused.put(member.name(), answer.text());
      }
    } catch (IOException e) {
      refused.put(member.name(), String.valueOf(e.getMessage()));
    }
  }

  @Override
  public List<Row> ask(Question question) {
    Row[] rows = new Row[members.size()];
    eachAtOnce(member -> rows[members.indexOf(member)] = row(member, question));
    var all = new ArrayList<>(List.of(rows));
    all.add(Row.up(LocalNode.NAME, local.answer(question)));
    return all;
  }

  private void eachAtOnce(Consumer<Member> work) {
    List<Thread> threads =
        members.stream()
            .map(member -> Thread.ofVirtual().start(() -> work.accept(member)))
            .toList();
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private Row row(Member member, Question question) {
    try {
      Answer answer = answer(send(member, request(question)));
      boolean asked = answer.ok() && question instanceof Question.Reload;
      String why = asked ? refused.getOrDefault(member.name(), "") : "";
      return Row.up(member.name(), why.isEmpty() ? answer : Answer.error(why));
    } catch (IOException e) {
      return Row.down(member.name());
    }
  }

  private static Request request(Question question) {
    var json = new JsonWriter(JsonWriter.Style.COMPACT).beginObject();
    String asked =
        switch (question) {
          case Question.Status status -> "status";
          case Question.Reload reload -> "reload";
          case Question.WebhookTest(String url, String token, String secret) -> {
            json.member("url", url).member("token", token).member("secret", secret);
            yield "webhook-test";
          }
        };
    return Request.post(PATH + asked, JSON, json.endObject().payload());
  }

  private Reply send(Member member, Request request) throws IOException {
    try (var client = new HubClient(member.address(), token(member), agent)) {
      return client.send(request);
    }
  }

  private static Optional<String> token(Member member) throws IOException {
    try {
      return Optional.of(Files.readString(member.token()).strip());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private static Answer answer(Reply reply) {
    try {
      JsonValue json = Json.parse(reply.body());
      if (!reply.ok()) {
        String reason = json.text("error");
        return Answer.error(reason.isEmpty() ? String.valueOf(reply.status()) : reason);
      }
      JsonValue said = json.get("metadata").orElse(json);
      boolean ok = said.get("ok").filter(value -> value.type() == JsonType.FALSE).isEmpty();
      return new Answer(ok, said.text(ok ? "output" : "error"));
    } catch (Malformed e) {
      return Answer.error(reply.status() + " (expected: the answer of a hub)");
    }
  }
}
