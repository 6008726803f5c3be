package belfry.cli.subscription;

import belfry.cli.shell.Answer;
import belfry.cli.shell.Failure;
import belfry.cli.shell.HubOptions;
import belfry.cli.wire.HubClient;
import belfry.cli.wire.Reply;
import belfry.cli.wire.Request;
import belfry.event.Payload;
import belfry.format.json.JsonValue;
import belfry.naming.Nearest;
import java.util.List;
import java.util.Optional;

/** The subscriptions of a hub, as its API has them. Errors name the nearest name there is. */
final class Subscriptions {
  private static final String ALL = "/1.0/subscriptions";
  private static final int NOT_FOUND = 404;

  private final HubClient client;

  Subscriptions(HubClient client) {
    this.client = client;
  }

  /**
   * One of them as it was read.
   *
   * @param document with {@code status}; secrets are masked
   * @param tag what {@link #replace} must find unchanged; empty if the hub gave none
   */
  record Known(JsonValue document, Optional<String> tag) {}

  /** Whole, with their status. */
  List<JsonValue> all() throws Failure {
    return Answer.metadata(HubOptions.ask(client, Request.get(ALL + "?recursion=1"))).elements();
  }

  Known get(String name) throws Failure {
    Reply reply = ask(name, Request.get(path(name)));
    return new Known(Answer.metadata(reply), reply.header("etag"));
  }

  void create(Payload document) throws Failure {
    HubOptions.ask(client, Request.json("POST", ALL, document));
  }

  /** Puts another document in its place, if nobody else did since it was read. */
  void replace(String name, Payload document, Optional<String> tag) throws Failure {
    Request request = Request.json("PUT", path(name), document);
    ask(name, tag.isPresent() ? request.with("If-Match", tag.get()) : request);
  }

  void remove(String name) throws Failure {
    ask(name, Request.delete(path(name)));
  }

  /** Pauses, resumes or moves. */
  void state(String name, Draft change) throws Failure {
    ask(name, Request.json("PUT", path(name) + "/state", change.json()));
  }

  /**
   * What the hub keeps about one: its attempts, dead letters, replays.
   *
   * @param what the last part of the path, with its query
   */
  JsonValue look(String name, String what) throws Failure {
    return Answer.metadata(ask(name, Request.get(path(name) + "/" + what)));
  }

  /** Something to be done with one: a test, a redelivery, a replay. */
  JsonValue act(String name, String what, Draft how) throws Failure {
    // On a fresh connection: what breaks on an old one is sent again, and this must not be.
    client.close();
    return Answer.metadata(ask(name, Request.json("POST", path(name) + "/" + what, how.json())));
  }

  void cancelReplay(String name, String id) throws Failure {
    ask(name, Request.delete(path(name) + "/replays/" + Request.encoded(id)));
  }

  private static String path(String name) {
    return ALL + "/" + Request.encoded(name);
  }

  private Reply ask(String name, Request request) throws Failure {
    Reply reply = HubOptions.send(client, request);
    if (reply.ok()) {
      return reply;
    }
    Failure refused = HubOptions.refused(reply);
    if (reply.status() != NOT_FOUND) {
      throw refused;
    }
    List<String> names = all().stream().map(known -> known.text("name")).toList();
    Optional<String> nearest = Nearest.of(name, names);
    if (nearest.isEmpty()) {
      throw refused.with("there are none yet; see `belfry subscription add --help`");
    }
    throw names.contains(name) ? refused : refused.with("did you mean " + nearest.get() + "?");
  }
}
