package belfry.format.owasp;

import belfry.event.Payload;
import belfry.format.Address;
import belfry.format.Content;
import belfry.format.json.JsonValue;
import belfry.format.json.JsonWriter;
import belfry.format.json.JsonWriter.Style;

/**
 * One security event of LXD as a JSON object whose values are all texts, empty ones included.
 *
 * @param appid the program that tells, {@code lxd}
 * @param documented whether it has what LXD documents and does not write, too: {@code name}, which
 *     it writes as {@code event}, and {@code project}
 */
public record OwaspForm(String appid, boolean documented) {
  private static final String PROTOCOL = "https";

  /**
   * The server that the event is about; empty texts for what is not known.
   *
   * @param name of the host or the member
   * @param address that it listens at
   * @param port that it listens at
   * @param cluster what its cluster is called
   */
  public record Server(String name, String address, String port, String cluster) {}

  /**
   * @param event as it stands in a frame of {@code GET /1.0/events}
   */
  public Payload line(JsonValue event, Server server) {
    JsonValue metadata = event.get("metadata").orElse(Content.NOTHING);
    JsonValue requestor = metadata.get("requestor").orElse(Content.NOTHING);
    String name = metadata.text("name");
    var json = new JsonWriter(Style.GO).beginObject();
    json.member("appid", appid).member("type", "security");
    json.member("datetime", event.text("timestamp")).member("event", name);
    if (documented) {
      json.member("name", name).member("project", project(event, metadata));
    }
    json.member("level", metadata.text("level"));
    json.member("description", metadata.text("description"));
    json.member("hostname", server.name()).member("host_ip", server.address());
    json.member("port", server.port()).member("protocol", PROTOCOL);
    json.member("request_uri", metadata.text("request_path"));
    json.member("request_method", metadata.text("request_method"));
    json.member("event_source", server.name()).member("cluster_member_name", server.name());
    json.member("cluster_identifier", server.cluster());
    json.member("useragent", requestor.text("user_agent"));
    json.member("source_ip", Address.host(requestor.text("address")));
    json.member("user_id", userId(requestor));
    return json.endObject().payload();
  }

  private static String project(JsonValue event, JsonValue metadata) {
    String project = metadata.text("project");
    return project.isEmpty() ? event.text("project") : project;
  }

  /** {@code PROTOCOL/USERNAME}; nothing of nobody. */
  private static String userId(JsonValue requestor) {
    String username = requestor.text("username");
    String protocol = requestor.text("protocol");
    return username.isEmpty() && protocol.isEmpty() ? "" : protocol + "/" + username;
  }
}
